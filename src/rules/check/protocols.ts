/** What the files of criteria and protocols must say of each other. */
import type { Rules } from '../../core/model.ts';
import { printable } from '../../text/printable.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { readCondition } from '../read/condition.ts';
import type { Draft } from '../read/parsed-packs.ts';
import { checkAlternatives } from './alternatives.ts';
import { checkKeys, checkName, type Vocabulary } from './known-names.ts';
import { checkMissingCells } from './missing-cells.ts';

/** Reports holes in the capability matrix, cells and combinations of nothing, and rows of the table out of place. */
export function checkProtocols(draft: Draft, base: Rules | undefined, names: Vocabulary, findings: Findings): void {
  checkTableOrder(draft, findings);
  for (const { node } of draft.protocols) {
    checkKeys(node.child('cells'), names.criteria, findings);
    checkCompanions(node, names, findings);
    checkAsyncapi(node, names, findings);
  }
  for (const { node } of draft.criteria) checkCriterion(node, names, findings);
  for (const { id, idAt, cells } of draft.parts) {
    checkKeys(cells, names.criteria, findings);
    checkName(id, idAt.node, idAt.part, names.protocols, findings);
  }
  for (const { id, node } of draft.forbids) checkName(id, node, 'key', names.protocols, findings);
  checkMissingCells(draft, base, names, findings);
}

function checkTableOrder({ criteria }: Draft, findings: Findings): void {
  for (const [index, { node }] of criteria.entries()) {
    const before = criteria[index - 1]?.node;
    const isRow = node.child('table')?.value === true;
    if (!isRow || before === undefined || before.file !== node.file || before.child('table')?.value === true) continue;
    const message = 'Expected the rows of the table first: move this criterion up, before those without "table: true".';
    findings.add(node.child('table')?.place('key') ?? node.place(), 'table-order', message);
  }
}

function checkCriterion(node: Written, names: Vocabulary, findings: Findings): void {
  checkKeys(node.child('cells'), names.protocols, findings);
  for (const entry of node.child('irrelevantWhen')?.items() ?? []) {
    const when = entry.child('when');
    if (when) readCondition(when, { names, ranking: false, saving: false }, findings);
  }
  for (const former of node.child('formerly')?.items() ?? []) {
    const word = former.text() ?? '';
    const owner = names.criteria.former.get(word);
    const isTaken = owner !== undefined && owner !== node.child('id')?.text();
    if (isTaken || names.criteria.ids.has(word))
      findings.add(
        former.place(),
        'duplicate-id',
        `Duplicate former id "${printable(word)}": another criterion has it.`,
      );
  }
}

function checkCompanions(node: Written, names: Vocabulary, findings: Findings): void {
  const scope = { names, ranking: true, saving: false };
  const companions = node.child('combinesWith')?.items() ?? [];
  for (const part of [...companions, ...(node.child('needs')?.items() ?? [])]) {
    const when = part.child('when');
    if (when) readCondition(when, scope, findings);
  }
  for (const companion of companions) {
    const other = companion.child('protocol');
    const id = other?.text();
    if (!other || id === undefined) continue;
    checkName(id, other, 'value', names.protocols, findings);
    if (id === node.child('id')?.text())
      findings.add(other.place(), 'wrong-value', 'Expected another protocol than this one itself.');
  }
}

/** The parts of an AsyncAPI document that depend on answers. Only answers: whether a protocol is first is settled. */
function checkAsyncapi(node: Written, names: Vocabulary, findings: Findings): void {
  const asyncapi = node.child('asyncapi');
  const without = node.child('withoutAsyncapi');
  if (asyncapi && without) {
    findings.add(without.place('key'), 'wrong-value', 'Expected either "asyncapi" or "withoutAsyncapi", not both.');
  }
  const scope = { names, ranking: false, saving: false };
  const messages = asyncapi?.child('messages')?.items() ?? [];
  checkAlternatives(messages, scope, findings);
  for (const part of ['operations', 'bindings']) {
    for (const entry of asyncapi?.child(part)?.items() ?? []) {
      const when = entry.child('when');
      if (when) readCondition(when, scope, findings);
    }
  }
}
