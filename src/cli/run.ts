import { ISSUES, VERSION } from '../core/version.ts';
import { builtInRules, builtInStarters } from '../rules/built-in.ts';
import { printable, printableLines } from '../text/printable.ts';
import { pathWord } from '../text/shell.ts';
import { isSystemError } from '../text/system-errors.ts';
import type { OutputDocument, RuleSet } from './context.ts';
import { isFailure, systemFailure } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findRuleSources } from './input/rule-sources.ts';
import type { Io } from './io.ts';
import { reservedNames } from './options/options.ts';
import { deliver } from './output/atomic-file.ts';
import { COMMANDS, WIZARD } from './program/commands.ts';
import { type FirstPass, readFirst } from './program/first-pass.ts';
import { parse } from './program/parse.ts';

/**
 * One run of the program. It throws nothing and does not end the process.
 *
 * @param argv the words after the program's name
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runUnguarded(argv, io);
  } catch (error) {
    return await reportFailure(error, io);
  }
}

async function runUnguarded(argv: readonly string[], io: Io): Promise<ExitCode> {
  const line = readFirst(argv);
  const builtIn = { rules: await builtInRules(), starters: await builtInStarters() };
  const ruleSet = await settle(makeRuleSet(line, builtIn, io));
  if ('error' in ruleSet && !line.mayBeHelp) throw ruleSet.error;
  // The help and the version have to work although rule packs are wrong, or the working directory is gone.
  const rules = 'error' in ruleSet ? builtIn.rules : ruleSet.value.rules;
  const parsed = parse(line, rules, line.mayBeHelp && io.stdout.isTTY === true ? (io.stdout.columns ?? 80) : 80);
  if ('print' in parsed) {
    io.print(parsed.print);
    return EXIT.ok;
  }
  if ('error' in ruleSet) throw ruleSet.error;
  const program = { commands: COMMANDS, wizard: WIZARD, reservedNames: () => reservedNames(builtIn.rules) };
  const { documents, exitCode } = await parsed.run({ ...ruleSet.value, ...program, io });
  for (const document of documents) await write(document, io);
  return exitCode;
}

async function write({ text, path, numbered, notice, ...overwriting }: OutputDocument, io: Io): Promise<void> {
  if (numbered === undefined) {
    const isFile = await deliver(text, path, io, overwriting);
    if (isFile && notice !== undefined) io.stderr.write(`${printable(notice)}\n`);
    return;
  }
  const { deliverKept } = await import('./output/numbered-document.ts');
  return deliverKept(text, { output: path, ...numbered }, io);
}

/** What a promise came to; an error that is not a Failure is thrown. */
async function settle<Value>(promise: Promise<Value>): Promise<{ readonly value: Value } | { readonly error: Error }> {
  try {
    return { value: await promise };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { error };
  }
}

type BuiltIn = Pick<RuleSet, 'rules' | 'starters'>;

async function makeRuleSet(line: FirstPass, builtIn: BuiltIn, io: Io): Promise<RuleSet> {
  if (line.needsNoRules) return { ...builtIn, rulesDirs: [], sources: [], isProjectIgnored: true };
  const { rules, isProjectIgnored } = line;
  const sources = findRuleSources({ rules, isProjectIgnored }, io);
  const rulesDirs = sources.filter(({ layer }) => layer !== 'project').map(({ named }) => pathWord(named));
  const given = { rulesDirs, sources, isProjectIgnored };
  if (sources.length === 0) return { ...given, ...builtIn };
  const { overlayRules } = await import('./input/overlay-rules.ts');
  const request = { sources, reserved: reservedNames(builtIn.rules), cwd: io.cwd };
  const { warnings, ...merged } = overlayRules(builtIn.rules, builtIn.starters, request);
  for (const warning of warnings)
    io.stderr.write(`${warning}
`);
  return { ...given, ...merged };
}

async function reportFailure(error: unknown, io: Io): Promise<ExitCode> {
  if (isFailure(error)) {
    const message = printableLines(error.message);
    if (message) io.stderr.write(`${await fitToTerminal(message, io)}\n`);
    return error.exitCode;
  }
  if (isSystemError(error)) return reportFailure(systemFailure(error), io);
  const stack = error instanceof Error ? error.stack : String(error);
  io.stderr.write(
    `internal error: This is a bug in wirewise ${VERSION} (Node ${process.version}), not a mistake of yours.\nPlease report it, with the command and these lines: ${ISSUES}\n\n${stack}\n`,
  );
  return EXIT.bug;
}

/** Other programs and logs get a message in one line, which is easier to search. */
async function fitToTerminal(message: string, { stderr }: Io): Promise<string> {
  if (stderr.isTTY !== true) return message;
  const { fitErrors } = await import('./terminal/fit.ts');
  return fitErrors(message, stderr.columns ?? 80);
}
