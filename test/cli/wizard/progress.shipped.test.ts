import { describe, expect, test } from 'vitest';
import { holdInterview } from '../../../src/cli/wizard/flow.ts';
import { lookAhead, standingInWords } from '../../../src/cli/wizard/next-question.ts';
import type { AskRequest, Menu, Prompter, QuestionReply, Reply } from '../../../src/cli/wizard/prompts/prompter.ts';
import { decide } from '../../../src/core/decide.ts';
import type { Answers } from '../../../src/core/model.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { builtInScenarios } from '../../../src/rules/built-in-projects.ts';

const rules = await builtInRules();
const scenarios = (await builtInScenarios()).filter((_, at) => at % 15 === 0);

/** Answers as a team would, "not sure" where the published decision says nothing; goes on once, and then stops. */
class Team implements Prompter {
  readonly headings: string[] = [];
  readonly stops: Pick<Menu<unknown>, 'asks' | 'detail' | 'entries'>[] = [];
  private readonly known: Answers;

  constructor(known: Answers) {
    this.known = known;
  }

  async ask({ question, heading }: AskRequest): Promise<QuestionReply> {
    if (this.stops.length > 0) return { kind: 'cancelled' };
    this.headings.push(heading);
    return { kind: 'answer', value: this.known[question.id] ?? null };
  }

  async choose<Value>(menu: Menu<Value>): Promise<Reply<Value>> {
    this.stops.push(menu);
    return { kind: 'cancelled' };
  }

  show(): void {}
  close(): void {}
}

async function interview(known: Answers): Promise<Team> {
  const setting = { rules, overrides: undefined, core: false };
  const team = new Team(known);
  await holdInterview(
    {
      rules,
      answers: {},
      presets: [],
      lookAhead: (...given) => lookAhead(setting, ...given),
      standing: (answers) => standingInWords(setting, answers),
    },
    team,
  );
  return team;
}

describe('the progress of the wizard', () => {
  test.each(scenarios)('is a promise that only shrinks, and is kept: $id', async ({ answers }) => {
    const { headings, stops } = await interview(answers);
    const limits = headings.map((heading, at) => {
      const [, number, last] = /^Question (\d+)(?: of at most (\d+)|, the last)\. So|^Question/.exec(heading) ?? [];
      expect(heading).toMatch(/^Question \d+( of at most \d+\.|, the last\.)/);
      if (number !== undefined) expect(Number(number)).toBe(at + 1);
      return Number(/of at most (\d+)/.exec(heading)?.[1] ?? last ?? at + 1);
    });
    expect(limits).toEqual([...limits].sort((a, b) => b - a));
    expect(headings.length).toBeLessThanOrEqual(limits.at(-1) ?? 0);
    expect(stops).toHaveLength(1);
  });

  test('counts what is open in one way: as many as "go on" would put', async () => {
    const setting = { rules, overrides: undefined, core: false };
    for (const { answers } of rules.presets) {
      const { open, stop } = lookAhead(setting, answers, new Set(), new Set());
      expect(stop().detail).toContain(`The ${open} open questions `);
      expect(lookAhead(setting, answers, new Set(), new Set(['language'])).open).toBe(open - 1);
    }
  });

  test('the last menu names the same deciding questions as the result, also those that were skipped', () => {
    const setting = { rules, overrides: undefined, core: false };
    const every = new Set(rules.questions.map(({ id }) => id));
    const { hinges } = lookAhead(setting, {}, every, new Set()).stop();
    const [first] = decide(rules, {}).hinges;
    expect(hinges[0]?.id).toBe(first?.question);
    expect(hinges.length).toBeLessThanOrEqual(3);
  });
});
