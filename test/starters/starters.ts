/** The starters that ship, for the tests in this folder. */
import { fileURLToPath } from 'node:url';
import { PackFiles } from '../../src/rules/read/pack-files.ts';
import { readPackStarters } from '../../src/rules/read/starters.ts';
import { findStarter, listStarters, type StarterName } from '../../src/starters/render.ts';
import type { StarterSlot, StartersData } from '../../src/starters/starter.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { Findings } from '../../src/yaml/diagnostics.ts';
import { nodeFs } from '../../src/yaml/read-file.ts';

const FOLDER = fileURLToPath(new URL('../../rules/snippets', import.meta.url));
export const starters = readStarters(FOLDER);
export const names = listStarters(starters);

/**
 * All starters under a folder.
 *
 * @throws Error with one line per problem, `file:line:column: code: message`, when any file is wrong
 */
export function readStarters(folder: string): StartersData {
  const findings = new Findings();
  const data = readPackStarters(folder, new PackFiles(folder, nodeFs, findings));
  const problems = findings.sorted().map(formatDiagnostic);
  if (problems.length > 0) throw new Error(`The starters in ${folder} have problems:\n${problems.join('\n')}`);
  return data;
}

/** The places of one starter, by name. */
export function slotsOf(name: StarterName): Readonly<Record<string, StarterSlot>> {
  return findStarter(starters, name)?.slots ?? {};
}

/** Names a starter in the title of a test. */
export function label({ protocol, language, variant, role }: StarterName): string {
  return [protocol, 'in', language, variant, role].filter((part) => part !== undefined).join(' ');
}
