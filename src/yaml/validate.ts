/** Validates values against forms, and turns the issues of zod into messages with places. */
import type { z } from 'zod';
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import type { Findings } from './diagnostics.ts';
import type { Path, Written } from './node.ts';

type Issue = z.core.$ZodIssue;

/** Returns the value that the form makes of a node; `undefined` when it does not fit, with the reasons in `findings`. */
export function matchForm<Form extends z.ZodType>(
  node: Written,
  form: Form,
  findings: Findings,
): z.output<Form> | undefined {
  const parsed = form.safeParse(node.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) report(node, issue, findings);
  return undefined;
}

function report(top: Written, issue: Issue, findings: Findings): void {
  const node = top.follow(steps(issue.path));
  if (issue.code === 'unrecognized_keys') {
    const hints = issue.message.split('\n');
    if (isForeign(top, issue.path, issue.keys, hints)) {
      findings.add(
        node.place(),
        'unknown-key',
        `Unknown keys: none of the ${issue.keys.length} is expected here. ${hints[0]}`,
      );
      return;
    }
    for (const [index, key] of issue.keys.entries()) {
      const place = top.file.place([...top.path, ...steps(issue.path), key], 'key');
      findings.add(place, 'unknown-key', `Unknown key "${printable(key)}". ${hints[index] ?? ''}`.trimEnd());
    }
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    reportUnion(top, node, issue.errors, steps(issue.path), findings);
    return;
  }
  if (node.value === undefined) {
    const key = String(issue.path.at(-1) ?? '');
    findings.add(node.place(), 'missing-key', `Missing "${key}": expected ${expected(issue)}.`);
    return;
  }
  const code = issue.code === 'invalid_type' ? 'wrong-type' : 'wrong-value';
  const got = isTop(node) ? describe(node.value) : show(node.value);
  findings.add(node.place(), code, valueProblem(issue, node.value, got));
}

/**
 * One sentence about a value that does not fit: what was expected, what is there, and the nearest right word.
 *
 * @param got the value in words
 */
export function valueProblem(issue: Issue, value: unknown, got = show(value)): string {
  return `Expected ${expected(issue)}, got ${got}.${hint(issue, value)}`;
}

/**
 * Whether the top of a file, or of an entry of its list, has nothing to do with the form. Then it may be a file that a
 * link passes off as a rule file, and what it holds is not to be printed.
 */
function isForeign(
  top: Written,
  path: readonly PropertyKey[],
  keys: readonly string[],
  hints: readonly string[],
): boolean {
  const isNear = hints.some((hint) => hint.startsWith('Did you mean'));
  return path.length === 0 && isTop(top) && !isNear && keys.length === top.keys().length;
}

/** Whether a node is the whole of a file, or an entry of the list that is. */
function isTop({ path }: Written): boolean {
  return path.every((step) => typeof step === 'number');
}

/** Of several forms, the author probably meant the one whose type fits. */
function reportUnion(top: Written, node: Written, branches: Issue[][], path: Path, findings: Findings): void {
  const meant = branches.filter((issues) => issues.every((issue) => issue.path.length > 0));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    for (const issue of only) report(top, { ...issue, path: [...path, ...issue.path] }, findings);
    return;
  }
  const all = branches.flat();
  const near = all.map((issue) => hint(issue, node.value)).find((one) => one !== '') ?? '';
  const wanted = [...new Set(all.map(expected))].join(' or ');
  findings.add(node.place(), 'wrong-value', `Expected ${wanted}, got ${show(node.value)}.${near}`);
}

function steps(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
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
