/** Flags whose values have a form of their own. */
import { DECISION_FIELDS } from '../../documents/decision-fields.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { splitOnce } from '../../text/lists.ts';
import { UNPRINTABLE } from '../../text/printable.ts';
import { usageFailure } from '../errors.ts';
import { listFlag, singleFlag, type ValueFlag } from './flags.ts';

/** `--format`, for a command that prints one format; `undefined` for its default, the first one. */
export function formatFlag(formats: readonly string[]): ValueFlag<string | undefined> {
  const says = formats.map((format, at) => (at === 0 ? `${format} (default)` : format)).join(', ');
  const read = (format: string) => {
    if (formats.includes(format)) return format;
    throw usageFailure([`Unknown format "${format}". Expected ${formats.join(', ')}.`]);
  };
  return { ...singleFlag('<format>', says, undefined, read, 'f'), choices: formats };
}

/** A format, and the file that gets it; `undefined`: stdout, or the file of `--output`. */
export interface FormatOutput {
  readonly format: string;
  readonly path: string | undefined;
}

/** `--format FORMAT` or `--format FORMAT=FILE`, for a command that writes several formats in one run. */
export function outputsFlag(formats: readonly string[]): ValueFlag<readonly FormatOutput[]> {
  return {
    kind: 'value',
    short: 'f',
    value: '<format[=file]>',
    says: `${formats.join(', ')}; ${formats[0]} by default; repeatable with =FILE`,
    absent: [],
    isRepeatable: true,
    choices: formats,
    read: (texts) => texts.map((text) => readOutput(text, formats)),
  };
}

function readOutput(text: string, formats: readonly string[]): FormatOutput {
  const [format, path] = splitOnce(text, '=');
  if (!formats.includes(format)) throw usageFailure([`Unknown format "${format}".${expectedNames(format, formats)}`]);
  if (path === '') throw usageFailure([`Expected a file after --format ${format}=.`]);
  return { format, path: path === '-' ? undefined : path };
}

/** `--fields A,B`: which fields of a decision to print; all of them where it is not given. */
export function fieldsFlag(known = DECISION_FIELDS): ValueFlag<readonly string[]> {
  const flag = listFlag('<fields>', 'print only these fields, as JSON: recommendation,warnings', ',');
  const read = (texts: readonly string[], name: string) => {
    const fields = flag.read(texts, name);
    const unknown = fields.filter((field) => !known.includes(field));
    if (unknown.length === 0) return fields;
    throw usageFailure(unknown.map((field) => `Unknown field "${field}".${expectedNames(field, known)}`));
  };
  return { ...flag, choices: known, read };
}

/** `--set NAME=VALUE`, repeatable; the last value of a name counts. */
export function settingsFlag(says: string): ValueFlag<Readonly<Record<string, string>>> {
  const read = (pair: string): readonly [string, string] => {
    const [name, value] = splitOnce(pair, '=');
    if (name !== '' && value !== undefined) return [name, value];
    throw usageFailure([`Expected --set NAME=VALUE, got "${pair}".`]);
  };
  return {
    kind: 'value',
    value: '<name=value>',
    says,
    absent: {},
    isRepeatable: true,
    read: (texts) => Object.fromEntries(texts.map(read)),
  };
}

/** Text for people, without spaces around it. */
export function proseFlag(
  says: string,
  { longest, isMultiline }: { readonly longest: number; readonly isMultiline: boolean },
): ValueFlag<string | undefined> {
  return singleFlag('<text>', says, undefined, (typed, flag) => {
    const text = typed.trim();
    if (text === '') throw usageFailure([`Expected some text after --${flag}.`]);
    if (text.length > longest) throw usageFailure([`Expected at most ${longest} characters after --${flag}.`]);
    const plain = isMultiline ? text.replaceAll('\n', ' ') : text;
    if (plain.search(UNPRINTABLE) >= 0)
      throw usageFailure([`Unexpected control character after --${flag}. Take it out.`]);
    return text;
  });
}
