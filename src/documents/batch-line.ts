import type { Rules } from '../core/model.ts';
import { type Input, mergeOverrides } from '../core/overrides.ts';
import { isMap } from '../text/lists.ts';
import { printable } from '../text/printable.ts';
import type { BatchError, Label, LineProblem } from './batch-form.ts';
import { readAnswers } from './read-answers.ts';

/** A line after reading. With any problem, do not use `input`. */
export interface BatchLine {
  readonly label: Label;
  readonly input: Input;
  readonly problems: readonly LineProblem[];
}

const NO_INPUT: Input = { answers: {}, overrides: undefined };

/**
 * One line of a batch: a JSON object of answers, as an answers file holds them, or
 * `{ "id": …, "name": …, "answers": { … } }`. No question can be called `answers`: that is a flag.
 *
 * @param defaults for questions that the line does not mention; a `null` in the line means "not sure", and overrides them
 */
export function readBatchLine(rules: Rules, text: string, defaults: Input): BatchLine {
  let label: Label = {};
  const problems: LineProblem[] = [];
  try {
    const value = parse(text, problems);
    if (problems.length > 0) return { label, input: NO_INPUT, problems };
    const isEntry = isMap(value) && Object.hasOwn(value, 'answers');
    if (isEntry) label = readLabel(value, problems);
    const own = isEntry ? value['answers'] : value;
    const above = isEntry ? ['answers'] : [];
    if (own === null) problems.push({ path: above, message: 'Expected a map of answers, got null. None are {}.' });
    const { answers, overrides } = readAnswers(rules, withDefaults(own, defaults), (path, part, message) =>
      problems.push({ path: [...above, ...path], message: withHint(message, path, part, isEntry) }),
    );
    return { label, input: { answers, overrides: mergeOverrides(defaults.overrides, overrides) }, problems };
  } catch (error) {
    // JSON.parse accepts this depth, the messages about it do not.
    if (!(error instanceof RangeError)) throw error;
    return {
      label,
      input: NO_INPUT,
      problems: [{ path: [], message: 'Expected answers, got a value nested too deep.' }],
    };
  }
}

/** The object to print for a line with problems. */
export function batchError(line: number, label: Label, problems: readonly LineProblem[]): BatchError {
  const safe = problems.map(({ path, message }) => ({ path, message: printable(message, 1000) }));
  const first = safe[0]?.message ?? '';
  const message = safe.length === 1 ? first : `${safe.length} problems. ${first}`;
  return { schemaVersion: 1, line, ...label, error: { message, problems: safe } };
}

function parse(text: string, problems: LineProblem[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The position counts lines within this one line.
    const reason = error.message.replace(/ \(line 1 column \d+\)/, '');
    problems.push({ path: [], message: `Expected one JSON object on the line. ${reason}.` });
    return undefined;
  }
}

const LABELS = ['id', 'name'] as const;

function readLabel(entry: Readonly<Record<string, unknown>>, problems: LineProblem[]): Label {
  const label: { id?: string | number; name?: string | number } = {};
  for (const key of LABELS) {
    const value = entry[key];
    if (value === undefined || value === null) continue;
    if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) label[key] = value;
    else problems.push({ path: [key], message: `Expected text or a number under "${key}".` });
  }
  for (const key of Object.keys(entry)) {
    if (key === 'answers' || LABELS.some((known) => known === key)) continue;
    const message = `Unknown key ${JSON.stringify(key)}. Expected answers, id, name; weight and must stand within answers.`;
    problems.push({ path: [key], message });
  }
  return label;
}

/** The keys of the line override the defaults. A value that is not a map is returned unchanged, and refused later. */
function withDefaults(own: unknown, { answers }: Input): unknown {
  return isMap(own) ? { ...answers, ...own } : own;
}

/** Explains how to label a line, if a label is among the answers. */
function withHint(message: string, path: readonly (string | number)[], part: string, isEntry: boolean): string {
  const isLabel = LABELS.some((label) => label === path[0]) && path.length === 1 && part === 'key';
  return isLabel && !isEntry ? `Unknown question "${path[0]}". To keep it, put the answers under "answers".` : message;
}
