import { DEFAULT_ROBUSTNESS } from '../../../core/decide.ts';
import { pickFields } from '../../../documents/decision-fields.ts';
import { doubtInWords } from '../../../phrases/doubt.ts';
import type { Advice, Format } from '../../../report/advice.ts';
import { FORMATS } from '../../../report/formats.ts';
import type { LiveParts } from '../../../report/html/live.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { type Context, noticeOf, printed, type Result, reportContext } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import type { CollectedInput } from '../../input/collected-input.ts';
import { type DecisionOptions, type Options, robustnessOf } from '../../options/options.ts';
import { advise } from './advise.ts';

/** `wirewise recommend`: decides from what is given, and never asks. */
export async function recommend(
  context: Context,
  _words: readonly string[],
  options: Options<'recommend'>,
): Promise<Result> {
  if (options.from !== undefined) {
    const { readSaved } = await import('./from-file.ts');
    return present(context, await readSaved(context, options.from, options), options);
  }
  const input = await collectInput(context.rules, options, context.io);
  return report(context, input, options);
}

/** The options of a report. `fields` and `starter` are those of `recommend` alone. */
type ReportOptions = DecisionOptions & Partial<Pick<Options<'recommend'>, 'fields' | 'starter'>>;

/** Decides from these answers, and renders the decision. */
export async function report(context: Context, input: CollectedInput, options: ReportOptions): Promise<Result> {
  const advice = advise(context.rules, context.starters, {
    ...input,
    rulesDirs: context.rulesDirs,
    isProjectIgnored: context.isProjectIgnored,
    // `--quiet` prints the id alone, which needs no samples.
    robustness: isBrief(options) ? false : robustnessOf(options, samplesByDefault(options)),
    starter: options.starter !== false && !isBrief(options),
    cwd: context.io.cwd,
  });
  return present(context, advice, options);
}

/** Renders a decision in the format of the options. The exit code says whether a protocol is feasible. */
async function present(context: Context, advice: Advice, options: ReportOptions): Promise<Result> {
  const exitCode = advice.recommendation ? EXIT.ok : EXIT.notFeasible;
  if (options.fields?.length) return printed(onlyFields(advice, options.fields, options), options, exitCode);
  if (isBrief(options)) {
    const doubt = doubtInWords(advice);
    if (doubt !== undefined) context.io.stderr.write(`note: ${doubt}\n`);
    return printed(advice.recommendation ? `${advice.recommendation.protocol}\n` : '', options, exitCode);
  }
  const format = FORMATS[options.format ?? 'text'];
  if (!format) throw new TypeError('Every format that is allowed has its entry.');
  const title = readTitle(options, format);
  const live = await readLive(context, advice, options, format);
  if (format.isPainted) {
    const text = (await format.load()).render(advice, await reportContext(context, options));
    return { documents: [{ text, path: options.output, notice: noticeOf(options) }], exitCode };
  }
  const { render, fileName } = await format.load();
  const { rules, io } = context;
  // Documents that a team keeps have a date. Other formats do not depend on the day.
  const day = fileName && (await import('../../output/today.ts')).today(io);
  const documentContext = {
    rules,
    ...(title !== undefined && { title }),
    ...(day !== undefined && { today: day }),
    ...(live && { live }),
  };
  const text = render(advice, documentContext);
  if (typeof text !== 'string') {
    throw new Failure(advice.recommendation ? EXIT.usage : exitCode, `error: ${text.problem}`);
  }
  const { output, force, quiet } = options;
  const numbered = fileName && { name: fileName(advice, documentContext), force, quiet };
  return { documents: [{ text, path: output, notice: noticeOf(options), ...(numbered && { numbered }) }], exitCode };
}

/** A page shows the robustness unasked: nobody can ask it for more. */
function samplesByDefault({ format }: DecisionOptions): number {
  return format === 'html' ? DEFAULT_ROBUSTNESS.samples : 0;
}

function onlyFields(advice: Advice, fields: readonly string[], { format }: DecisionOptions): string {
  if (format !== undefined && format !== 'json') throw usageFailure(['Expected --format json with --fields.']);
  return safeJson(pickFields(advice, fields));
}

/** The title; refused for formats that have no place for it. */
function readTitle({ title }: DecisionOptions, format: Format): string | undefined {
  if (title === undefined) return undefined;
  if (format.isPainted || !format.isTitled) {
    const titled = Object.entries(FORMATS).flatMap(([name, one]) => (!one.isPainted && one.isTitled ? [name] : []));
    throw usageFailure([`Expected --format ${titled.join(' or ')} with --title.`]);
  }
  const text = title.trim();
  if (text === '') throw usageFailure(['Expected some text after --title.']);
  return text;
}

/** The program for a page whose reader can try other answers; refused for formats that are no page. */
async function readLive(
  context: Context,
  { answers, overrides, ranking, excluded }: Advice,
  { live }: DecisionOptions,
  format: Format,
): Promise<LiveParts | undefined> {
  if (!live) return undefined;
  if (format.isPainted || !format.isLive) throw usageFailure(['Expected --format html with --live.']);
  const { liveParts } = await import('../explore/live-parts.ts');
  const core = [...ranking, ...excluded].every(({ tier }) => tier === 'core');
  return liveParts(context, { answers, overrides, core });
}

/** Whether to print the id alone: with `--quiet`, unless a format is given, too. */
function isBrief({ quiet, format }: DecisionOptions): boolean {
  return quiet && format === undefined;
}
