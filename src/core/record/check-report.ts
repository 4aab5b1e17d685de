/** What `check` found, as plain JSON, schemaVersion 1. Every format is a view of it. */

import type { Decision } from '../decision.ts';
import type { Change } from './changes.ts';

/** What can be wrong with a record. The ids are stable: scripts and code scanning compare them. */
export type CheckRule = 'excluded' | 'outranked' | 'unaccepted-warning' | 'unusable-record' | 'idle-acceptance';

/** This is what `check --json` prints. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly tool: Decision['tool'];
  /** The worst of the files: `unusable` before `fails` before `holds`. */
  readonly outcome: CheckedFile['status'];
  readonly counts: {
    readonly files: number;
    readonly hold: number;
    readonly fail: number;
    readonly unusable: number;
  };
  /** In the order in which they were named; those of a folder by path. */
  readonly files: readonly CheckedFile[];
  /** YAML and JSON files of folders that hold no recorded decision. */
  readonly passedOver: readonly string[];
}

/** What became of one file that `check` looked at. */
export interface CheckedFile {
  /** Relative to the working directory with `/` between the parts; as it was typed where it lies outside. */
  readonly file: string;
  readonly status: 'holds' | 'fails' | 'unusable';
  /** Absent where the file is unusable, like `decision` and `first`. */
  readonly name?: string;
  /** Id of the protocol that was recorded. */
  readonly decision?: string;
  /** Ids of the protocols that rank first now; none when nothing is feasible. */
  readonly first?: readonly string[];
  readonly problems: readonly CheckProblem[];
}

/** What is wrong with a record, or worth knowing, with its place in the file. */
export interface CheckProblem {
  readonly rule: CheckRule;
  /** A `note` does not make the record fail. */
  readonly level: 'error' | 'note';
  /** What tells it from others of the same rule in the same file, whatever line it moves to. */
  readonly key: string;
  /** Counting from 1; of the answer at fault, else of the decision. Absent, like the three below: no file was read. */
  readonly line?: number;
  /** Counting from 1, in UTF-16 units. */
  readonly column?: number;
  /** Behind the last character of that line that is no space. */
  readonly endColumn?: number;
  /** What GitHub code scanning knows the line by, wherever it moves. */
  readonly lineHash?: string;
  /** One sentence. */
  readonly message: string;
  readonly causes: readonly CheckCause[];
}

/** What brought the problem about, as far as it is known. */
export interface CheckCause {
  /** One line. */
  readonly says: string;
  /** What has changed since the decision was recorded; absent where the cause is no change. */
  readonly change?: Change;
  /** Whether undoing this change alone would put it right. */
  readonly isDecisive?: boolean;
}
