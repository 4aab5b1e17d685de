import type { Input } from '../../../core/overrides.ts';
import type { Advice, Format } from '../../../report/advice.ts';
import { FORMATS } from '../../../report/formats.ts';
import { type Action, type Context, type Result, reportContext } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import { formatOf } from '../../options/format.ts';
import { readRobustness } from '../../options/robustness-flags.ts';
import type { OptionValues } from '../../program/question-flags.ts';
import { advise } from './advise.ts';

/** `wirewise recommend`: decides from what is given, never asks. */
export const recommend: Action = async (context, _args, options) => {
  if (options['from'] !== undefined) return (await import('./from-file.ts')).renderSaved(context, options);
  const input = await collectInput(context.rules, options, context.io);
  return report(context, input, options);
};

/** The report on these answers, in the format that was asked for. */
export async function report(context: Context, input: Input, options: OptionValues): Promise<Result> {
  const advice = advise(context.rules, context.starters, {
    ...input,
    all: options['all'] === true,
    rulesDirs: context.rulesDirs,
    isProjectIgnored: context.isProjectIgnored,
    // The id alone needs no draws.
    robustness: isBrief(options) ? false : readRobustness(options),
    cwd: context.io.cwd,
  });
  return present(context, advice, options);
}

/** A decision that is made, in the format that was asked for; the exit code says whether there is anything to use. */
export async function present(context: Context, advice: Advice, options: OptionValues): Promise<Result> {
  const exitCode = advice.recommendation ? EXIT.ok : EXIT.notFeasible;
  if (isBrief(options)) {
    return { text: advice.recommendation ? `${advice.recommendation.protocol}\n` : '', exitCode };
  }
  const format = FORMATS[formatOf(options, Object.keys(FORMATS))];
  if (!format) throw new TypeError('Every format that is allowed has its entry.');
  const title = readTitle(options, format);
  if (format.isPainted) {
    return { text: (await format.load()).render(advice, await reportContext(context, options)), exitCode };
  }
  const { render, fileName } = await format.load();
  const { rules, io } = context;
  // What is kept bears a date; the rest is the same on every day.
  const day = fileName && (await import('../../output/today.ts')).today(io);
  const documentContext = { rules, ...(title !== undefined && { title }), ...(day !== undefined && { today: day }) };
  const text = render(advice, documentContext);
  if (typeof text !== 'string') {
    throw new Failure(advice.recommendation ? EXIT.usage : exitCode, `error: ${text.problem}`);
  }
  return { text, exitCode, ...(fileName && { keptAs: fileName(advice, documentContext) }) };
}

/** `--title`, for the formats that have a place for it. */
function readTitle({ title }: OptionValues, format: Format): string | undefined {
  if (title === undefined) return undefined;
  if (format.isPainted || !format.isTitled) {
    const titled = Object.entries(FORMATS).flatMap(([name, one]) => (!one.isPainted && one.isTitled ? [name] : []));
    throw usageFailure([`Expected --format ${titled.join(' or ')} with --title.`]);
  }
  const text = String(title).trim();
  if (text === '') throw usageFailure(['Expected some text after --title.']);
  return text;
}

/** `--quiet` asks for the id alone; who names a format as well wants that format, and nothing beside it. */
function isBrief({ quiet, json, format }: OptionValues): boolean {
  return quiet === true && json !== true && format === undefined;
}
