/** Reads the published systems of rule packs: system files that say what their builders run. */
import { basename, join } from 'node:path';
import type { Rules } from '../../core/model.ts';
import type { System } from '../../core/system/system.ts';
import { publishedSystemForm } from '../../rules/forms/system.ts';
import { NAMES } from '../../rules/messages.ts';
import { PackFiles } from '../../rules/read/pack-files.ts';
import { PROJECT_FILE } from '../../rules/read/pack-order.ts';
import { SYSTEMS } from '../../rules/system-messages.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm } from '../../yaml/validate.ts';
import { readSystem } from './read-system.ts';

/** A system of a rule pack. */
export interface PublishedSystem {
  readonly file: string;
  readonly system: System;
  /** By leg: what its builders run, and what a reviewer would accept, too. */
  readonly expect: Readonly<
    Record<string, { readonly first: readonly string[]; readonly defensible?: readonly string[] }>
  >;
}

/** The systems of a pack, by file; those with faults are left out, and their faults are in `findings`. */
export function readPublishedSystems(dir: string, fs: RuleFs, rules: Rules, findings: Findings): PublishedSystem[] {
  if (basename(dir) === PROJECT_FILE) return [];
  const files = new PackFiles(dir, fs, findings);
  return (files.entries(join(dir, 'systems')) ?? [])
    .filter(({ name }) => /\.ya?ml$/i.test(name))
    .flatMap(({ name }) => {
      const top = files.yaml(join(dir, 'systems', name));
      return top ? publishedIn(name, top, rules, findings) : [];
    });
}

function publishedIn(name: string, top: Written, rules: Rules, findings: Findings): PublishedSystem[] {
  const before = findings.sorted().length;
  const data = matchForm(top, publishedSystemForm, findings);
  if (!data) return [];
  const read = readSystem(rules, top.file, { answers: {}, overrides: undefined }, findings);
  checkExpectations(top, Object.keys(data.legs), rules, findings);
  return read && findings.sorted().length === before ? [{ file: name, system: read.system, expect: data.expect }] : [];
}

function checkExpectations(top: Written, legs: readonly string[], { protocols }: Rules, findings: Findings): void {
  const expect = top.child('expect');
  const known = protocols.map(({ id }) => id);
  for (const leg of legs) {
    if (!expect?.child(leg)) findings.report((expect ?? top).place('key'), SYSTEMS.noExpectation, { leg });
  }
  for (const [leg, entry] of expect?.entries() ?? []) {
    if (!legs.includes(leg)) findings.report(entry.place('key'), SYSTEMS.unknownLeg, { name: leg, known: legs });
    for (const item of ['first', 'defensible'].flatMap((list) => entry.child(list)?.items() ?? [])) {
      const id = item.text() ?? '';
      if (!known.includes(id)) findings.report(item.place(), NAMES.unknown, { kind: 'protocol', name: id, known });
    }
  }
}
