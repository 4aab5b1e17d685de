/** Reads conditions: maps of rule files become conditions of the core. */
import type { AnswerTest, Condition, NumberRange, ValueTest } from '../../core/condition/condition.ts';
import type { MessageArgs } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Message } from '../../yaml/message.ts';
import type { Part, Written } from '../../yaml/node.ts';
import { checkName, type QuestionNames, type Vocabulary } from '../check/known-names.ts';
import { CONDITIONS, NAMES } from '../messages.ts';

/** What a condition may look at, depending on where it is used. */
export interface ConditionScope {
  readonly names: Vocabulary;
  /** Whether there is a ranking: for mistakes, needs, meanings and combinations. */
  readonly ranking: boolean;
  /** Whether there is an estimate: for mistakes with `estimate`. */
  readonly saving: boolean;
}

/** Keys of a condition that are not questions. No question may have these ids. */
export const CONDITION_WORDS = ['all', 'any', 'not', 'count', 'first', 'feasible', 'saving'] as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a condition and reports all of its faults.
 *
 * @returns the parts without faults; the whole condition only when nothing was reported
 */
export function readCondition(node: Written, scope: ConditionScope, findings: Findings): Condition {
  // The form of the entry has already reported anything but a map.
  if (!node.isMap()) return {};
  return new ConditionReader(scope, findings).read(node);
}

class ConditionReader {
  readonly #scope: ConditionScope;
  readonly #findings: Findings;

  constructor(scope: ConditionScope, findings: Findings) {
    this.#scope = scope;
    this.#findings = findings;
  }

  read(node: Written): Condition {
    const entries = node.entries();
    if (entries.length === 0) {
      this.#refuse(node, CONDITIONS.noMap, { value: node.value });
      return {};
    }
    const condition: Mutable<Condition> = {};
    const answers: Record<string, AnswerTest> = {};
    for (const [key, part] of entries) {
      if (key === 'all' || key === 'any') condition[key] = this.#list(part);
      else if (key === 'not') condition.not = this.read(part);
      else if (key === 'count') condition.count = this.#count(part);
      else if (key === 'first' || key === 'feasible') condition[key] = this.#protocols(key, part);
      else if (key === 'saving') condition.saving = this.#saving(part);
      else {
        const test = this.#test(key, part);
        if (test) answers[key] = test;
      }
    }
    return Object.keys(answers).length > 0 ? { ...condition, answers } : condition;
  }

  #refuse<Args extends MessageArgs>(node: Written, message: Message<Args>, args: Args, part: Part = 'value'): void {
    this.#findings.report(node.place(part), message, args);
  }

  #list(node: Written): Condition[] {
    const items = node.items();
    if (items.length === 0) this.#refuse(node, CONDITIONS.noList, { value: node.value, of: 'conditions' });
    return items.map((item) => this.read(item));
  }

  #count(node: Written): { atLeast: number; of: Condition[] } {
    const of = node.child('of');
    const atLeast = node.child('atLeast');
    const parts = of ? this.#list(of) : [];
    const wanted = atLeast?.value;
    this.#knownKeys(node, ['atLeast', 'of']);
    if (!of || !atLeast) {
      this.#refuse(node, CONDITIONS.noCount, { value: node.value });
    } else if (typeof wanted === 'number' && Number.isInteger(wanted) && wanted >= 1 && wanted <= parts.length) {
      return { atLeast: wanted, of: parts };
    } else {
      this.#refuse(atLeast, CONDITIONS.wrongCount, { value: wanted, most: parts.length });
    }
    return { atLeast: 1, of: parts };
  }

  #protocols(key: string, node: Written): string[] {
    if (!this.#scope.ranking) {
      this.#refuse(node, CONDITIONS.noRanking, { key }, 'key');
    }
    const items = node.items();
    if (items.length === 0) this.#refuse(node, CONDITIONS.noList, { value: node.value, of: 'protocols' });
    return items.flatMap((item) => {
      const id = item.text();
      if (id === undefined) this.#refuse(item, CONDITIONS.noProtocol, { value: item.value });
      else checkName(id, item, 'value', this.#scope.names.protocols, this.#findings);
      return id ?? [];
    });
  }

  #saving(node: Written): NumberRange {
    if (!this.#scope.saving) {
      this.#refuse(node, CONDITIONS.noEstimate, {}, 'key');
    }
    return this.#range(node);
  }

  #test(question: string, node: Written): AnswerTest | undefined {
    const { names } = this.#scope;
    const known = names.questionNames.get(question);
    if (known === undefined) {
      if (!names.questions.isComplete) return undefined;
      const known = [...names.questions.ids, ...CONDITION_WORDS];
      this.#findings.report(node.place('key'), NAMES.unknown, { kind: 'question', name: question, known });
      return undefined;
    }
    if (node.entries().length > 0) return this.#mapTest(question, known, node);
    return this.#values(question, known, node);
  }

  #mapTest(question: string, known: QuestionNames, node: Written): AnswerTest | undefined {
    const given = node.child('given');
    if (given) {
      this.#knownKeys(node, ['given']);
      if (typeof given.value === 'boolean') return { given: given.value };
      this.#refuse(given, CONDITIONS.noBoolean, { value: given.value });
      return undefined;
    }
    const orUnknown = node.child('orUnknown');
    if (orUnknown) {
      this.#knownKeys(node, ['orUnknown']);
      const inner = orUnknown.isMap()
        ? this.#rangeTest(question, known, orUnknown)
        : this.#values(question, known, orUnknown);
      return inner && { orUnknown: inner };
    }
    return this.#rangeTest(question, known, node);
  }

  #rangeTest(question: string, known: QuestionNames, node: Written): NumberRange | undefined {
    if (known.kind !== 'number' && known.kind !== undefined) {
      this.#refuse(node, CONDITIONS.notANumber, { question });
      return undefined;
    }
    return this.#range(node);
  }

  #range(node: Written): NumberRange {
    this.#knownKeys(node, ['from', 'below']);
    const range: Mutable<NumberRange> = {};
    for (const key of ['from', 'below'] as const) {
      const bound = node.child(key);
      if (bound === undefined) continue;
      if (typeof bound.value === 'number' && Number.isFinite(bound.value)) range[key] = bound.value;
      else this.#refuse(bound, CONDITIONS.noBound, { value: bound.value });
    }
    if (node.child('from') === undefined && node.child('below') === undefined) {
      this.#refuse(node, CONDITIONS.noRange, { value: node.value });
    } else if (range.from !== undefined && range.below !== undefined && range.from >= range.below) {
      this.#refuse(node, CONDITIONS.emptyRange, { from: range.from, below: range.below });
    }
    return range;
  }

  #values(question: string, { kind, values }: QuestionNames, node: Written): ValueTest | undefined {
    const items = Array.isArray(node.value) ? node.items() : [node];
    if (kind === 'number') {
      this.#refuse(node, CONDITIONS.onlyRanges, { value: node.value, question });
      return undefined;
    }
    if (items.length === 0) this.#refuse(node, CONDITIONS.noAnswer, { question });
    const is = items.flatMap((item) => {
      const value = item.value;
      if (kind === undefined) return [];
      if ((typeof value === 'string' || typeof value === 'boolean') && values.includes(value)) return value;
      this.#findings.report(item.place(), NAMES.unknownAnswer, { value, question, values });
      return [];
    });
    return { is };
  }

  #knownKeys(node: Written, known: readonly string[]): void {
    for (const [key, part] of node.entries()) {
      if (known.includes(key)) continue;
      this.#findings.report(part.place('key'), NAMES.unknownKey, { name: key, known });
    }
  }
}
