import type { Condition } from '../condition/condition.ts';

/** What a component is: it stores and forwards messages, translates, relays traffic, or does something else. */
export type ComponentKind = 'messaging' | 'gateway' | 'relay' | 'service';

/** A component that a protocol needs. */
export interface Run {
  /** Id of the component. */
  readonly component: string;
  /** Id of the need of the protocol that asks for it; absent: none does. */
  readonly need?: string;
  /** When it is needed; absent: always. */
  readonly when?: Condition;
}

/** That a component can do the work of another one, and what is then missing. */
interface Stand {
  readonly component: string;
  /** When it can; absent: always. */
  readonly when?: Condition;
  /** The limits, one sentence. */
  readonly but: string;
  readonly source: string;
}

/** Something that a team runs beside its own programs: a broker, a gateway, a relay. */
export interface Component {
  readonly id: string;
  readonly name: string;
  readonly kind: ComponentKind;
  /** What it is, with products as examples; one sentence. */
  readonly says: string;
  readonly source: string;
  /** When the answers of a channel say that it is in operation already; absent: they never do. */
  readonly alreadyWhen?: Condition;
  /** Ids of the criteria by which the score of one channel counts the effort of running it. */
  readonly countedIn: readonly string[];
  /** The components whose work it can do, too. */
  readonly standsFor: readonly Stand[];
}
