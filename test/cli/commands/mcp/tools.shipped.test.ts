/** The tools over the rules that ship: small by default, of the form that they state, and of one mind with the wizard. */

import { ajv, cfworker, type Validate } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { scenarios } from '#rules';
import { type CallResult, listTools, prepareCalls } from '../../../../src/cli/commands/mcp/calls.ts';
import { lookAhead } from '../../../../src/cli/wizard/next-question.ts';
import { decide } from '../../../../src/core/decide.ts';
import type { Answers } from '../../../../src/core/model.ts';
import { answersForm } from '../../../../src/documents/answers-form.ts';
import { savedDecisionForm } from '../../../../src/documents/decision-form.ts';
import { builtInRules, builtInStarters } from '../../../../src/rules/built-in.ts';

const rules = await builtInRules();
const starters = await builtInStarters();
const call = prepareCalls({ rules, starters, rulesDirs: [], isProjectIgnored: false });
const tools = listTools(rules);
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const outputs = new Map(
  tools.map(({ name, outputSchema }): [string, Validate] => [name, ajv({ $schema: DIALECT, ...outputSchema })]),
);

const NEEDS: readonly { readonly preset?: string; readonly answers?: Answers }[] = [
  {},
  ...rules.presets.map(({ id }) => ({ preset: id })),
  ...scenarios.map(({ answers }) => ({ answers })),
];

/** The answer, which has the form that the tool states. */
function answerOf(name: string, args: object) {
  const result = call(name, args);
  expect(result.isError, result.content[0].text).toBeUndefined();
  expect(outputs.get(name)?.(result.structuredContent)).toEqual([]);
  return { result, answer: JSON.parse(result.content[0].text) };
}

/** All of a result, its answer as text and as structure. */
function sizeOf(result: CallResult): number {
  return Buffer.byteLength(JSON.stringify(result));
}

/** Two protocols for each need, so that over all of them each one has its turn. */
const id = (at: number) => rules.protocols[at % rules.protocols.length]?.id;

describe('over every preset and published decision', () => {
  // Each need goes to two of the four tools, and to `recommend`, below.
  test.each([
    ['next_question', 0, () => ({ fromScratch: true })],
    ['precedents', 1, () => ({})],
    ['explain', 0, (at: number) => ({ protocol: id(at) })],
    ['compare', 1, (at: number) => ({ protocols: [id(at), id(at + 1)] })],
  ])('%s has its form and less than 4 kB', (name, turn, more) => {
    expect(NEEDS.length).toBeGreaterThan(200);
    for (const [at, need] of NEEDS.entries()) {
      if (at % 2 !== turn) continue;
      const { result } = answerOf(name, { ...need, ...more(at) });
      expect(sizeOf(result), JSON.stringify(need)).toBeLessThan(4000);
    }
  });

  test('recommend says what decide does, no surer than it is, in its form and less than 4 kB', () => {
    for (const { preset, answers = rules.presets.find((one) => one.id === preset)?.answers ?? {} } of NEEDS) {
      const decision = decide(rules, answers);
      const { result, answer } = answerOf('recommend', preset === undefined ? { answers } : { preset });
      expect(sizeOf(result), JSON.stringify(answers)).toBeLessThan(4000);
      const level = decision.recommendation?.confidence?.level;
      expect(answer.protocol).toBe(decision.recommendation?.protocol ?? null);
      expect(answer.says.startsWith('Use ')).toBe(level === 'clear' && decision.outcome === 'recommended');
      expect(answer.open).toBe(decision.unknown.length);
      expect(answer.says).toMatch(/\.$|\?$/);
    }
  });
});

test('every starter, question, criterion and mistake is told in less than 4 kB', () => {
  for (const [protocol, languages] of Object.entries(starters)) {
    for (const [language, roles] of Object.entries(languages)) {
      const role = Object.keys(roles)[0];
      const { result, answer } = answerOf('starter', { protocol, language, role });
      expect(sizeOf(result)).toBeLessThan(4000);
      const { answer: full } = answerOf('starter', { protocol, language, role, detail: 'full' });
      expect(full.files.map(({ bytes }: { bytes: number }) => bytes)).toEqual(
        full.files.map(({ text }: { text: string }) => Buffer.byteLength(text)),
      );
      expect(answer.files).toHaveLength(full.files.length);
    }
  }
  const each = [
    ...rules.questions.map(({ id: question }) => ['next_question', { question }] as const),
    ...rules.criteria.map(({ id: criterion }) => ['explain', { criterion }] as const),
    ...rules.mistakes.map(({ id: mistake }) => ['explain', { mistake }] as const),
  ];
  for (const [name, args] of each) {
    expect(sizeOf(answerOf(name, args).result), JSON.stringify(args)).toBeLessThan(4000);
  }
});

describe('next_question', () => {
  /** Answers as a team would: what the published decision says, else "not sure". */
  function interview(known: Answers): {
    readonly asked: string[];
    readonly advice: { readonly protocol: string | null };
  } {
    const answers: Record<string, unknown> = {};
    const asked: string[] = [];
    for (;;) {
      const { answer } = answerOf('next_question', { answers, fromScratch: true });
      if (answer.status === 'decided') return { asked, advice: answer.advice };
      const { id: question } = answer.question;
      asked.push(question);
      answers[question] = known[question] ?? null;
    }
  }

  /** The same by the wizard's own step. */
  function wizard(known: Answers): string[] {
    let answers: Answers = {};
    const asked: string[] = [];
    for (;;) {
      const { next, isSettled } = lookAhead(
        { rules, overrides: undefined, core: false },
        answers,
        new Set(asked),
        new Set(),
      );
      if (isSettled || !next) return asked;
      asked.push(next.id);
      const answer = known[next.id];
      if (answer !== undefined) answers = { ...answers, [next.id]: answer };
    }
  }

  test.each(scenarios.filter((_, at) => at % 20 === 0))('asks what the wizard would: $id', ({ answers }) => {
    const { asked, advice } = interview(answers);
    expect(asked).toEqual(wizard(answers));
    const told = Object.fromEntries(asked.flatMap((one) => (answers[one] === undefined ? [] : [[one, answers[one]]])));
    expect(advice.protocol).toBe(decide(rules, told).recommendation?.protocol);
  });

  test('offers the use cases first, and each leads on', () => {
    const { answer } = answerOf('next_question', {});
    expect(answer.question.id).toBe('preset');
    for (const { value } of answer.question.choices) answerOf('next_question', { preset: value });
  });

  test('says why each question matters, and offers answers that it takes', () => {
    for (const { id: question, kind } of rules.questions) {
      const { answer } = answerOf('next_question', { question });
      expect(answer.question.why).toMatch(/^(If the answer is|It bears on).*\.$/);
      for (const { value } of answer.question.choices) {
        answerOf('recommend', { answers: { [question]: kind === 'choices' ? [value] : value } });
      }
      expect(answer.question.limits === undefined).toBe(kind !== 'number');
    }
  });
});

describe('the schemas', () => {
  test.each(tools.map((tool) => [tool.name, tool] as const))('of %s are valid and small', (_, tool) => {
    for (const schema of [tool.inputSchema, tool.outputSchema ?? {}]) {
      ajv({ $schema: DIALECT, ...schema });
      cfworker({ $schema: DIALECT, ...schema });
    }
    expect(JSON.stringify(tool).length).toBeLessThan(14_000);
  });

  test('of recommend take every published need, and say of each question what it takes', () => {
    const takes = ajv({ $schema: DIALECT, ...tools[0]?.inputSchema });
    const form = answersForm(rules);
    for (const need of NEEDS) expect(takes(need)).toEqual([]);
    for (const { answers } of scenarios) expect(form.safeParse(answers).success).toBe(true);
    expect(takes({ answers: { [rules.questions[0]?.id ?? '']: 'nonsense' } })).not.toEqual([]);
    expect(takes({ answers: { nonsense: true } })).not.toEqual([]);
  });

  test('of a decision holds for what recommend gives with detail: full', () => {
    for (const need of NEEDS.slice(0, 20)) {
      const { answer } = answerOf('recommend', { ...need, detail: 'full' });
      expect(savedDecisionForm.safeParse(answer.decision).error).toBeUndefined();
    }
  });
});
