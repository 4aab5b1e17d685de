import { CommanderError } from 'commander';
import { VERSION } from '../core/version.ts';
import { builtInRules, builtInStarters } from '../rules/built-in.ts';
import { printableLines } from '../text/printable.ts';
import type { Context } from './context.ts';
import { isFailure } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findRuleSources, ignoresProject } from './input/rule-sources.ts';
import type { Io } from './io.ts';
import { deliver } from './output/atomic-file.ts';
import { COMPLETE } from './program/commands.ts';
import { buildProgram, type Outcome } from './program/program.ts';

/**
 * One run of the program: one text to stdout, one exit code. Nothing is thrown and the process is not ended.
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
  // A command line that is being completed names its packs too, up to the word that is not finished yet.
  const line = argv[0] === COMPLETE && argv[1] === '--' ? argv.slice(2, -1) : argv;
  const context = await makeContext(line, io);
  const outcome: Outcome = {};
  try {
    await buildProgram(context, argv, outcome).parseAsync([...argv], { from: 'user' });
  } finally {
    if (outcome.help !== undefined) io.stdout.write(await fitted(outcome.help, io));
  }
  if (!outcome.result) return EXIT.ok;
  const { text, isDelivered, files = [], keptAs: name, exitCode } = outcome.result;
  const { output: given, force, quiet } = outcome.options ?? {};
  const output = typeof given === 'string' ? given : undefined;
  for (const file of files) await deliver(file.text, file.path, io);
  if (name !== undefined) {
    const { deliverKept } = await import('./output/numbered-document.ts');
    await deliverKept(text, { output, name, force: force === true, quiet: quiet === true }, io);
  } else if (!isDelivered) await deliver(text, output, io);
  return exitCode;
}

async function makeContext(argv: readonly string[], io: Io): Promise<Context> {
  const sources = findRuleSources(argv, io);
  const isProjectIgnored = ignoresProject(argv);
  const rulesDirs = sources.filter(({ layer }) => layer !== 'project').map(({ named }) => named);
  const given = { io, rulesDirs, sources, isProjectIgnored };
  const builtIn = { rules: await builtInRules(), starters: await builtInStarters() };
  if (sources.length === 0) return { ...given, ...builtIn };
  const { overlayRules } = await import('./input/overlay-rules.ts');
  const { warnings, ...merged } = overlayRules(builtIn.rules, builtIn.starters, sources, io.cwd);
  for (const warning of warnings) io.stderr.write(`${warning}\n`);
  return { ...given, ...merged };
}

async function reportFailure(error: unknown, io: Io): Promise<ExitCode> {
  if (isFailure(error)) {
    const message = printableLines(error.message);
    if (message) io.stderr.write(`${await onTerminal(message, io)}\n`);
    return error.exitCode;
  }
  // Commander has said what was wrong already; help and version come this way, too, with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const stack = error instanceof Error ? error.stack : String(error);
  io.stderr.write(
    `This is a bug in wirewise ${VERSION}, not a mistake of yours.\nPlease report it, with the command and these lines:\n\n${stack}\n`,
  );
  return EXIT.bug;
}

async function fitted(help: string, { stdout }: Io): Promise<string> {
  const columns = Math.min(stdout.columns ?? 80, 80);
  if (stdout.isTTY !== true || help.split('\n').every((line) => line.length <= columns)) return help;
  const { fitHelp } = await import('./program/fit-help.ts');
  return fitHelp(help, columns);
}

/** Programs and logs get a message in one line, which is easier to search. */
async function onTerminal(message: string, { stderr }: Io): Promise<string> {
  if (stderr.isTTY !== true) return message;
  const { fitErrors } = await import('./terminal/fit-errors.ts');
  return fitErrors(message, stderr.columns ?? 80);
}
