import type { Diagnostic } from '../yaml/diagnostic.ts';
import { Findings } from '../yaml/diagnostics.ts';
import type { Written } from '../yaml/node.ts';
import { QUESTIONS } from './messages.ts';
import type { ParsedPacks } from './read/parsed-packs.ts';
import { TODO } from './skeleton.ts';

/** Lists the texts of `rules new` that are not filled in yet. Such rules are valid, and not ready for use. */
export function findTodos({ protocols, parts }: ParsedPacks): readonly Diagnostic[] {
  const findings = new Findings();
  for (const { node } of protocols) {
    for (const [key, child] of node.entries()) if (key !== 'cells') report(child, key, findings);
    reportCells(node.child('cells'), findings);
  }
  for (const { cells } of parts) reportCells(cells, findings);
  return findings.sorted();
}

/** A protocol with texts that are not filled in yet. */
export interface Unfinished {
  readonly id: string;
  readonly places: number;
}

/** The protocols of packs that are not filled in yet. They are ranked nevertheless. */
export function unfinishedProtocols(parsed: ParsedPacks): readonly Unfinished[] {
  return parsed.protocols.flatMap((entry) => {
    const places = findTodos({ ...parsed, protocols: [entry], parts: [] }).length;
    return entry.data && places > 0 ? [{ id: entry.data.id, places }] : [];
  });
}

function reportCells(cells: Written | undefined, findings: Findings): void {
  for (const [criterion, cell] of cells?.entries() ?? []) {
    const open = cell.entries().find(([, value]) => value.text()?.includes(TODO));
    if (open) findings.report(open[1].place(), QUESTIONS.todo, { what: `Cell "${criterion}"` });
  }
}

function report(node: Written, key: string, findings: Findings): void {
  const texts = node.text() === undefined ? node.items() : [node];
  const open = texts.find((text) => text.text()?.includes(TODO));
  if (open) findings.report(open.place(), QUESTIONS.todo, { what: `"${key}"` });
}
