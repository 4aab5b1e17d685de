/** What a decision claims about other answers and other weights, followed over every preset and every scenario. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Overrides } from '../../src/core/decision.ts';
import { explainProtocol } from '../../src/core/explain.ts';
import type { Answers } from '../../src/core/model.ts';
import { rankProtocols } from '../../src/core/ranking/rank.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { builtInScenarios } from '../../src/rules/built-in-projects.ts';

/** Beyond an end of an interval of shares, and short of the next one. */
const STEP = 1e-6;

const rules = await builtInRules();
const cases = [...rules.presets, ...(await builtInScenarios())].map(({ id, answers }) => [id, answers] as const);

function firstWith(answers: Answers, overrides: Overrides = {}): readonly (string | null)[] {
  const { ranking } = rankProtocols(rules, answers, overrides, () => true);
  const first = ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol);
  return first.length > 0 ? first : [null];
}

/** The weight that gives a criterion this share while the others stay. */
function weightFor(share: number, criterion: string, weights: ReadonlyMap<string, number>): number {
  const others = [...weights].reduce((sum, [id, weight]) => (id === criterion ? sum : sum + weight), 0);
  return (share / (1 - share)) * others;
}

describe.each(cases)('%s', (caseId, answers) => {
  const isPreset = rules.presets.some(({ id }) => id === caseId);
  const { flips = [], stability = [], ranking } = decide(rules, answers, { robustness: { samples: 50, seed: 1 } });

  test('each answer that would change the first place does', () => {
    for (const { question, to, winner } of flips) expect(firstWith({ ...answers, [question]: to })).toContain(winner);
  });

  test('beyond each end that a weight may move to, the challenger is first', () => {
    const weights = new Map(ranking[0]?.contributions.map(({ criterion, weight }) => [criterion, weight]));
    const ends = stability.flatMap(({ criterion, from, to, challengerBelow, challengerAbove }) => [
      ...(challengerBelow === null ? [] : [{ criterion, share: from - STEP, challenger: challengerBelow }]),
      ...(challengerAbove === null ? [] : [{ criterion, share: to + STEP, challenger: challengerAbove }]),
    ]);
    for (const { criterion, share, challenger } of ends) {
      if (share < 0 || share > 1) continue;
      const overrides = { weight: { [criterion]: weightFor(share, criterion, weights) } };
      expect(firstWith(answers, overrides), criterion).toContain(challenger);
    }
  });

  test('what would put a protocol first does', () => {
    const near = ranking.slice(1, 5).map(({ protocol }) => protocol);
    const scoreOf = (id: string | null) => ranking.find(({ protocol }) => protocol === id)?.score.toFixed(9);
    for (const id of isPreset ? rules.protocols.map((protocol) => protocol.id) : near) {
      const explained = explainProtocol(rules, answers, {}, () => true, id);
      for (const { question, to } of explained.flips) expect(firstWith({ ...answers, [question]: to })).toContain(id);
      const { criterion, to } = explained.weightChange ?? {};
      if (criterion !== undefined && to !== undefined) {
        const first = firstWith(answers, { weight: { [criterion]: to } });
        expect(first).toContain(id);
        // Alone, but for protocols that tie with it whatever this criterion weighs.
        expect(first.filter((other) => scoreOf(other) !== scoreOf(id))).toEqual([]);
      }
    }
  });
});
