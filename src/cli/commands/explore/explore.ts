import { shell } from '../../../explore/shell.ts';
import { type Context, noticeOf, type Result } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import type { Options } from '../../options/options.ts';
import { liveParts } from './live-parts.ts';

/** `wirewise explore`: one HTML file with the questionnaire and the live decision; the answers of flags and files are in it. */
export async function explore(
  context: Context,
  _words: readonly string[],
  options: Options<'explore'>,
): Promise<Result> {
  const { answers, overrides, core } = await collectInput(context.rules, options, context.io);
  const text = shell(await liveParts(context, { answers, overrides, core }));
  return { documents: [{ text, path: options.output, notice: noticeOf(options) }], exitCode: EXIT.ok };
}
