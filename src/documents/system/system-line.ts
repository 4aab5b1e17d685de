import type { Rules } from '../../core/model.ts';
import type { Input } from '../../core/overrides.ts';
import type { System } from '../../core/system/system.ts';
import { quote } from '../../text/printable.ts';
import type { Label, LineProblem } from '../batch-form.ts';
import { readLabel } from '../batch-label.ts';
import { readLegs } from './read-legs.ts';

/** Keys of a system that are not the user's own. */
const SYSTEM_KEYS = ['legs', 'shared', 'says', 'version'];

/** The name of a system on a line that gives none. */
const NAMELESS = 'system';

/**
 * A line of a batch that holds a system: `{ "legs": { … }, "shared": { … } }` with keys of the user. `version` may be
 * absent.
 *
 * @param defaults answers below all others
 */
export function readSystemLine(
  rules: Rules,
  line: Readonly<Record<string, unknown>>,
  defaults: Input,
  problems: LineProblem[],
): { readonly label: Label; readonly system: System } {
  const { legs: given, shared, name, says, version = 1 } = line;
  const label = readLabel(rules, line, SYSTEM_KEYS, problems);
  if (version !== 1)
    problems.push({ path: ['version'], message: `Expected 1, the only version so far, got ${quote(version)}.` });
  if (says !== undefined && typeof says !== 'string')
    problems.push({ path: ['says'], message: `Expected text, got ${quote(says)}.` });
  const legs = readLegs(rules, given, { shared, defaults }, (path, _, message) => problems.push({ path, message }));
  const named = typeof name === 'string' && name !== '' ? name : NAMELESS;
  return { label, system: { name: named, ...(typeof says === 'string' && { says }), legs } };
}
