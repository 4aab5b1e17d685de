/** The keys of the user on a line of a batch, which are copied to the output. */
import type { Rules } from '../core/model.ts';
import { quote } from '../text/printable.ts';
import type { Label, LineProblem } from './batch-form.ts';
import { DECISION_FIELDS } from './decision-fields.ts';
import { SYSTEM_FIELDS } from './system/decision-fields.ts';

/** The keys by which lines are usually told apart. */
export const USUAL_LABELS = ['id', 'name'] as const;

export function isUsualLabel(key: string): boolean {
  return USUAL_LABELS.some((label) => label === key);
}

/** Keys that the output needs itself. */
const TAKEN: ReadonlySet<string> = new Set(
  [...DECISION_FIELDS, ...SYSTEM_FIELDS, 'line', 'error', 'protocol', 'protocols'].filter((key) => !isUsualLabel(key)),
);

/** The keys of the user. Those that would be mistaken for something else are refused. */
export function readLabel(
  { questions }: Rules,
  entry: Readonly<Record<string, unknown>>,
  notLabels: readonly string[],
  problems: LineProblem[],
): Label {
  const keys = Object.keys(entry).filter((key) => !notLabels.includes(key));
  for (const key of keys) {
    if (isUsualLabel(key)) continue;
    const shown = quote(key);
    if (key === 'weight' || key === 'must' || questions.some(({ id }) => id === key)) {
      problems.push({ path: [key], message: `Expected ${shown} under "${notLabels[0]}".` });
    } else if (TAKEN.has(key)) {
      problems.push({ path: [key], message: `Unexpected key ${shown}: the output has a field of that name.` });
    }
  }
  const kept = keys.filter((key) => !TAKEN.has(key)).map((key) => [key, entry[key]] as const);
  // Throws the RangeError here, where it is caught, if a value is nested too deep to be printed.
  for (const [, value] of kept) if (typeof value === 'object') JSON.stringify(value);
  return Object.fromEntries(kept);
}
