/**
 * A system and its decision as plain JSON, schemaVersion 1. What each field means is written once, in
 * documents/system/decision-form.ts; test/documents/forms.test.ts does not compile unless both have the same fields.
 */
import type { Decision, Leg, Warning } from '../decision.ts';
import type { Input, PresetName } from '../overrides.ts';
import type { ComponentKind } from './component.ts';

/** One channel of a system. */
export interface SystemLeg extends Input {
  readonly name: string;
  /** What it carries, in one sentence. */
  readonly says?: string | undefined;
  /** The name of its data: legs with the same one carry the same data. */
  readonly data?: string | undefined;
  /** The address of what it is made from. */
  readonly source?: string | undefined;
}

/** Several channels that one team builds. */
export interface System {
  readonly name: string;
  readonly says?: string | undefined;
  /** 1 to 12, with different names. */
  readonly legs: readonly SystemLeg[];
}

/** Which assignment of the front is taken: the fewest components, the best fit, or the best of both. */
export const PREFERENCES = ['balanced', 'fewest', 'best'] as const;
export type Preference = (typeof PREFERENCES)[number];

/** The decision about one channel, alone and within the whole. */
export interface LegDecision {
  readonly name: string;
  readonly says?: string;
  readonly data?: string;
  readonly preset?: PresetName;
  readonly protocol: string | null;
  readonly score: number | null;
  readonly costs: number;
  readonly components: readonly string[];
  readonly combination?: readonly Leg[];
  readonly warnings: readonly Warning[];
  readonly decision: Decision;
}

/** What a component does for a channel. */
interface Service {
  readonly leg: string;
  /** The component whose work it does; another one where it stands for that. */
  readonly as: string;
  readonly but?: string;
  readonly source?: string;
}

/** What an assignment costs one channel, against its own advice or against the assignment that is chosen. */
export interface LegCost {
  readonly leg: string;
  readonly advice: string;
  readonly protocol: string;
  readonly points: number;
}

/** A component that the whole needs. */
export interface SystemComponent {
  readonly id: string;
  readonly name: string;
  readonly kind: ComponentKind;
  readonly says: string;
  readonly already: boolean;
  readonly without: readonly LegCost[] | null;
  readonly serves: readonly Service[];
}

/** An assignment on the Pareto front. */
export interface Assignment {
  readonly chosen: boolean;
  readonly preferredBy: readonly Preference[];
  readonly count: number;
  readonly fit: number;
  readonly sharing: number;
  readonly components: readonly string[];
  readonly protocols: Readonly<Record<string, string>>;
  readonly costs: readonly LegCost[];
}

/** Where two protocols of the whole meet, and how. */
export interface Bridge {
  readonly legs: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly leg: string;
  readonly why: string;
}

/** A mistake of the whole, and the channels that it is about. */
export interface SystemWarning extends Warning {
  readonly legs: readonly string[];
}

/** The answer to "which protocol for which channel?". */
export interface SystemDecision {
  readonly schemaVersion: 1;
  readonly tool: Decision['tool'];
  readonly name: string;
  readonly says?: string;
  readonly outcome: 'recommended' | 'none-feasible';
  readonly prefer: Preference;
  readonly legs: readonly LegDecision[];
  readonly components: readonly SystemComponent[];
  readonly assignments: readonly Assignment[];
  readonly needs: readonly { readonly says: string; readonly legs: readonly string[] }[];
  readonly bridges: readonly Bridge[];
  readonly warnings: readonly SystemWarning[];
}
