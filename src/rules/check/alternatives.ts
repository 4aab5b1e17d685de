import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { type ConditionScope, readCondition } from '../read/condition.ts';

/** The first alternative whose condition holds counts. Only the last one has no condition: it counts otherwise. */
export function checkAlternatives(entries: readonly Written[], scope: ConditionScope, findings: Findings): void {
  for (const [index, entry] of entries.entries()) {
    const when = entry.child('when');
    const isLast = index === entries.length - 1;
    if (when) readCondition(when, scope, findings);
    if (when && isLast)
      findings.add(
        when.place('key'),
        'wrong-value',
        'Expected no "when" on the last entry: it counts when no other does.',
      );
    if (!when && !isLast)
      findings.add(entry.place(), 'missing-key', 'Missing "when": the entries after this one would never count.');
  }
}
