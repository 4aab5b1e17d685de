import { rankedPool } from '../core/decide.ts';
import { type Outlook, outlookOf } from '../core/interview/next-question.ts';
import type { Rules } from '../core/model.ts';
import { points } from '../phrases/values.ts';
import { headline } from '../phrases/verdict.ts';
import type { Advice } from '../report/advice.ts';
import { advise } from '../report/advise.ts';
import type { StartersData } from '../starters/starter.ts';
import type { PageContext } from './data.ts';
import type { State } from './state.ts';

/** The decision of a state, as `wirewise recommend` makes it in a folder without a project. */
export function adviceFor(
  rules: Rules,
  starters: StartersData,
  { rulesDirs, isProjectIgnored }: PageContext,
  { answers, overrides, core }: State,
): Advice {
  return advise(rules, starters, {
    answers,
    overrides,
    core,
    rulesDirs,
    isProjectIgnored,
    robustness: false,
    listFiles: () => [],
  });
}

/** The open questions, most telling first, as the wizard asks them. */
export function outlookFor(rules: Rules, { answers, overrides = {}, core }: State): Outlook {
  return outlookOf({ rules, answers, overrides, pool: rankedPool(rules, { core }), asked: new Set() });
}

/** What a screen reader says after a step: the new answer, where the first place has changed; else nothing. */
export function announcement(before: Advice, after: Advice): string {
  const [was, is] = [before, after].map(({ ranking }) =>
    ranking.filter(({ rank }) => rank === 1).map(({ name }) => name),
  );
  if (was?.join() === is?.join()) return '';
  const score = after.ranking[0] && `, with ${points(after.ranking[0].score)} of 100`;
  return `First place changed. ${headline(after)}${score ?? ''}.`;
}
