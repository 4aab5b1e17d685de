import type { Explanation } from '../../core/explain.ts';
import { BEST_GRADE } from '../../core/model.ts';
import { hingeInWords } from '../../phrases/hinges.ts';
import { causesInWords, criterionLabel, flipInWords, percent, points } from '../../phrases/values.ts';
import { thousands } from '../../text/quantity.ts';
import type { ReportContext } from '../advice.ts';
import { broken, claim, pointsColumn, weightInWords, weightLines } from './claims.ts';
import { heading, INDENT, wrap, wrapBehind } from './layout.ts';

/** Why a protocol has its rank, cell by cell: the sentences behind each weight, the reason of each grade, its source. */
export function renderExplanation(explanation: Explanation, context: ReportContext): string {
  const { rules, width } = context;
  const subject = rules.protocols.find(({ id }) => id === explanation.protocol);
  const lines = [
    ...heading(standing(explanation), context),
    ...wrap(subject?.summary ?? '', width, INDENT),
    ...listed('Pick it when', subject?.pickWhen ?? [], context),
    ...listed('Avoid it when', subject?.avoidWhen ?? [], context),
    ...broken(explanation, context),
    ...listed(...hinges(explanation, context), context),
    ...listed(...ways(explanation, context), context),
    ...simulated(explanation, context),
    ...counted(explanation, context),
  ];
  return `${lines.join('\n')}\n`;
}

function standing({ name, rank, of, score }: Explanation): string {
  return rank === null || score === null
    ? `${name} is excluded.`
    : `${name} ranks ${rank} of ${of}, with ${points(score)} of 100.`;
}

/** A heading and a list; nothing for an empty list. */
export function listed(title: string, items: readonly string[], context: ReportContext): string[] {
  if (items.length === 0) return [];
  return ['', ...heading(title, context), ...items.flatMap((item) => wrapBehind('- ', item, context.width, INDENT))];
}

function hinges({ rank, hinges: all }: Explanation, { rules }: ReportContext): [string, string[]] {
  const title = rank === 1 ? 'What it hinges on' : 'Open questions that would put it first';
  return [title, all.map((hinge) => hingeInWords(hinge, rules))];
}

/** Flips told. */
const MOST_FLIPS = 3;

/** What, besides open questions, would put it first: another answer, another weight, a requirement less. */
function ways(explanation: Explanation, { rules }: ReportContext): [string, string[]] {
  const { rank, flips, hinges: open, weightChange, breaks, forbidden } = explanation;
  if (rank === 1 || forbidden) return ['', []];
  const asked = new Set(open.map(({ question }) => question));
  const single = flips
    .filter(({ question }) => !asked.has(question))
    .slice(0, MOST_FLIPS)
    .map((flip) => flipInWords(flip));
  const weight = weightChange
    ? [
        `the weight of ${criterionLabel(rules, weightChange.criterion)} going from ${weightInWords(weightChange.from)} to ${weightChange.to} (--weight ${weightChange.criterion}=${weightChange.to})`,
      ]
    : [];
  const dropped =
    breaks.length > 0 && single.length === 0
      ? [`dropping ${breaks.map(({ because }) => causesInWords(because)).join(' and ')}, to be ranked at all`]
      : [];
  const lines = [...single, ...weight, ...dropped];
  const none = open.length === 0 ? ['No single answer and no single weight is enough.'] : [];
  return ['What would put it first', lines.length > 0 ? lines : none];
}

/** With `--samples`: SMAA-2, in words. */
function simulated({ robustness, rank, of }: Explanation, context: ReportContext): string[] {
  if (!robustness) return [];
  const { rankAcceptability, confidenceFactor, samples } = robustness;
  const ranks = rankAcceptability
    .map((share, at) => ({ share, rank: at + 1 }))
    .filter(({ share }) => share >= 0.01)
    .map(({ share, rank: place }) => `rank ${place} in ${percent(share)}`);
  const typical =
    confidenceFactor === null
      ? 'No drawn weights put it first.'
      : `With its central weights, it ranks first with a confidence of ${percent(confidenceFactor)} (SMAA-2).`;
  return listed(
    `With ${thousands(samples)} random sets of weights in the stated order`,
    [`Of ${of} protocols, it has ${ranks.join(', ')}.`, ...(rank === 1 && confidenceFactor === 1 ? [] : [typical])],
    context,
  );
}

function counted({ contributions }: Explanation, context: ReportContext): string[] {
  if (contributions.length === 0) return [];
  const { rules, width } = context;
  return [
    '',
    ...heading('Score breakdown with sources', context),
    ...contributions.flatMap((one) => [
      ...wrapBehind(
        pointsColumn(one.points),
        `${criterionLabel(rules, one.criterion)}: grade ${one.grade} of ${BEST_GRADE} × weight ${weightInWords(one.weight)}`,
        width,
        INDENT,
      ),
      ...weightLines(one, context),
      ...claim(one.cell, context),
    ]),
  ];
}
