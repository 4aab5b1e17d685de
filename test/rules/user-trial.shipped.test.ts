/** No advice that a demanding user calls wrong: user-trial.yaml and everyday.yaml, written down before anything was run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkAnswers } from '../../src/core/answers.ts';
import { decide } from '../../src/core/decide.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const rules = await builtInRules();
const protocols = z.array(z.enum(rules.protocols.map(({ id }) => id)));
const situation = z.strictObject({
  id: z.string(),
  answers: z.record(z.string(), z.unknown()),
  own: protocols.min(1),
  passes: protocols.default([]),
});
const trialScenario = situation.extend({ title: z.string(), wrong: protocols.default([]) });
const scenarios = z.array(trialScenario).parse(dataOf('user-trial.yaml'));
const everyday = z.array(situation).parse(dataOf('everyday.yaml'));

function dataOf(file: string): unknown {
  return parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
}

function firstOn(raw: Record<string, unknown>): string[] {
  const { answers, problems } = checkAnswers(rules.questions, raw);
  expect(problems).toEqual([]);
  return decide(rules, answers)
    .ranking.filter(({ rank }) => rank === 1)
    .map(({ protocol }) => protocol);
}

describe('the scenarios of a user trial', () => {
  test('are the 30 of the trial, and the form post of its findings', () => {
    expect(new Set(scenarios.map(({ id }) => id.slice(0, 2))).size).toBe(31);
  });

  test.each(scenarios)('$id: $title', ({ answers, own, passes, wrong }) => {
    const first = firstOn(answers);
    expect([...own, ...passes]).toEqual(expect.arrayContaining(first));
    expect(first.filter((protocol) => wrong.includes(protocol))).toEqual([]);
  });

  test('get the own answer of the writer but for two of them', () => {
    const others = scenarios.filter(
      ({ answers, own }) => !firstOn(answers).every((protocol) => own.includes(protocol)),
    );
    expect(others.map(({ id }) => id)).toEqual(['17-config-watch', '28-mcp-like']);
  });
});

describe('everyday situations', () => {
  test('have names of their own', () => {
    expect(new Set(everyday.map(({ id }) => id)).size).toBe(everyday.length);
  });

  test.each(everyday)('$id', ({ answers, own, passes }) => {
    expect([...own, ...passes]).toEqual(expect.arrayContaining(firstOn(answers)));
  });
});
