/** The words of every fault that the loader of rule packs reports. */
import { didYouMean, expectedNames } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { describe, show } from '../yaml/form-messages.ts';
import { message } from '../yaml/message.ts';

interface Name {
  readonly name: string;
  /** The names that exist. */
  readonly known: readonly string[];
  readonly [arg: string]: unknown;
}

interface Value {
  readonly value: unknown;
  readonly [arg: string]: unknown;
}

type Texts = { readonly [arg: string]: string };

const near = ({ name, known }: Name) => didYouMean(name, known);

/** Of names, in cells, conditions, effects and elsewhere. */
export const NAMES = {
  unknown: message(
    'unknown-name',
    ({ kind, ...name }: Name & { kind: string }) => `Unknown ${kind} "${printable(name.name)}".${near(name)}`,
  ),
  unknownAnswer: message(
    'unknown-name',
    ({ value, question, values }: Value & { question: string; values: readonly (string | boolean)[] }) => {
      const isQuoted =
        typeof value === 'string' && values.some((known) => typeof known !== 'string' && String(known) === value);
      const hint =
        typeof value !== 'string' ? '' : isQuoted ? ' Remove the quotes.' : didYouMean(value, values.map(String));
      return `Unknown answer ${show(value)} of ${question}. Expected ${values.join(', ')}.${hint}`;
    },
  ),
  unknownPlaceholder: message(
    'unknown-name',
    ({ isFigure, ...name }: Name & { isFigure: boolean }) =>
      `Unknown placeholder "{${printable(name.name)}}".${isFigure ? ' The mistake has no "estimate".' : near(name)}`,
  ),
  unknownKey: message('unknown-key', ({ name, known }: Name) => {
    const hint = didYouMean(name, known) || ` Expected ${known.join(' or ')}.`;
    return `Unknown key "${printable(name)}".${hint}`;
  }),
  former: message(
    'former-name',
    ({ kind, name, current }: Texts) => `The ${kind} "${name}" is now called "${current}". Rename it.`,
  ),
  formerTwice: message(
    'duplicate-key',
    ({ name, current }: Texts) => `Duplicate key: "${name}" is now called "${current}". Keep one of them.`,
  ),
  formerTaken: message(
    'duplicate-id',
    ({ name }: Texts) => `Duplicate former id "${printable(name ?? '')}": another criterion has it.`,
  ),
  reservedQuestion: message(
    'reserved-name',
    ({ name }: Texts) => `Unexpected question id "${name}": the word is reserved. Choose another.`,
  ),
  reserved: message('reserved-name', ({ name }: Texts) => `Unexpected id "${name}": the word is reserved.`),
  inEarlierPack: message(
    'duplicate-id',
    ({ kind, name }: { kind: string; name: string }) =>
      `Duplicate ${kind} "${name}": an earlier pack has it. ${remedy(kind)}`,
  ),
  repeated: message(
    'duplicate-id',
    ({ kind, name, file, line }: { kind: string; name: string | boolean; file: string; line: number }) =>
      `Duplicate ${kind} "${name}", first in ${printable(file)}:${line}. ${remedy(kind)}`,
  ),
  repeatedScenario: message('duplicate-id', ({ name }: Texts) => `Duplicate scenario "${name}". Choose another id.`),
  /** Of answers: the core says what is wrong with them. */
  wrongAnswer: message('wrong-answer', ({ text }: { text: string }) => text),
  unknownQuestion: message('unknown-name', ({ text }: { text: string }) => text),
} as const;

function remedy(kind: string): string {
  return kind === 'protocol' ? 'To change its cells, write "extends: true" and the cells alone.' : 'Choose another id.';
}

export const CONDITIONS = {
  noMap: refused(({ value }: Value) => `Expected a map of tests, such as "{ question: answer }", got ${show(value)}.`),
  noList: refused(({ value, of }: Value & { of: string }) => `Expected a list of ${of}, got ${show(value)}.`),
  noCount: refused(({ value }: Value) => `Expected "{ atLeast: 2, of: [ … ] }", got ${show(value)}.`),
  wrongCount: refused(
    ({ value, most }: Value & { most: number }) =>
      `Expected a whole number from 1 to ${most}, the number of conditions, got ${show(value)}.`,
  ),
  noRanking: refused(
    ({ key }: Texts) => `Unexpected "${key}": only mistakes, needs, meanings and combinations may look at the ranking.`,
  ),
  noEstimate: refused(() => 'Unexpected "saving": only a mistake with an "estimate" may look at what is saved.'),
  noProtocol: refused(({ value }: Value) => `Expected the id of a protocol, got ${show(value)}.`),
  noBoolean: refused(({ value }: Value) => `Expected true or false, got ${show(value)}.`),
  notANumber: refused(
    ({ question }: Texts) =>
      `Expected an answer of ${question}, a list of them, or "{ given: true }": it is no number.`,
  ),
  noBound: refused(({ value }: Value) => `Expected a number, got ${show(value)}.`),
  noRange: refused(({ value }: Value) => `Expected a range, such as "{ from: 10, below: 100 }", got ${show(value)}.`),
  emptyRange: refused(
    ({ from, below }: { from: number; below: number }) =>
      `Expected "from" to be less than "below": no number is from ${from} and below ${below}.`,
  ),
  onlyRanges: refused(
    ({ value, question }: Value & { question: string }) =>
      `Expected "{ from: …, below: … }" or "{ given: true }" for the number ${question}, got ${show(value)}.`,
  ),
  noAnswer: refused(({ question }: Texts) => `Expected at least one answer of ${question}.`),
  lastHasWhen: message('wrong-value', () => 'Expected no "when" on the last entry: it counts when no other does.'),
  missingWhen: message('missing-key', () => 'Missing "when": the entries after this one would never count.'),
} as const;

function refused<Args extends Readonly<Record<string, unknown>>>(text: (args: Args) => string) {
  return message('wrong-condition', text);
}

/** Of criteria, protocols and their cells. */
export const PROTOCOLS = {
  tableOrder: message(
    'table-order',
    () => 'Expected the rows of the table first: move this criterion up, before those without "table: true".',
  ),
  missingCell: message('missing-cell', ({ criterion }: Texts) => `Missing cell "${criterion}". Add it under "cells".`),
  missingCellOf: message(
    'missing-cell',
    ({ criterion, protocol }: Texts) =>
      `Missing cell "${criterion}" of the protocol ${protocol}. Add it in protocols/${protocol}.yaml, with "id: ${protocol}" and "extends: true".`,
  ),
  repeatedCell: message(
    'duplicate-key',
    ({ protocol, file, line }: { protocol: string; file: string; line: number }) =>
      `Duplicate cell of ${protocol}: also in ${printable(file)}:${line}. Keep one of them.`,
  ),
  itself: message('wrong-value', () => 'Expected another protocol than this one itself.'),
  asyncapiTwice: message('wrong-value', () => 'Expected either "asyncapi" or "withoutAsyncapi", not both.'),
} as const;

export const QUESTIONS = {
  noLanguages: message('missing-file', () => 'Missing languages.yaml: it contains the answers of this question.'),
  noneOfOne: message('wrong-value', () => 'Expected "noneLabel" only where "kind" is choices.'),
  noneTaken: message(
    'wrong-value',
    ({ name }: Texts) => `Unexpected "noneLabel": one of the options has the id "${name}".`,
  ),
  usualTwice: message('wrong-value', () => 'Expected at most one option with "usual: true".'),
  noEffect: message('missing-key', () => 'Missing "requires" or "weighs": an effect has at least one of them.'),
  yesAndNo: message('wrong-value', () => 'Expected one option with "id: true" and one with "id: false".'),
  twoBounds: message('wrong-value', () => 'Expected exactly one of "above" and "atLeast" for a number.'),
  noBound: message('missing-key', () => 'Expected exactly one of "above" and "atLeast" for a number.'),
  noBands: message('missing-key', () => 'Missing "options": a number that bears on the decision needs bands.'),
  firstFrom: message(
    'wrong-bands',
    () => 'Expected no "from" on the first band: it begins at the smallest number accepted.',
  ),
  missingFrom: message('wrong-bands', () => 'Missing "from": every band but the first says where it begins.'),
  wrongFrom: message(
    'wrong-bands',
    ({ before, from }: { before: number; from: number }) =>
      `Expected "from" above ${before}, where the band before begins, got ${from}.`,
  ),
  wrongTypical: message('wrong-bands', ({ value }: Value) => `Expected "typical" inside its band, got ${show(value)}.`),
  circle: message(
    'circular-when',
    ({ ids }: { ids: readonly string[] }) => `Unexpected circle of "when": ${ids.join(' → ')}.`,
  ),
  noNumber: message('wrong-value', ({ question }: Texts) => `Expected a question for a number, ${question} is none.`),
  todo: message('todo', ({ what }: Texts) => `${what} is still to be filled in.`),
} as const;

/** Of the files and folders of a pack. */
export const FILES = {
  noFolder: message('missing-folder', ({ wanted, cause }: Texts) => `Expected ${wanted}: ${cause}.`),
  noFolderFrom: message(
    'missing-folder',
    ({ wanted, path, cause }: Texts) => `Expected ${wanted}, relative to this file: ${path}: ${cause}.`,
  ),
  unreadable: message('unreadable-file', ({ cause }: Texts) => `Expected a readable file: ${cause}.`),
  noScenarios: message(
    'unreadable-file',
    ({ name }: Texts) => `Expected a readable file of scenarios, ${name}: there is none.`,
  ),
  tooLarge: message(
    'file-too-large',
    ({ most, size }: { most: number; size: number }) => `Expected at most ${most} bytes, got ${size}. Split the pack.`,
  ),
  notUtf8: message('not-utf8', () => 'Expected UTF-8, found other bytes. Save the file as UTF-8.'),
  noId: message('file-name', () => 'Expected a file called <id>.yaml.'),
  noIdFolder: message('file-name', () => 'Expected a folder called by an id: lower-case letters, digits, hyphens.'),
  wrongId: message(
    'file-name',
    ({ wanted, value }: Value & { wanted: string }) =>
      `Expected the id ${show(wanted)}, the name of the file, got ${show(value)}.`,
  ),
  missing: message('missing-file', ({ name }: Texts) => `Missing ${name}: the first rule pack needs it.`),
  missingStarter: message('missing-file', () => 'Missing file: a starter needs it.'),
  noRules: message(
    'missing-file',
    ({ known }: { known: readonly string[] }) => `Expected rule files in this folder: ${known.join(', ')}.`,
  ),
  builtInOnly: message(
    'unexpected-file',
    ({ name }: Texts) => `Unexpected ${name}: they come with the built-in rules alone. Starters of a pack use those.`,
  ),
  unexpected: message('unexpected-file', ({ name, known }: Name) => {
    const hint = didYouMean(name, known) || expectedNames(name.replace(/\.yml$/i, '.yaml'), known);
    return `Unexpected name in a rule pack.${hint}`;
  }),
  unexpectedProtocol: message(
    'unexpected-file',
    () => 'Unexpected file among protocols: expected files called <id>.yaml alone.',
  ),
  unused: message(
    'unexpected-file',
    ({ user, manifest }: Texts) => `Unexpected file: no ${user} in ${manifest} uses it.`,
  ),
  noList: message(
    'wrong-type',
    ({ value, what }: Value & { what: string }) =>
      `Expected a list${what}, each entry beginning with "- id:", got ${describe(value)}.`,
  ),
  circle: message(
    'circular-extends',
    ({ way }: { way: readonly string[] }) => `Circle of packs: ${way.join(' → ')}. Remove one "extends".`,
  ),
  tooManyPacks: message(
    'circular-extends',
    ({ most }: { most: number }) => `Expected at most ${most} packs that extend each other. Remove one "extends".`,
  ),
} as const;
