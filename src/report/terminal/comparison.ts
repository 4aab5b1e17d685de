import type { Comparison, Difference } from '../../core/explain.ts';
import { whyItCounts } from '../../phrases/decision.ts';
import { hingeInWords } from '../../phrases/hinges.ts';
import { criterionLabel, flipInWords, points } from '../../phrases/values.ts';
import type { ReportContext } from '../advice.ts';
import { broken, pointsColumn } from './claims.ts';
import { listed } from './explanation.ts';
import { heading, INDENT, wrap, wrapBehind } from './layout.ts';

/** Hinges and flips told. */
const MOST_TOLD = 5;

/** Two protocols side by side: where each gains, largest first, why that counts, and what would change their order. */
export function renderComparison(comparison: Comparison, context: ReportContext): string {
  const { differences, hinges, flips } = comparison;
  const [a, b] = comparison.protocols;
  const { rules, width } = context;
  const gains = (sign: 1 | -1) => differences.filter(({ points: gained }) => gained * sign > 0);
  const isRanked = a.score !== null && b.score !== null;
  const open = hinges.map((hinge) => hingeInWords(hinge, rules));
  const asked = new Set(hinges.map(({ question }) => question));
  // That both would be excluded says nothing about which of the two is ahead.
  const given = flips
    .filter(({ question, winner }) => winner !== null && !asked.has(question))
    .map((flip) => flipInWords(flip, rules));
  const lines = [
    ...heading(`${a.name} against ${b.name}`, context),
    ...[a, b].flatMap(({ name, score }) =>
      wrap(`${name}: ${score === null ? 'excluded' : `${points(score)} of 100`}`, width, INDENT),
    ),
    ...broken(a, context),
    ...broken(b, context),
    ...(isRanked ? [...side(a.name, b.name, gains(1), context), ...side(b.name, a.name, gains(-1), context)] : []),
    ...listed('Open questions that would change the order', open.slice(0, MOST_TOLD), context),
    ...listed('Other answers that would change the order', given.slice(0, MOST_TOLD), context),
    ...(open.length + given.length === 0
      ? listed('What would change the order', ['No single answer changes which of the two is ahead.'], context)
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function side(gainer: string, loser: string, differences: readonly Difference[], context: ReportContext): string[] {
  const { rules, width } = context;
  const lines = differences.flatMap((one) => {
    const grades = `grade ${one.grades.join(' against ')}`;
    return wrapBehind(
      pointsColumn(Math.abs(one.points)),
      `${criterionLabel(rules, one.criterion)}, ${grades}: ${whyItCounts(one, rules)}`,
      width,
      INDENT,
    );
  });
  return [
    '',
    ...heading(`${gainer} is better than ${loser} at`, context),
    ...(lines.length > 0 ? lines : [`${INDENT}nowhere`]),
  ];
}
