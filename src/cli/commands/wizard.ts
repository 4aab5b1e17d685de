import { decide } from '../../core/decide.ts';
import type { Input } from '../../core/overrides.ts';
import { recordCommand, snippetCommand, warningsToAccept } from '../../phrases/commands.ts';
import { isMereDefault } from '../../phrases/verdict.ts';
import type { Advice } from '../../report/advice.ts';
import { languageAnswer, languagesOf } from '../../starters/choose-language.ts';
import { findStarter } from '../../starters/render.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { shellLine } from '../../text/shell.ts';
import { type Context, printed, type Result, reportContext } from '../context.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { collectInput } from '../input/answers.ts';
import type { CollectedInput } from '../input/collected-input.ts';
import { isOn } from '../io.ts';
import { equivalentCommand } from '../options/equivalent-command.ts';
import { type Options, robustnessOf } from '../options/options.ts';
import { wantsColour } from '../terminal/colour.ts';
import type { NextStep } from '../wizard/ending.ts';
import type { Ended } from '../wizard/interview.ts';
import { lookAhead, standingInWords } from '../wizard/next-question.ts';
import { resumeCommand, type ShortContext, shortCommand } from '../wizard/resume.ts';
import { advise } from './recommend/advise.ts';
import { report } from './recommend/recommend.ts';

/**
 * `wirewise` without a command: asks what the flags leave open, then reports. It asks only on a terminal. There, the
 * advice stays on the screen, with the commands for the rest; a file, a pipe or another format gets the whole report.
 */
export async function wizard(context: Context, [word]: readonly string[], options: Options<'wizard'>): Promise<Result> {
  if (word !== undefined) {
    const names = context.commands.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
    throw usageFailure([`Unknown command "${word}".${expectedNames(word, names)}`]);
  }
  const { rules, io } = context;
  const input = await collectInput(rules, options, io);
  if (!canAsk(context, options)) throw cannotAsk(input, context);
  const accessible = options.accessible || isOn(io.env['ACCESSIBLE']) || io.env['TERM'] === 'dumb';
  const { watchForEnd } = await import('../wizard/end-signals.ts');
  const watch = watchForEnd(io.stdin);
  try {
    const ended = await ask(context, input, { ...options, accessible }, watch.signal);
    if (ended.kind === 'cancelled') throw new Failure(EXIT.cancelled, '');
    const answered = { ...input, answers: ended.answers, ...(ended.preset && { preset: ended.preset }) };
    // Plain lines only: some screen readers read colours out.
    const shown = accessible ? { ...options, accessible, color: false } : options;
    const result = await (staysOnScreen(context, options)
      ? onScreen(context, answered, shown)
      : wholeReport(context, answered, shown));
    if (await watch.isTold()) throw new Failure(EXIT.cancelled, 'Cancelled.');
    return result;
  } finally {
    watch.stop();
  }
}

/** Holds the interview. Presets are offered where nothing was given to start from. */
async function ask(
  context: Context,
  input: CollectedInput,
  options: Options<'wizard'>,
  signal: AbortSignal,
): Promise<Ended> {
  const { rules, io } = context;
  const { accessible } = options;
  const { core } = input;
  const setting = { rules, overrides: input.overrides, core };
  const isFresh = options.preset === undefined && options.answers === undefined && noneGiven(options);
  const { runWizard } = await import('../wizard/wizard.ts');
  return runWizard({
    rules,
    answers: input.answers,
    presets: isFresh ? rules.presets : [],
    io: { stdin: io.stdin, stderr: io.stderr },
    accessible,
    color: wantsColour({ flag: options.color, env: io.env, isTerminal: io.stderr.isTTY === true }),
    signal,
    lookAhead: (answers, asked, parked) => lookAhead(setting, answers, asked, parked),
    standing: (answers) => standingInWords(setting, answers),
    resume: ({ answers, preset = input.preset }) =>
      shellLine(resumeCommand(answers, shortContext(context, { ...input, preset }, core), accessible)),
  });
}

function noneGiven({ given }: Options<'wizard'>): boolean {
  return Object.keys(given).length === 0;
}

function shortContext(context: Context, { overrides, preset }: Input, core: boolean): ShortContext {
  return { ...context, overrides, core, preset: context.rules.presets.find(({ id }) => id === preset?.id) };
}

/** Whether the result is for the eyes of the person who answered. */
function staysOnScreen({ io }: Context, { format = 'text', quiet, output }: Options<'wizard'>): boolean {
  return format === 'text' && !quiet && output === undefined && io.stdout.isTTY === true;
}

/** The advice on one screen, and the commands that lead on. */
async function onScreen(context: Context, input: CollectedInput, options: Options<'wizard'>): Promise<Result> {
  const { rules, starters, rulesDirs, isProjectIgnored, io } = context;
  const robustness = robustnessOf(options);
  const advice = advise(rules, starters, { ...input, rulesDirs, isProjectIgnored, robustness, cwd: io.cwd });
  const { renderEnding } = await import('../wizard/ending.ts');
  const steps = [
    ...starterStep(advice, context),
    {
      label: 'All figures',
      command: shellLine(shortCommand(input.answers, { ...shortContext(context, input, input.core), robustness })),
    },
    ...(advice.recommendation ? [recordStep(context, input, advice.warnings)] : []),
  ];
  const text = renderEnding(advice, await reportContext(context, options), steps, io.stdout.rows ?? 24);
  return printed(text, options, advice.recommendation ? EXIT.ok : EXIT.notFeasible);
}

/** The command that writes the starter of a report: with the values that the answers gave it. */
function starterStep({ argv, answers, snippet }: Advice, { rules, starters }: Context): NextStep[] {
  if (!snippet) return [];
  const { protocol, language, role, values } = snippet;
  const slots = findStarter(starters, snippet)?.slots ?? {};
  const own = Object.entries(values).filter(([name, value]) => value !== slots[name]?.default);
  const set = own.flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const words = [...snippetCommand(argv, { protocol, language }), ...set, '--out', `${protocol}-${role}`];
  const isAsked = languageAnswer(rules, answers) !== undefined;
  const others = isAsked ? [] : languagesOf(starters, snippet).filter((one) => one !== language);
  return [
    { label: 'Starter', command: shellLine(words) },
    ...(others.length > 0 ? [{ label: 'Or with', command: `--language ${others.join(', ')}` }] : []),
  ];
}

/** The command that records the decision, with the warnings that the report shows. */
function recordStep(context: Context, input: CollectedInput, warnings: Advice['warnings']): NextStep {
  const command = shortCommand(input.answers, shortContext(context, input, input.core));
  return { label: 'Record it', command: shellLine(recordCommand(command, warningsToAccept(warnings))) };
}

/** The report as `recommend` gives it; of text, with the command that records the decision. */
async function wholeReport(context: Context, input: CollectedInput, options: Options<'wizard'>): Promise<Result> {
  const { format = 'text', quiet, accessible } = options;
  const result = await report(context, input, options);
  if (format !== 'text' || quiet) return result;
  const { answers, core, overrides } = input;
  const { warnings } = decide(context.rules, answers, { core, ...(overrides && { overrides }) });
  const { command } = recordStep(context, input, warnings);
  const hint =
    result.exitCode === EXIT.ok ? `\nTo record it, so that "wirewise check" can verify it later:\n  ${command}\n` : '';
  const documents = result.documents.map((document) => ({
    ...document,
    text: (accessible ? withoutBars(document.text) : document.text) + hint,
  }));
  return { ...result, documents };
}

/** A screen reader reads out every block of a bar. */
function withoutBars(text: string): string {
  return text.replace(/ *[\u2580-\u259f]+(?=\s*$)/gmu, '');
}

/** Whether it can prompt: stdin and stderr are terminals, and neither `CI` nor `--no-input` is set. */
function canAsk({ io }: Context, { input }: Options<'wizard'>): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true && !isOn(io.env['CI']) && input;
}

/** The error where it cannot prompt, with a command that works instead, made from the given flags. */
function cannotAsk({ answers, overrides, core }: CollectedInput, context: Context): Failure {
  const command = isMereDefault({ answers, overrides })
    ? `wirewise recommend --preset ${context.rules.presets[0]?.id ?? ''}`
    : equivalentCommand(answers, { ...context, overrides, core });
  return new Failure(
    EXIT.usage,
    [
      'error: Cannot ask questions here: that needs a terminal, no CI and no --no-input.',
      'Usage: wirewise recommend [flags]   questions without a flag stay open',
      'This works:',
      `  ${command}`,
    ].join('\n'),
  );
}
