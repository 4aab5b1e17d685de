/** Checks criteria and protocols against each other. */
import type { Rules } from '../../core/model.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { NAMES, PROTOCOLS } from '../messages.ts';
import { readCondition } from '../read/condition.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';
import { checkAlternatives } from './alternatives.ts';
import { checkKeys, checkName, type Vocabulary } from './known-names.ts';
import { checkMissingCells } from './missing-cells.ts';

/** Reports missing cells, cells and combinations with unknown names, and table rows in the wrong order. */
export function checkProtocols(
  parsed: ParsedPacks,
  base: Rules | undefined,
  names: Vocabulary,
  findings: Findings,
): void {
  checkTableOrder(parsed, findings);
  for (const { node } of parsed.protocols) {
    checkKeys(node.child('cells'), names.criteria, findings);
    checkCompanions(node, names, findings);
    checkAsyncapi(node, names, findings);
  }
  for (const { node } of parsed.criteria) checkCriterion(node, names, findings);
  for (const { id, idAt, cells } of parsed.parts) {
    checkKeys(cells, names.criteria, findings);
    checkName(id, idAt.node, idAt.part, names.protocols, findings);
  }
  for (const { id, node } of parsed.forbids) checkName(id, node, 'key', names.protocols, findings);
  checkMissingCells(parsed, base, names, findings);
}

function checkTableOrder({ criteria }: ParsedPacks, findings: Findings): void {
  for (const [index, { node }] of criteria.entries()) {
    const before = criteria[index - 1]?.node;
    const isRow = node.child('table')?.value === true;
    if (!isRow || before === undefined || before.file !== node.file || before.child('table')?.value === true) continue;
    findings.report(node.child('table')?.place('key') ?? node.place(), PROTOCOLS.tableOrder, {});
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
    if (isTaken || names.criteria.ids.has(word)) findings.report(former.place(), NAMES.formerTaken, { name: word });
  }
}

function checkCompanions(node: Written, names: Vocabulary, findings: Findings): void {
  const scope = { names, ranking: true, saving: false };
  const companions = node.child('combinesWith')?.items() ?? [];
  const others = ['needs', 'means'].flatMap((key) => node.child(key)?.items() ?? []);
  for (const part of [...companions, ...others]) {
    const when = part.child('when');
    if (when) readCondition(when, scope, findings);
  }
  for (const companion of companions) {
    const other = companion.child('protocol');
    const id = other?.text();
    if (!other || id === undefined) continue;
    checkName(id, other, 'value', names.protocols, findings);
    if (id === node.child('id')?.text()) findings.report(other.place(), PROTOCOLS.itself, {});
  }
}

/** Checks the conditions of the parts of an AsyncAPI document. They may look at answers only. */
function checkAsyncapi(node: Written, names: Vocabulary, findings: Findings): void {
  const asyncapi = node.child('asyncapi');
  const without = node.child('withoutAsyncapi');
  if (asyncapi && without) {
    findings.report(without.place('key'), PROTOCOLS.asyncapiTwice, {});
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
