import type { KnownSystemField } from './decision-form.ts';

/** Does not compile unless it has every top-level field of a decided system. Without zod, because batch reads it. */
const FIELDS = {
  schemaVersion: true,
  tool: true,
  name: true,
  says: true,
  outcome: true,
  prefer: true,
  legs: true,
  components: true,
  assignments: true,
  needs: true,
  bridges: true,
  warnings: true,
  command: true,
  argv: true,
} as const satisfies Record<KnownSystemField, true>;

/** The top-level fields of a decided system as JSON. */
export const SYSTEM_FIELDS: readonly string[] = Object.keys(FIELDS);
