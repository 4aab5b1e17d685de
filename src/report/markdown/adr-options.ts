/** The section of a decision record about its options, with arguments for and against each. */
import type { Contribution, Ranked } from '../../core/decision.ts';
import { BEST_GRADE, type Rules } from '../../core/model.ts';
import { breachInWords } from '../../phrases/decision.ts';
import { criterionLabel, forbiddenInWords } from '../../phrases/values.ts';
import type { Advice } from '../advice.ts';
import { blocks, list, plain } from './markup.ts';
import { claimOf } from './phrases.ts';

/** Maximum number of arguments of each kind. */
export const MOST_ARGUMENTS = 3;

export function prosAndCons({ ranking, excluded }: Advice, rules: Rules): string {
  const about = (id: string) => plain(rules.protocols.find((protocol) => protocol.id === id)?.summary ?? '');
  return blocks(
    ...ranking.map((one) => {
      const { good, neutral, bad } = argumentsOf(one, rules);
      return blocks(
        `### ${plain(one.name)}`,
        about(one.protocol),
        list([
          ...good.slice(0, MOST_ARGUMENTS).map((text) => `Good, because ${text}`),
          ...neutral.slice(0, MOST_ARGUMENTS).map((text) => `Neutral, because ${text}`),
          ...bad.slice(0, MOST_ARGUMENTS).map((text) => `Bad, because ${text}`),
        ]),
      );
    }),
    ...excluded.map(({ name, protocol, breaks, forbidden }) =>
      blocks(
        `### ${plain(name)}`,
        about(protocol),
        list([
          ...(forbidden ? [`Bad, because it is ${plain(forbiddenInWords(forbidden))}`] : []),
          ...breaks.map((breach) => {
            const claim = claimOf(rules, protocol, breach.criterion);
            return `Bad, because it is excluded by ${plain(breachInWords(breach, rules))}${claim ? `. ${claim}` : ''}`;
          }),
        ]),
      ),
    ),
  );
}

/** What the cells say on the criteria that answers weigh, heaviest first; on all criteria if no answer weighs any. */
export function argumentsOf(
  { protocol, contributions }: Ranked,
  rules: Rules,
): Readonly<Record<'good' | 'neutral' | 'bad', string[]>> {
  const answered = contributions.filter(({ because }) => because.length > 0);
  const counted = [...(answered.length > 0 ? answered : contributions)].sort((a, b) => b.weight - a.weight);
  const inWords = ({ criterion, grade }: Contribution) =>
    `${plain(criterionLabel(rules, criterion))} is ${grade} of ${BEST_GRADE}: ${claimOf(rules, protocol, criterion)}`;
  const graded = (from: number, to: number) => counted.filter(({ grade }) => grade >= from && grade <= to).map(inWords);
  return { good: graded(3, BEST_GRADE), neutral: graded(2, 2), bad: graded(0, 1) };
}
