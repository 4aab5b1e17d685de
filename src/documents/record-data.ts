import type { RecordedDecision } from '../core/record/check-record.ts';
import type { Basis } from '../core/record/snapshot.ts';
import { VERSION } from '../core/version.ts';

/** What the file holds besides the decision. */
export interface RecordExtras {
  readonly why?: string | undefined;
  readonly basis: Basis;
}

/** The record as plain JSON, as `check` reads it, without empty fields. */
export function recordAsData(record: RecordedDecision, { why, basis }: RecordExtras): Record<string, unknown> {
  const { name, answers, overrides, decision, all, accepts, override } = record;
  return {
    version: 1,
    name,
    ...(why !== undefined && { why }),
    answers: { ...answers, ...overrides },
    decision,
    ...(!all && { core: true }),
    ...(accepts.length > 0 && { accepts }),
    ...(override && { override }),
    basis: { wirewise: VERSION, ...basis },
  };
}
