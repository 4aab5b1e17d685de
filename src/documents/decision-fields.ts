import type { KnownField } from './decision-form.ts';

/** Does not compile unless it has every top-level field of a decision. Without zod, because each run reads it. */
const FIELDS = {
  schemaVersion: true,
  tool: true,
  answers: true,
  overrides: true,
  preset: true,
  unknown: true,
  outcome: true,
  recommendation: true,
  hinges: true,
  precedents: true,
  ranking: true,
  excluded: true,
  relaxations: true,
  warnings: true,
  flips: true,
  stability: true,
  robustness: true,
  beyond: true,
  combination: true,
  snippet: true,
  command: true,
  argv: true,
} as const satisfies Record<KnownField, true>;

/** The top-level fields of a decision as JSON. */
export const DECISION_FIELDS: readonly string[] = Object.keys(FIELDS);

/** The decision with these of its fields, in its own order; a field that it does not have is left out. */
export function pickFields(decision: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(decision).filter(([field]) => fields.includes(field)));
}
