/** Checks components, and mistakes of systems, beyond their forms. */
import type { Rules } from '../../core/model.ts';
import { SHARED_BY_LEGS } from '../../core/system/system-mistake.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { NAMES } from '../messages.ts';
import { type ConditionScope, readCondition } from '../read/condition.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';
import { SYSTEMS } from '../system-messages.ts';
import { checkName, type Vocabulary } from './known-names.ts';

/** The search for assignments tries every set of components: more of them would take too long. */
const MOST_COMPONENTS = 20;

/** What the texts of a mistake may hold. */
const PLACES = ['legs', 'components'];

/** Reports unknown names and wrong conditions of components and of mistakes of systems, and too many components. */
export function checkSystems(
  parsed: ParsedPacks,
  base: Rules | undefined,
  names: Vocabulary,
  findings: Findings,
): void {
  const scope: ConditionScope = { names, ranking: true, saving: false };
  for (const { node } of parsed.protocols) {
    const runs = node.child('runs')?.items() ?? [];
    checkRuns(runs, scope, findings);
    checkNeeds(node, runs, findings);
  }
  for (const { node } of parsed.components) {
    const already = node.child('alreadyWhen');
    if (already) readCondition(already, { ...scope, ranking: false }, findings);
    checkRuns(node.child('standsFor')?.items() ?? [], scope, findings);
    for (const criterion of node.child('countedIn')?.items() ?? []) {
      checkName(criterion.text() ?? '', criterion, 'value', names.criteria, findings);
    }
  }
  const [tooMany] = parsed.components.slice(Math.max(MOST_COMPONENTS - (base?.components ?? []).length, 0));
  if (tooMany) findings.report(tooMany.node.place(), SYSTEMS.tooManyComponents, { most: MOST_COMPONENTS });
  for (const { node } of parsed.systemMistakes) checkMistake(node, scope, findings);
}

function checkRuns(entries: readonly Written[], scope: ConditionScope, findings: Findings): void {
  for (const entry of entries) {
    const component = entry.child('component');
    const id = component?.text();
    if (component && id !== undefined) checkName(id, component, 'value', scope.names.components, findings);
    const when = entry.child('when');
    if (when) readCondition(when, scope, findings);
  }
}

/** Reports runs that name no need of their protocol. */
function checkNeeds(node: Written, runs: readonly Written[], findings: Findings): void {
  const known = (node.child('needs')?.items() ?? []).flatMap((need) => need.child('id')?.text() ?? []);
  for (const run of runs) {
    const need = run.child('need');
    const name = need?.text();
    if (need && name !== undefined && !known.includes(name))
      findings.report(need.place(), NAMES.unknown, { kind: 'need', name, known });
  }
}

function checkMistake(node: Written, scope: ConditionScope, findings: Findings): void {
  const when = node.child('when');
  for (const leg of when?.child('legs')?.items() ?? []) readCondition(leg, scope, findings);
  const { ids, isComplete } = scope.names.questions;
  const known = [...SHARED_BY_LEGS, ...ids];
  for (const list of ['same', 'differ']) {
    for (const item of when?.child(list)?.items() ?? []) {
      const name = item.text() ?? '';
      if (isComplete && !known.includes(name)) {
        findings.report(item.place(), NAMES.unknown, { kind: 'property of a leg', name, known });
      }
    }
  }
  for (const part of ['says', 'instead']) {
    const text = node.child(part);
    for (const [, name = ''] of text?.text()?.matchAll(/\{([^{}]*)\}/g) ?? []) {
      if (text && !PLACES.includes(name))
        findings.report(text.place(), NAMES.unknownPlaceholder, { name, known: PLACES, isFigure: false });
    }
  }
}
