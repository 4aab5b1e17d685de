/**
 * The result of `check` as plain JSON, schemaVersion 1. What each field means is written once, in
 * documents/check-report-form.ts; test/documents/forms.test.ts does not compile unless both have the same fields.
 */
import type { Decision } from '../decision.ts';
import type { Change } from './changes.ts';

/** What can be wrong with a record. Scripts and code scanning compare these ids: never rename one. */
export type CheckRule = 'excluded' | 'outranked' | 'unaccepted-warning' | 'unusable-record' | 'idle-acceptance';

/** Printed by `check --json`. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly tool: Decision['tool'];
  readonly outcome: CheckedFile['status'];
  readonly counts: {
    readonly files: number;
    readonly hold: number;
    readonly fail: number;
    readonly unusable: number;
  };
  readonly files: readonly CheckedFile[];
  readonly passedOver: readonly string[];
}

/** The result for one file. */
export interface CheckedFile {
  readonly file: string;
  readonly status: 'holds' | 'fails' | 'unusable';
  readonly name?: string;
  readonly decision?: string;
  readonly first?: readonly string[];
  readonly decisions?: Readonly<Record<string, string>>;
  readonly problems: readonly CheckProblem[];
}

/** One problem or note about a record, with its place in the file. */
export interface CheckProblem {
  readonly rule: CheckRule;
  readonly level: 'error' | 'note';
  readonly leg?: string;
  readonly key: string;
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
  readonly lineHash?: string;
  readonly message: string;
  readonly causes: readonly CheckCause[];
}

/** What caused a problem. */
export interface CheckCause {
  readonly says: string;
  readonly change?: Change;
  readonly isDecisive?: boolean;
}
