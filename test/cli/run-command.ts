import type { Io } from '../../src/cli/io.ts';
import { COMMANDS, WIZARD } from '../../src/cli/program/commands.ts';
import { readFirst } from '../../src/cli/program/first-pass.ts';
import { parse } from '../../src/cli/program/parse.ts';
import type { Rules } from '../../src/core/model.ts';
import { builtInRules, builtInStarters } from '../../src/rules/built-in.ts';

const PROGRAM = { commands: COMMANDS, wizard: WIZARD, reservedNames: () => [] };

/** Flags by the names of their options; a list for a flag that is given several times. */
export type GivenFlags = Readonly<Record<string, string | true | readonly string[]>>;

/** Runs one command with the built-in rules. Unlike `run` it throws the Failure, and writes no document. */
export async function runCommand(io: Io, command: string, words: readonly string[], flags: GivenFlags = {}) {
  const argv = [command, ...words, ...Object.entries(flags).flatMap(([name, value]) => flagWords(name, value))];
  return runOver(await builtInRules(), argv, io);
}

/** Runs a command line over any rules, with the built-in starters. It throws the Failure, and writes no document. */
export async function runOver(rules: Rules, argv: readonly string[], io: Io) {
  const parsed = parse(readFirst(argv), rules, 80);
  if ('print' in parsed) throw new Error('Expected a command, got a help.');
  const ruleSet = { rules, starters: await builtInStarters(), rulesDirs: [], sources: [], isProjectIgnored: false };
  const { documents, exitCode } = await parsed.run({ ...ruleSet, ...PROGRAM, io });
  return { text: documents.map(({ text }) => text).join(''), exitCode };
}

function flagWords(name: string, value: GivenFlags[string]): string[] {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return [flag];
  return [value].flat().flatMap((one) => [flag, one]);
}
