/** The differences between two versions of rules. */
import { sortKeys } from '../../text/lists.ts';
import type { Cell, Rules } from '../model.ts';

/** One difference: a cell, a weight of an answer, a field of a question, …; `null` on the side where it is missing. */
export interface RulesChange {
  /** Such as "cell", "criterion", "effect". */
  readonly kind: string;
  /** Such as "sse corporate-proxy". */
  readonly id: string;
  readonly from: unknown;
  readonly to: unknown;
}

const PARTS = ['criteria', 'protocols', 'questions', 'presets', 'mistakes', 'models', 'languages'] as const;

const WORDS = {
  criteria: 'criterion',
  protocols: 'protocol',
  questions: 'question',
  presets: 'preset',
  mistakes: 'mistake',
  models: 'estimate',
  languages: 'language',
} as const satisfies Record<(typeof PARTS)[number], string>;

/** All differences: cells and effects of answers one by one, other parts field by field. */
export function diffRules(a: Rules, b: Rules): RulesChange[] {
  return PARTS.flatMap((part) => {
    const before = new Map<string, object>(a[part].map((one) => [one.id, one]));
    const after = new Map<string, object>(b[part].map((one) => [one.id, one]));
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) =>
      diffPart(WORDS[part], id, before.get(id), after.get(id)),
    );
  });
}

function diffPart(kind: string, id: string, a: object | undefined, b: object | undefined): RulesChange[] {
  if (!a || !b) return [{ kind, id, from: a ? id : null, to: b ? id : null }];
  if (isSame(a, b)) return [];
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields.flatMap((field) => {
    const from: unknown = Reflect.get(a, field);
    const to: unknown = Reflect.get(b, field);
    if (isSame(from, to)) return [];
    if (field === 'cells') return diffMaps('cell', id, from, to);
    if (field === 'options') return diffOptions(id, from, to);
    return [{ kind, id: `${id} ${field}`, from: from ?? null, to: to ?? null }];
  });
}

function diffMaps(kind: string, id: string, a: unknown, b: unknown): RulesChange[] {
  const before = asMap(a);
  const after = asMap(b);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => ({ kind, id: `${id} ${key}`, from: before[key] ?? null, to: after[key] ?? null }));
}

/** Options are matched by value; what they weigh and require is compared criterion by criterion. */
function diffOptions(question: string, a: unknown, b: unknown): RulesChange[] {
  const byValue = (options: unknown) =>
    new Map(asList(options).map((option) => [String(asMap(option)['value']), asMap(option)]));
  const before = byValue(a);
  const after = byValue(b);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((value): RulesChange[] => {
    const [from, to] = [before.get(value), after.get(value)];
    const id = `${question} ${value}`;
    if (!from || !to) return [{ kind: 'answer', id, from: from ? value : null, to: to ? value : null }];
    return diffMaps('answer', id, flatEffects(from), flatEffects(to));
  });
}

/** "weighs latency" → 3: one entry for each criterion of an unconditional effect, one for each conditional effect. */
function flatEffects(option: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { effects, ...rest } = option;
  const flat: Record<string, unknown> = { ...rest };
  for (const [at, effect] of asList(effects).map(asMap).entries()) {
    if (effect['when'] !== undefined) flat[`also ${at}`] = effect;
    else
      for (const word of ['requires', 'weighs'] as const) {
        for (const [criterion, value] of Object.entries(asMap(effect[word]))) flat[`${word} ${criterion}`] = value;
      }
  }
  return flat;
}

/** Whether a value has the fields of a cell. */
export function isCell(value: unknown): value is Cell {
  return typeof value === 'object' && value !== null && 'grade' in value && 'says' in value && 'because' in value;
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Compares as JSON, ignoring the order of keys. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sortKeys) === JSON.stringify(b, sortKeys);
}
