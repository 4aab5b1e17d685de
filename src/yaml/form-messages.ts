/** The words of what does not fit a form: the issues of zod. */
import type { z } from 'zod';
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { message } from './message.ts';

export type Issue = z.core.$ZodIssue;

interface Misfit {
  readonly issue: Issue;
  readonly value: unknown;
  readonly [arg: string]: unknown;
}

/** Of a value in its form. */
export const FORM = {
  unknownKeys: message(
    'unknown-key',
    ({ count, hint }: { readonly count: number; readonly hint: string }) =>
      `Unknown keys: none of the ${count} is expected here. ${hint}`,
  ),
  unknownKey: message('unknown-key', ({ key, hint }: { readonly key: string; readonly hint: string }) =>
    `Unknown key "${printable(key)}". ${hint}`.trimEnd(),
  ),
  missingKey: message(
    'missing-key',
    ({ key, issue }: { readonly key: string; readonly issue: Issue }) =>
      `Missing "${key}": expected ${expected(issue)}.`,
  ),
  wrongType: message('wrong-type', misfitInWords),
  wrongValue: message('wrong-value', misfitInWords),
  /** Of several forms none fits. */
  noneFits: message(
    'wrong-value',
    ({ issues, value }: { readonly issues: readonly Issue[]; readonly value: unknown }) => {
      const near = issues.map((issue) => hint(issue, value)).find((one) => one !== '') ?? '';
      const wanted = [...new Set(issues.map(expected))].join(' or ');
      return `Expected ${wanted}, got ${show(value)}.${near}`;
    },
  ),
};

function misfitInWords({ issue, value, isWhole }: Misfit & { readonly isWhole: boolean }): string {
  return valueProblem(issue, value, isWhole ? describe(value) : show(value));
}

/**
 * One sentence about a value that does not fit: what was expected, what is there, and the nearest right word.
 *
 * @param got the value in words
 */
export function valueProblem(issue: Issue, value: unknown, got = show(value)): string {
  return `Expected ${expected(issue)}, got ${got}.${hint(issue, value)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return isOurs(issue.message)
        ? issue.message
        : oneOf(issue.values.map((value) => JSON.stringify(value) ?? String(value)));
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options.map(String)) : 'another value';
    case 'too_small':
      return size(
        issue.origin,
        Number(issue.minimum),
        issue.exact === true ? 'exactly' : issue.inclusive ? 'at least' : 'more than',
      );
    case 'too_big':
      return size(
        issue.origin,
        Number(issue.maximum),
        issue.exact === true ? 'exactly' : issue.inclusive ? 'at most' : 'less than',
      );
    default:
      return issue.message;
  }
}

/** Messages of zod begin with this word; those of our forms describe what was expected. */
function isOurs(message: string): boolean {
  return !message.startsWith('Invalid');
}

function size(origin: string, bound: number, relation: string): string {
  if (origin === 'string') return bound === 1 ? 'some text' : `${relation} ${bound} characters`;
  if (origin === 'array') return `${relation} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `a number of ${relation} ${bound}`;
}

function oneOf(names: readonly string[]): string {
  const words = names.map((name) => name.replace(/^"(.*)"$/, '$1'));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Describes a value in a few words, such as `a list of 2` or the text itself in quotes. */
export function show(value: unknown): string {
  const isShort = typeof value === 'string' && value.length <= 60;
  if (isShort) return `"${printable(value)}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describe(value);
}

/** Describes a value without what it holds, for the whole of a file: that may be no file of ours. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  return typeof value === 'string'
    ? value.length === 1
      ? 'text of 1 character'
      : `text of ${value.length} characters`
    : `a ${typeof value}`;
}

function hint(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type') {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    if (issue.expected === 'string' && isPlain) return ' Put it in quotes.';
    return typeof value === 'string' && reads(issue.expected, value) ? ' Remove the quotes.' : '';
  }
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    if (issue.values.some((allowed) => String(allowed) === value)) return ' Remove the quotes.';
    return didYouMean(value, issue.values.map(String));
  }
  if (
    issue.code === 'invalid_union' &&
    typeof value === 'string' &&
    'options' in issue &&
    Array.isArray(issue.options)
  ) {
    return didYouMean(value, issue.options.map(String));
  }
  return '';
}

function reads(type: string, text: string): boolean {
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text));
  return type === 'boolean' && (text === 'true' || text === 'false');
}
