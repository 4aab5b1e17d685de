/** Lines that give the reason for a figure: a breach, a weight, a grade. */
import type { Breach, Contribution } from '../../core/decision.ts';
import type { Cell, Forbidden, Rules } from '../../core/model.ts';
import { exclusionInWords } from '../../phrases/decision.ts';
import { causeInWords, points } from '../../phrases/values.ts';
import type { ReportContext } from '../advice.ts';
import { heading, INDENT, wrap, wrapBehind } from './layout.ts';

/** Indent of the lines below points. */
const BELOW_POINTS = '        ';

/** What a protocol is said to be excluded by. */
interface Broken {
  readonly protocol: string;
  readonly breaks: readonly Breach[];
  readonly forbidden?: Forbidden;
}

/** Why a protocol is excluded, with the source of each grade; empty if it is not. */
export function broken({ breaks, forbidden, protocol }: Broken, context: ReportContext): string[] {
  if (breaks.length === 0 && !forbidden) return [];
  const { rules, width } = context;
  const cells = rules.protocols.find(({ id }) => id === protocol)?.cells ?? {};
  return [
    '',
    ...heading('What excludes it', context),
    ...(forbidden ? wrap(`It is ${exclusionInWords({ breaks: [], forbidden }, rules)}`, width, INDENT) : []),
    ...breaks.flatMap((breach) => {
      const cell = cells[breach.criterion];
      return [
        ...wrap(exclusionInWords({ breaks: [breach], protocol }, rules), width, INDENT),
        ...(cell ? claim(cell, context) : []),
      ];
    }),
  ];
}

/** Why a grade is what it is, with its source. */
export function claim({ because, source, asOf }: Cell, { paint, width }: ReportContext): string[] {
  return [
    ...wrap(because, width, BELOW_POINTS),
    ...wrap(`${source}${asOf ? `, as of ${asOf}` : ''}`, width, BELOW_POINTS).map((line) => paint.dim(line)),
  ];
}

/** Each part of a weight with its sentence: that of the baseline, then those of the answers. */
export function weightLines(
  one: Pick<Contribution, 'criterion' | 'weight' | 'because'>,
  context: ReportContext,
): string[] {
  const { rules, width } = context;
  const parts = [
    ...baselineOf(one, rules),
    ...one.because.map((cause) => ({
      weight: cause.weight,
      says: cause.says ? `${cause.says} (${causeInWords(cause)})` : causeInWords(cause),
    })),
  ];
  return parts.flatMap(({ weight, says }) =>
    wrapBehind(weight === undefined ? '- ' : `+${weightInWords(weight)} `, says, width, BELOW_POINTS),
  );
}

/** The part of the weight that no answer gave. */
function baselineOf(
  { criterion, weight, because }: Pick<Contribution, 'criterion' | 'weight' | 'because'>,
  rules: Rules,
): { weight: number; says: string }[] {
  if (because.some((cause) => cause.weight === undefined)) return [];
  const rest = weight - because.reduce((sum, cause) => sum + (cause.weight ?? 0), 0);
  if (rest <= 1e-9) return [];
  const why = rules.criteria.find(({ id }) => id === criterion)?.because;
  return [{ weight: rest, says: why === undefined ? 'by default' : `${why} (by default)` }];
}

/** A weight with at most two decimals. */
export function weightInWords(weight: number): string {
  return String(Math.round(weight * 100) / 100);
}

/** Points, right-aligned, in front of a line. */
export function pointsColumn(value: number): string {
  return `${points(value).padStart(4)}  `;
}
