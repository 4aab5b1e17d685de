import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { CONDITIONS } from '../messages.ts';
import { type ConditionScope, readCondition } from '../read/condition.ts';

/** The first alternative whose condition holds counts. Only the last one has no condition: it counts otherwise. */
export function checkAlternatives(entries: readonly Written[], scope: ConditionScope, findings: Findings): void {
  for (const [index, entry] of entries.entries()) {
    const when = entry.child('when');
    const isLast = index === entries.length - 1;
    if (when) readCondition(when, scope, findings);
    if (when && isLast) findings.report(when.place('key'), CONDITIONS.lastHasWhen, {});
    if (!when && !isLast) findings.report(entry.place(), CONDITIONS.missingWhen, {});
  }
}
