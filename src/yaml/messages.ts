/** The words of every fault of a YAML file, whatever it is for. */
import { printable } from '../text/printable.ts';
import { message } from './message.ts';

interface Count {
  readonly most: number;
  readonly [arg: string]: unknown;
}

type Texts<Names extends string> = Readonly<Record<Names, string>>;

/** Of the file as a whole. */
export const FILE = {
  empty: message('empty-file', () => 'Expected rules, the file is empty. Fill it or delete it.'),
  notUtf8: message('not-utf8', () => 'Expected UTF-8, found other bytes. Save the file as UTF-8.'),
  tooManyLines: message('file-too-large', ({ most }: Count) => `Expected at most ${most} lines.`),
  tooDeep: message('too-deep', ({ most }: Count) => `Expected at most ${most} levels of maps and lists.`),
  tooManyValues: message(
    'too-many-aliases',
    ({ most }: Count) => `Expected at most ${most} values, counting each alias as what it stands for. Use fewer.`,
  ),
  control: message(
    'control-character',
    ({ character }: Texts<'character'>) => `Unexpected character ${printable(character)}. Remove it.`,
  ),
};

/** Of its syntax. */
export const SYNTAX = {
  /** `said` is the message of the parser, without what it quotes of the file. */
  parser: message('yaml-syntax', ({ fault, said }: Texts<'fault' | 'said'>) => parserInWords(fault, said)),
  secondDocument: message('yaml-syntax', () => 'Expected one document, here begins a second. Remove one of them.'),
  version: message('yaml-syntax', () => 'Expected YAML 1.2. Remove the line that begins with "%YAML".'),
  tag: message('yaml-syntax', ({ tag }: Texts<'tag'>) => `Unexpected tag ${tag}. Remove it.`),
  alias: message('yaml-syntax', ({ name }: Texts<'name'>) => `Expected *${name} to stand after the end of &${name}.`),
};

/** Of keys and texts. */
export const CONTENT = {
  duplicateKey: message(
    'duplicate-key',
    ({ name, line }: { readonly name: string; readonly line: number }) =>
      `Duplicate key "${printable(name)}", first in line ${line}. Keep one of them.`,
  ),
  reservedKey: message(
    'reserved-name',
    ({ name }: Texts<'name'>) => `Unexpected key "${name}": the name is reserved. Choose another.`,
  ),
  control: message(
    'control-character',
    ({ character }: Texts<'character'>) => `Unexpected character ${printable(character)} in the text. Remove it.`,
  ),
};

function parserInWords(fault: string, said: string): string {
  if (fault === 'NON_STRING_KEY') return 'Expected a name as the key, got a list or a map.';
  const sentence = printable(said)
    .replace(/(["'])quote$/, '$1')
    .replace(/\.?$/, '.');
  if (fault === 'BLOCK_AS_IMPLICIT_KEY')
    return `${sentence} Put a text that contains ": " in quotes, or on the next line after >-`;
  const bracket = /^Flow (?:sequence|map) in block collection .* end with a ([\]}])/.exec(sentence)?.[1];
  if (bracket !== undefined) return `Expected "${bracket}" before this line, or the line indented.`;
  if (fault === 'TAB_AS_INDENT') return `${sentence} Indent by two spaces.`;
  return sentence;
}
