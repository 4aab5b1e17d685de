import type { Answers, Preset, Rules } from '../core/model.ts';
import { type Input, mergeOverrides } from '../core/overrides.ts';
import type { System } from '../core/system/system.ts';
import { expectedNames } from '../text/did-you-mean.ts';
import { isMap } from '../text/lists.ts';
import { printable, quote } from '../text/printable.ts';
import type { BatchError, Label, LineProblem } from './batch-form.ts';
import { isUsualLabel, readLabel, USUAL_LABELS } from './batch-label.ts';
import { readAnswers } from './read-answers.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { readSystemLine } from './system/system-line.ts';

/** A line after reading. With any problem, do not use `input`. */
export interface BatchLine {
  readonly label: Label;
  readonly input: Input;
  readonly problems: readonly LineProblem[];
  /** Of a line with `legs`: the system; `input` is then empty. */
  readonly system?: System;
}

/** Keys of an entry that are not the user's own. */
const ENTRY_KEYS = ['answers', 'preset'];

const NO_INPUT: Input = { answers: {}, overrides: undefined };

/**
 * One line of a batch: a JSON object of answers, as an answers file holds them, or
 * `{ "answers": { … }, "preset": … }` or a system, `{ "legs": { … } }`, with keys of the user, which are copied to the output. No question can be called
 * `answers` or `preset`: those are flags.
 *
 * @param defaults for questions that the line does not mention; a `null` in the line means "not sure", and overrides them
 */
export function readBatchLine(rules: Rules, text: string, defaults: Input): BatchLine {
  let label: Label = {};
  const problems: LineProblem[] = [];
  try {
    const value = parse(text, problems);
    if (problems.length > 0) return { label, input: NO_INPUT, problems };
    problems.push(...repeatedKeys(text, value));
    if (isMap(value) && Object.hasOwn(value, 'legs')) {
      const { label: own, system } = readSystemLine(rules, value, defaults, problems);
      label = own;
      return { label, input: NO_INPUT, problems, system };
    }
    const isEntry = isMap(value) && (Object.hasOwn(value, 'answers') || Object.hasOwn(value, 'preset'));
    if (isMap(value)) label = isEntry ? readLabel(rules, value, ENTRY_KEYS, problems) : labelOf(value);
    const preset = isEntry ? readPreset(rules, value['preset'], problems) : undefined;
    const own = isEntry ? (Object.hasOwn(value, 'answers') ? value['answers'] : {}) : value;
    const above = isEntry ? ['answers'] : [];
    if (own === null) problems.push({ path: above, message: 'Expected a map of answers, got null. None are {}.' });
    const given = withDefaults(own, { ...defaults.answers, ...preset?.answers });
    const { answers, overrides } = readAnswers(rules, given, (path, part, message) =>
      problems.push({ path: [...above, ...path], message: withHint(message, path, part, isEntry) }),
    );
    const named = preset && { preset: { id: preset.id, title: preset.title } };
    return { label, input: { answers, overrides: mergeOverrides(defaults.overrides, overrides), ...named }, problems };
  } catch (error) {
    // JSON.parse accepts this depth, the messages about it do not.
    if (!(error instanceof RangeError)) throw error;
    const message = 'Expected answers, got a value nested too deep.';
    return { label: {}, input: NO_INPUT, problems: [{ path: [], message }] };
  }
}

/** The object to print for a line with problems, without the label. */
export function batchError(line: number, problems: readonly LineProblem[]): BatchError {
  const safe = problems.map(({ path, message }) => ({ path, message: printable(message, 1000) }));
  const first = safe[0]?.message ?? '';
  const message = safe.length === 1 ? first : `${safe.length} problems. ${first}`;
  return { schemaVersion: 1, line, error: { message, problems: safe } };
}

function parse(text: string, problems: LineProblem[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Where, but not what: the file may be one that holds no answers, but secrets.
    const at = /(?<=position )\d+/.exec(error.message);
    const isCut = /end of JSON/.test(error.message);
    const reason = isCut
      ? 'it ends too early'
      : `it is not JSON${at === null ? '' : ` from character ${Number(at[0]) + 1} on`}`;
    problems.push({ path: [], message: `Expected one JSON object on the line, but ${reason}.` });
    return undefined;
  }
}

/** `id` and `name` of a line of plain answers, which has a problem because of them, so that it can be identified. */
function labelOf(line: Readonly<Record<string, unknown>>): Label {
  const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number';
  return Object.fromEntries(USUAL_LABELS.flatMap((key) => (isPlain(line[key]) ? [[key, line[key]]] : [])));
}

function readPreset({ presets }: Rules, id: unknown, problems: LineProblem[]): Preset | undefined {
  if (id === undefined || id === null) return undefined;
  const preset = presets.find((one) => one.id === id);
  if (preset) return preset;
  const ids = presets.map((one) => one.id);
  const hint = expectedNames(String(id), ids);
  problems.push({ path: ['preset'], message: `Unknown preset ${quote(id)}.${hint}` });
  return undefined;
}

/** The keys of the line override the defaults. A value that is not a map is returned unchanged, and refused later. */
function withDefaults(own: unknown, answers: Answers): unknown {
  return isMap(own) ? { ...answers, ...own } : own;
}

/** Explains how to label a line, if a label is among the answers. */
function withHint(message: string, path: readonly (string | number)[], part: string, isEntry: boolean): string {
  const isLabel = isUsualLabel(String(path[0])) && path.length === 1 && part === 'key';
  return isLabel && !isEntry ? `Unknown question "${path[0]}". To keep it, put the answers under "answers".` : message;
}
