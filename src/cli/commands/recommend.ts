import { FORMATS } from '../../report/formats.ts';
import { advise } from '../advise.ts';
import { collectInput, type Input } from '../collect-answers.ts';
import { type Action, type Context, type Result, reportContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import type { OptionValues } from '../question-flags.ts';

/** `wirewise recommend`: decides from what is given, never asks. */
export const recommend: Action = async (context, _args, options) => {
  const input = await collectInput(context.rules, options, context.io);
  return report(context, input, options);
};

/** The report on these answers, in the format that was asked for. */
export async function report(context: Context, input: Input, options: OptionValues): Promise<Result> {
  const advice = advise(context.rules, context.starters, {
    ...input,
    all: options['all'] === true,
    rulesDirs: context.rulesDirs,
    cwd: context.io.cwd,
  });
  const exitCode = advice.recommendation ? EXIT.ok : EXIT.notFeasible;
  if (options['quiet'] === true) {
    return { text: advice.recommendation ? `${advice.recommendation.protocol}\n` : '', exitCode };
  }
  const load = FORMATS[formatOf(options)];
  if (!load)
    throw usageFailure([`Unknown format "${formatOf(options)}". Expected ${Object.keys(FORMATS).join(', ')}.`]);
  const { render } = await load();
  const text = render(advice, await reportContext(context, options));
  return { text, exitCode };
}

function formatOf(options: OptionValues): string {
  if (options['json'] === true) return 'json';
  return typeof options['format'] === 'string' ? options['format'] : 'text';
}
