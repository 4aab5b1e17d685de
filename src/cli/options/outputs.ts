import { expectedNames } from '../../text/did-you-mean.ts';
import { usageFailure } from '../errors.ts';
import type { OptionValues } from '../program/question-flags.ts';

/** A format, and the file that gets it; `undefined`: stdout, or what `--output` names. */
export interface Output {
  readonly format: string;
  readonly path: string | undefined;
}

/**
 * What `--format` asks for, given once or several times as `FORMAT` or `FORMAT=FILE`; text when it is not given.
 *
 * @throws Failure when a format is unknown, two go to one place, or `--output` has nothing to write
 */
export function readOutputs(options: OptionValues, allowed: readonly string[]): Output[] {
  const given = Array.isArray(options['format']) ? options['format'].map(String) : [];
  const words = [...given, ...(options['json'] === true ? ['json'] : [])];
  const outputs = (words.length > 0 ? words : ['text']).map((word) => readOutput(word, allowed));
  const toStdout = outputs.filter(({ path }) => path === undefined);
  if (toStdout.length > 1) {
    const names = toStdout.map(({ format }) => format).join(' and ');
    throw usageFailure([`Expected one format for stdout, got ${names}. Write --format ${toStdout[0]?.format}=FILE.`]);
  }
  const output = options['output'];
  if (toStdout.length === 0 && output !== undefined) {
    throw usageFailure(['Unexpected --output: every format has its own file. Add one without "=FILE".']);
  }
  const paths = [...outputs.flatMap(({ path }) => path ?? []), ...(typeof output === 'string' ? [output] : [])];
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) throw usageFailure([`Duplicate file ${twice}: each format needs its own.`]);
  return outputs;
}

function readOutput(word: string, allowed: readonly string[]): Output {
  const at = word.indexOf('=');
  const format = at < 0 ? word : word.slice(0, at);
  if (!allowed.includes(format)) {
    throw usageFailure([`Unknown format "${format}".${expectedNames(format, allowed)}`]);
  }
  const path = at < 0 ? undefined : word.slice(at + 1);
  if (path === '') throw usageFailure([`Expected a file after --format ${format}=.`]);
  return { format, path: path === '-' ? undefined : path };
}
