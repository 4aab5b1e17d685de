/** Reads a decision saved as JSON, and reports each problem with its place. */
import type { z } from 'zod';
import { printableLines, UNPRINTABLE } from '../text/printable.ts';
import { DEEPEST, OBJECT_NAMES } from '../yaml/check-nodes.ts';
import { Findings } from '../yaml/diagnostics.ts';
import { describe, show } from '../yaml/form-messages.ts';
import { Written } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { matchForm } from '../yaml/validate.ts';
import { savedDecisionForm } from './decision-form.ts';

/** A saved decision, with unknown keys of later versions. */
export type SavedDecision = z.output<typeof savedDecisionForm>;

/**
 * Reads the output of `recommend --json`, or one line of `batch`. The file may come from anyone, so unprintable characters
 * become `\u{…}`.
 *
 * @param name of the file, for messages
 * @returns `undefined` if it is not a decision; the reasons are in `findings`
 */
export function readDecision(name: string, bytes: Uint8Array, findings: Findings): SavedDecision | undefined {
  const text = decode(bytes);
  const json = text === undefined ? undefined : parseJson(text);
  if (text !== undefined && json?.isSound) {
    const decision = toDecision(json.value);
    if (decision === undefined) explain(findPlaces(name, text, json.value), findings);
    return decision;
  }
  if (text !== undefined && reportShape(name, text, findings)) return undefined;
  const problems = new Findings();
  const file = parseYaml(name, bytes, problems);
  const found = problems.sorted();
  // Truncated JSON yields one error per open level: report the first. Control characters are legal inside JSON strings:
  // ignore them.
  const reported = json === undefined ? found.slice(0, 1) : found.filter(({ code }) => code !== 'control-character');
  for (const { place, code, message } of reported) findings.add(place, code, message);
  if (reported.length > 0) return undefined;
  const decision = file && json === undefined ? toDecision(file.value) : undefined;
  if (decision === undefined) explain(file ? Written.top(file) : unplaced(name, json?.value), findings);
  return decision;
}

/** A value from JSON with its places. Ten times slower than JSON.parse, so only for values with problems. */
function findPlaces(name: string, text: string, value: unknown): Written {
  // The YAML parser refuses some characters that JSON permits. Replaced one for one, so that columns stay.
  const bytes = new TextEncoder().encode(text.replace(UNPRINTABLE, (char) => (/[\n\r\t]/.test(char) ? char : '?')));
  const file = parseYaml(name, bytes, new Findings());
  return file ? Written.top({ ...file, value }) : unplaced(name, value);
}

/** For what JSON accepts and YAML does not, such as a very long key: the place is the start of the file. */
function unplaced(name: string, value: unknown): Written {
  return Written.top({ name, value, place: () => ({ file: name, line: 1, column: 1 }) });
}

/** Keeps unknown keys and the order of keys, which the output of the form would not. */
function toDecision(value: unknown): SavedDecision | undefined {
  const tamed = tame(value);
  return isDecision(tamed) ? tamed : undefined;
}

function isDecision(value: unknown): value is SavedDecision {
  return savedDecisionForm.safeParse(value).success;
}

/** Reports why a value is not a decision: in one sentence if it is something else, otherwise field by field. */
function explain(top: Written, findings: Findings): void {
  const version = top.child('schemaVersion');
  if (!top.isMap()) {
    const message = `Expected a decision, as "wirewise recommend --json" prints it, got ${describe(top.value)}.`;
    findings.add(top.place(), 'wrong-type', message);
  } else if (top.child('outcome') === undefined && top.child('error')?.isMap()) {
    const said = top.child('error')?.child('message')?.text() ?? 'unknown';
    findings.add(top.place(), 'wrong-value', `Expected a decision: batch could not decide this line. ${said}`);
  } else if (version === undefined) {
    const message = 'Missing "schemaVersion": this is not a decision. Save one with "wirewise recommend --json".';
    findings.add(top.place(), 'missing-key', message);
  } else if (typeof version.value === 'number' && version.value > 1) {
    const message = `Expected schemaVersion 1, got ${show(version.value)}: a newer wirewise wrote this. Update yours, or decide again.`;
    findings.add(version.place(), 'wrong-value', message);
  } else if (matchForm(top, savedDecisionForm, findings)) {
    findings.add(top.place(), 'wrong-value', 'Expected a decision in plain JSON.');
  }
}

/** Reports an empty file and several lines of a batch; the messages of the YAML parser would not help. */
function reportShape(name: string, text: string, findings: Findings): boolean {
  if (text.trim() === '') {
    findings.add({ file: name, line: 1, column: 1 }, 'empty-file', 'Expected a decision, the file is empty.');
    return true;
  }
  const lines = text.split('\n');
  const [first, second] = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]));
  const isObject = (at: number | undefined) => typeof parseJson(lines[at ?? -1] ?? '')?.value === 'object';
  if (second === undefined || !isObject(first) || !isObject(second)) return false;
  const message = 'Expected one decision, here begins a second. Pass one line to --from -.';
  findings.add({ file: name, line: second + 1, column: 1 }, 'wrong-value', message);
  return true;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @returns the value, and whether it has no repeated keys, no reserved names, and no excessive depth */
function parseJson(text: string): { readonly value: unknown; readonly isSound: boolean } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value, isSound: countKeys(value, 1) === writtenKeys(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Number of keys of all maps within a value; `NaN` if it is too deep or has a reserved name. */
function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST) return Number.NaN;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countKeys(item, depth + 1), 0);
  return Object.entries(value).reduce(
    (sum, [key, item]) => (OBJECT_NAMES.includes(key) ? Number.NaN : sum + 1 + countKeys(item, depth + 1)),
    0,
  );
}

/** Number of keys in valid JSON, repeated ones included: the strings that a colon follows. */
function writtenKeys(json: string): number {
  let count = 0;
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at + 1)) {
    for (at += 1; json[at] !== '"'; at += 1) if (json[at] === '\\') at += 1;
    let after = at + 1;
    while (json[after] === ' ' || json[after] === '\n' || json[after] === '\r' || json[after] === '\t') after += 1;
    if (json[after] === ':') count += 1;
  }
  return count;
}

/** Escapes unprintable characters in strings and keys, but not tabs and line ends. */
function tame(value: unknown): unknown {
  if (typeof value === 'string') return tameText(value);
  if (Array.isArray(value)) return value.map(tame);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [tameText(key), tame(item)]));
}

function tameText(text: string): string {
  return text.split('\t').map(printableLines).join('\t');
}
