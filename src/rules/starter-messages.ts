/** The words of every fault in starters, projects and proxies. */
import { didYouMean } from '../text/did-you-mean.ts';
import { show } from '../yaml/form-messages.ts';
import { message } from '../yaml/message.ts';

type Texts = { readonly [arg: string]: string };

export const STARTERS = {
  wrongPath: message('wrong-value', ({ path }: Texts) => `Expected a relative path of plain names, got ${show(path)}.`),
  inTheWay: message('wrong-value', ({ other }: Texts) => `Expected another path: ${show(other)} is in the way.`),
  missingVariant: message(
    'missing-key',
    ({ others }: { others: readonly string[] }) =>
      `Missing "variant": the product that these are for, other than ${others.join(', ')}.`,
  ),
  unexpectedVariant: message(
    'wrong-value',
    ({ name }: Texts) => `Unexpected variant: the folder ${name} is one of its own.`,
  ),
  undeclared: message(
    'unknown-name',
    ({ name, known }: { name: string; known: readonly string[] }) =>
      `Unknown value ${name}: not under "values".${didYouMean(name, known)}`,
  ),
  unusedValue: message('unknown-name', ({ name }: Texts) => `The value ${name} is in no file.`),
  noSlot: message('wrong-value', () => `Expected no "{{" outside a slot; a slot is a whole literal, '{{name}}'.`),
  noLiterals: message(
    'wrong-value',
    ({ path, endings }: { path: string; endings: readonly string[] }) =>
      `Unexpected value in a file like ${show(path)}: they can stand in .${endings.join(', .')}.`,
  ),
  wrongName: message(
    'wrong-value',
    ({ name }: Texts) => `Expected lower-case letters, digits and hyphens, got ${show(name)}.`,
  ),
  wrongKind: message(
    'wrong-type',
    ({ name, kind, value }: { name: string; kind: string; value: unknown }) =>
      `Expected ${kind} for ${name}, got ${show(value)}.`,
  ),
  outOfRange: message(
    'wrong-value',
    ({ name, value }: { name: string; value: number }) => `${name}: ${value} is out of its own range.`,
  ),
  wrongStart: message(
    'wrong-value',
    ({ name, value, starts }: { name: string; value: string; starts: readonly string[] }) =>
      `${name}: ${show(value)} does not start with ${starts.join(' or ')}.`,
  ),
  proof: message(
    'wrong-value',
    () => 'Expected "against" with the proofs survives, ran and compiled, and only with them.',
  ),
  survives: message('wrong-value', () => 'Expected "survives" with the proof survives, and only with it.'),
} as const;

export const PROJECTS = {
  unknownGroup: message('unknown-name', ({ group, name }: Texts) => `Unknown group "${group}" of the package ${name}.`),
  unknownMark: message('unknown-name', ({ mark }: Texts) => `Unknown mark {{${mark}}}.`),
  noLine: message('wrong-value', ({ group }: Texts) => `Expected a line of its own for {{${group}}} in a file.`),
} as const;

export const PROXIES = {
  unknownValue: message('unknown-name', ({ name }: Texts) => `Unknown value ${name}: not under "values".`),
  unknownFrame: message('unknown-name', ({ name }: Texts) => `Unknown frame ${name}: not under "frames".`),
  unusedDefault: message('unknown-name', ({ name }: Texts) => `The value ${name} is not in the file.`),
  noMark: message('wrong-value', () => 'Expected no "{{" outside a mark.'),
  proof: message('wrong-value', () => 'Expected "against" with the proof ran, and only with it.'),
} as const;
