/** The section of a decision record about its options, with arguments for and against each. */
import type { Contribution, Ranked } from '../../core/decision.ts';
import { BEST_GRADE, type Rules } from '../../core/model.ts';
import { exclusionInWords } from '../../phrases/decision.ts';
import { criterionLabel, points } from '../../phrases/values.ts';
import type { Advice } from '../advice.ts';
import { blocks, list, plain } from './markup.ts';
import { claimOf } from './phrases.ts';

/** Maximum number of arguments of each kind. */
export const MOST_ARGUMENTS = 3;

/** Number of ranked options with a section of their own; the others have a line. */
const OWN_SECTIONS = 4;

/** Heading of the options without a section of their own. */
export const OTHER_OPTIONS = 'The other options';

export function prosAndCons({ ranking, excluded }: Advice, rules: Rules): string {
  const about = (id: string) => plain(rules.protocols.find((protocol) => protocol.id === id)?.summary ?? '');
  const others = [
    ...ranking
      .slice(OWN_SECTIONS)
      .map(({ name, rank, score }) => `${plain(name)}: ranks ${rank}, with ${points(score)} of 100`),
    ...excluded.map((one) => `${plain(one.name)}: excluded. ${plain(exclusionInWords(one, rules))}`),
  ];
  return blocks(
    ...ranking.slice(0, OWN_SECTIONS).map((one) => {
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
    others.length > 0 ? `### ${OTHER_OPTIONS}` : '',
    list(others),
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
