/** What the files of criteria and protocols must say of each other. */
import type { Rules } from '../../core/model.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { isId } from '../forms/rules.ts';
import { readCondition } from '../read/condition.ts';
import { BENEATH, type Draft } from '../read/parsed-packs.ts';
import { checkAlternatives } from './alternatives.ts';
import { checkName, type Vocabulary } from './known-names.ts';

/** Reports holes in the capability matrix, cells and combinations of nothing, and rows of the table out of place. */
export function checkProtocols(draft: Draft, base: Rules | undefined, names: Vocabulary, findings: Findings): void {
  checkTableOrder(draft, findings);
  for (const { node } of draft.protocols) {
    checkCells(node.child('cells'), names, findings);
    checkCompanions(node, names, findings);
    checkAsyncapi(node, names, findings);
  }
  for (const { id, idAt, cells } of draft.parts) {
    checkCells(cells, names, findings);
    checkName(id, idAt.node, idAt.part, names.protocols, findings);
  }
  for (const { id, node } of draft.forbids) checkName(id, node, 'key', names.protocols, findings);
  checkHoles(draft, base, names, findings);
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

function checkCells(cells: Written | undefined, names: Vocabulary, findings: Findings): void {
  for (const [criterion, cell] of cells?.entries() ?? []) {
    checkName(criterion, cell, 'key', names.criteria, findings);
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

interface Column {
  readonly id: string;
  readonly pack: number;
  readonly filled: ReadonlySet<string>;
  /** Its cells as they were written; absent for a protocol beneath the packs. */
  readonly cells?: Written;
}

interface Row {
  readonly id: string;
  readonly pack: number;
  /** Its id as it was written; absent for a criterion beneath the packs. */
  readonly written?: Written;
}

/** A hole is an error: nobody may read a missing cell as "cannot". It is the fault of whichever came later. */
function checkHoles(draft: Draft, base: Rules | undefined, names: Vocabulary, findings: Findings): void {
  const rows = allRows(draft, base);
  for (const column of allColumns(draft, base)) {
    for (const row of rows) {
      if (column.filled.has(row.id)) continue;
      if (row.written && row.pack > column.pack) {
        // A protocol file that could not be read may hold the cell.
        if (!names.protocols.isComplete) continue;
        const fix = `Add it in protocols/${column.id}.yaml, with "id: ${column.id}" and "extends: true".`;
        const message = `Missing cell "${row.id}" of the protocol ${column.id}. ${fix}`;
        findings.add(row.written.place(), 'missing-cell', message);
      } else if (column.cells) {
        findings.add(column.cells.place('key'), 'missing-cell', `Missing cell "${row.id}". Add it under "cells".`);
      }
    }
  }
}

function allRows(draft: Draft, base: Rules | undefined): Row[] {
  const written = draft.criteria.flatMap(({ node, pack }): Row[] => {
    const id = node.child('id');
    const name = id?.text();
    return id && name !== undefined && isId(name) ? [{ id: name, pack, written: id }] : [];
  });
  return [...(base?.criteria ?? []).map(({ id }) => ({ id, pack: BENEATH })), ...written];
}

function allColumns(draft: Draft, base: Rules | undefined): Column[] {
  const added = new Map<string, string[]>();
  for (const { id, cells } of draft.parts) {
    added.set(id, [...(added.get(id) ?? []), ...cellNames(cells)]);
  }
  const beneath = (base?.protocols ?? []).map(({ id, cells }) => {
    return { id, pack: BENEATH, filled: new Set([...Object.keys(cells), ...(added.get(id) ?? [])]) };
  });
  const written = draft.protocols.flatMap(({ node, pack }): Column[] => {
    const id = node.child('id')?.text() ?? '';
    const cells = node.child('cells');
    return cells ? [{ id, pack, filled: new Set([...cellNames(cells), ...(added.get(id) ?? [])]), cells }] : [];
  });
  return [...beneath, ...written];
}

function cellNames(cells: Written | undefined): string[] {
  return cells?.keys() ?? [];
}
