/**
 * What the suite saw: `passed/<language>.json` names the faults that each starter passed, with a digest of the program
 * that passed them. `SURVIVAL=write` renews it, and the claims in the starters' manifests with it. Nobody writes either
 * by hand: test/starters/survival.shipped.test.ts compares claim, record, program and table.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findStarter, type StarterName } from '../../../src/starters/render.ts';
import { starters } from '../../../test/starters/starters.ts';
import { productOf } from './faults.ts';

const SNIPPETS = fileURLToPath(new URL('../../../rules/snippets', import.meta.url));
const WIDTH = 118;

const recordForm = z.record(
  z.string(),
  z.strictObject({ program: z.string().describe('SHA-256 of its templates'), faults: z.array(z.string()) }),
);

/** By `protocol role`, and the product where it is not the usual one. */
export type SurvivalRecord = z.output<typeof recordForm>;

export const keyOf = (name: StarterName): string =>
  [name.protocol, name.role, productOf(name)].filter((part) => part !== undefined).join(' ');

const fileOf = (language: string): string => fileURLToPath(new URL(`passed/${language}.json`, import.meta.url));

export function readRecord(language: string): SurvivalRecord {
  const file = fileOf(language);
  return existsSync(file) ? recordForm.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** Changes with every change of the program, its slots aside. */
export function digestOf(name: StarterName): string {
  const hash = createHash('sha256');
  for (const { path, template } of findStarter(starters, name)?.files ?? []) hash.update(`${path}\n${template}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** Notes that a starter passed these faults, and claims it in its manifest. */
export function writePassed(name: StarterName, faults: readonly string[]): void {
  const sorted = faults.toSorted();
  const record = { ...readRecord(name.language), [keyOf(name)]: { program: digestOf(name), faults: sorted } };
  const file = fileOf(name.language);
  mkdirSync(dirname(file), { recursive: true });
  const inOrder = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(inOrder, undefined, 2)}\n`);
  claim(name, sorted);
}

function claim(name: StarterName, faults: readonly string[]): void {
  const { protocol, language, role } = name;
  const file = join(SNIPPETS, protocol, language, productOf(name) ?? '', 'starter.yaml');
  const text = readFileSync(file, 'utf8');
  const lines = wrap(faults);
  const claims = `  proof: survives\n  survives:\n    [${lines.join('\n     ')}]\n`;
  const block = new RegExp(`^${role}:\\n(?: .*\\n|\\n)*`, 'm');
  const changed = text.replace(block, (old) =>
    old.replace(/^ {2}survives:\n(?: {4,}.*\n)*/m, '').replace(/^ {2}proof: .*\n/m, claims),
  );
  writeFileSync(file, changed);
}

/** Names with commas between them, in lines that fit. */
function wrap(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [at, name] of names.entries()) {
    const word = at === names.length - 1 ? name : `${name},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 7 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
