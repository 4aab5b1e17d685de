import type { Comparison, Difference, Explanation } from '../../core/explain.ts';
import type { Mistake } from '../../core/mistake.ts';
import { BEST_GRADE, type Cell, type Criterion } from '../../core/model.ts';
import { causesInWords, criterionLabel, flipInWords, forbiddenInWords, points } from '../../phrases/values.ts';
import type { ReportContext } from '../advice.ts';
import { heading, padEnd, widest, wrap, wrapBehind } from './layout.ts';

const INDENT = '  ';
const DEEP = '    ';

/** Why a protocol has its rank, cell by cell, each with its source. */
export function renderExplanation(explanation: Explanation, context: ReportContext): string {
  const { rules, width } = context;
  const subject = rules.protocols.find(({ id }) => id === explanation.protocol);
  const lines = [
    ...heading(standing(explanation), context),
    ...wrap(subject?.summary ?? '', width, INDENT),
    ...listed('Pick it when', subject?.pickWhen ?? [], context),
    ...listed('Avoid it when', subject?.avoidWhen ?? [], context),
    ...broken(explanation, context),
    ...counted(explanation, context),
    ...wayToFirst(explanation, context),
  ];
  return `${lines.join('\n')}\n`;
}

function standing({ name, rank, of, score }: Explanation): string {
  return rank === null || score === null
    ? `${name} is excluded.`
    : `${name} ranks ${rank} of ${of}, with ${points(score)} of 100.`;
}

function listed(title: string, items: readonly string[], { paint, width }: ReportContext): string[] {
  if (items.length === 0) return [];
  return ['', paint.bold(title), ...items.flatMap((item) => wrapBehind('- ', item, width, INDENT))];
}

function broken({ breaks, forbidden, protocol }: Explanation, { rules, paint, width }: ReportContext): string[] {
  if (breaks.length === 0 && !forbidden) return [];
  const cells = rules.protocols.find(({ id }) => id === protocol)?.cells ?? {};
  return [
    '',
    paint.bold('What excludes it'),
    ...(forbidden ? wrap(`It is ${forbiddenInWords(forbidden)}`, width, INDENT) : []),
    ...breaks.flatMap(({ criterion, minimum, grade, because }) => {
      const cell = cells[criterion];
      return [
        ...wrap(
          `${criterionLabel(rules, criterion)}: grade ${grade}, requires ${minimum} (${causesInWords(because)})`,
          width,
          INDENT,
        ),
        ...(cell ? claim(cell, paint.dim, width) : []),
      ];
    }),
  ];
}

function counted({ contributions }: Explanation, { rules, paint, width }: ReportContext): string[] {
  if (contributions.length === 0) return [];
  return [
    '',
    paint.bold('Score breakdown with sources'),
    ...contributions.flatMap(({ criterion, grade, weight, points: gained, because, cell }) => [
      ...wrapBehind(
        pointsColumn(gained),
        `${criterionLabel(rules, criterion)}: grade ${grade} of ${BEST_GRADE} × weight ${weightInWords(weight)} (${causesInWords(because)})`,
        width,
        INDENT,
      ),
      ...claim(cell, paint.dim, width),
    ]),
  ];
}

function claim(cell: Cell, dim: (text: string) => string, width: number): string[] {
  const age = cell.asOf ? `, as of ${cell.asOf}` : '';
  return [
    ...wrap(cell.because, width, `${DEEP}    `),
    ...wrap(`${cell.source}${age}`, width, `${DEEP}    `).map((line) => dim(line)),
  ];
}

function wayToFirst(
  { rank, flips, weightChange, breaks, forbidden }: Explanation,
  { rules, paint, width }: ReportContext,
): string[] {
  if (rank === 1 || forbidden) return [];
  const single = flips.slice(0, 3).map((flip) => flipInWords(flip));
  const weight = weightChange
    ? [
        `the weight of ${criterionLabel(rules, weightChange.criterion)} going from ${weightInWords(weightChange.from)} to ${weightChange.to} (--weight ${weightChange.criterion}=${weightChange.to})`,
      ]
    : [];
  const dropped =
    breaks.length > 0
      ? [`dropping ${breaks.map(({ because }) => causesInWords(because)).join(' and ')}, to be ranked at all`]
      : [];
  const ways = [...single, ...weight, ...(single.length === 0 ? dropped : [])];
  const lines = ways.length > 0 ? ways : ['No single answer and no single weight is enough.'];
  return ['', paint.bold('What would put it first'), ...lines.flatMap((line) => wrapBehind('- ', line, width, INDENT))];
}

/** Two protocols side by side: where each gains, largest first, and which answers change their order. */
export function renderComparison(
  { protocols: [a, b], differences, flips }: Comparison,
  context: ReportContext,
): string {
  const { paint, width, rules } = context;
  const gains = (sign: 1 | -1) => differences.filter(({ points: gained }) => gained * sign > 0);
  const isRanked = a.score !== null && b.score !== null;
  const lines = [
    ...heading(`${a.name} against ${b.name}`, context),
    ...[a, b].flatMap((side) =>
      wrap(`${side.name}: ${side.score === null ? 'excluded' : `${points(side.score)} of 100`}`, width, INDENT),
    ),
    ...broken(a, context),
    ...broken(b, context),
    ...(isRanked ? [...side(a.name, b.name, gains(1), context), ...side(b.name, a.name, gains(-1), context)] : []),
    '',
    paint.bold('What would change the order'),
    ...(flips.length === 0
      ? wrap('No single answer changes which of the two is ahead.', width, INDENT)
      : flips.slice(0, 5).flatMap((flip) => wrapBehind('- ', flipInWords(flip, rules), width, INDENT))),
  ];
  return `${lines.join('\n')}\n`;
}

function side(gainer: string, loser: string, differences: readonly Difference[], context: ReportContext): string[] {
  const { rules, width } = context;
  const labels = differences.map(({ criterion }) => criterionLabel(rules, criterion));
  const labelWidth = widest(labels);
  const lines = differences.flatMap(({ points: gained, grades, because }, at) =>
    wrapBehind(
      pointsColumn(Math.abs(gained)),
      `${padEnd(labels[at] ?? '', labelWidth)}  ${grades.join(' : ')}  (${causesInWords(because)})`,
      width,
      INDENT,
    ),
  );
  return ['', ...heading(`${gainer} gains on ${loser}`, context), ...(lines.length > 0 ? lines : [`${INDENT}nowhere`])];
}

/** One criterion: its question, the answers that give it weight, and every protocol's grade with its reason. */
export function renderCriterion(criterion: Criterion, context: ReportContext): string {
  const { rules, paint, width } = context;
  const weighedBy = rules.questions.flatMap(({ id, options }) =>
    options.flatMap(({ value, effects }) =>
      effects.flatMap(({ weighs, requires }) => {
        const weight = weighs[criterion.id];
        const minimum = requires[criterion.id];
        return [
          ...(weight ? [`${id} ${value}: weight +${weight}`] : []),
          ...(minimum ? [`${id} ${value}: at least grade ${minimum}`] : []),
        ];
      }),
    ),
  );
  const cells = rules.protocols.flatMap(({ name, cells: row }) => {
    const cell = row[criterion.id];
    return cell
      ? [...wrap(`${cell.grade}  ${name}: ${cell.says}`, width, INDENT), ...claim(cell, paint.dim, width)]
      : [];
  });
  const lines = [
    ...heading(`${criterion.label} (${criterion.id})`, context),
    ...wrap(criterion.asks, width, INDENT),
    ...wrap(`Weight before any answer: ${criterion.baseline}.`, width, INDENT),
    ...listed('Answers that make it count', weighedBy, context),
    '',
    paint.bold('Grades'),
    ...cells,
  ];
  return `${lines.join('\n')}\n`;
}

/** One mistake: when it is reported, when not, its consequence, and what to do instead. */
export function renderMistake(
  { title, id, severity, trigger, guard, says, instead, source }: Mistake,
  context: ReportContext,
): string {
  const { paint, width } = context;
  const part = (label: string, text: string) => [paint.bold(label), ...wrap(text, width, INDENT)];
  const lines = [
    ...heading(`${title} (${id}, ${severity})`, context),
    ...part('Reported when', trigger),
    ...part('Not reported when', guard),
    ...part('Consequence', says),
    ...part('Instead', instead),
    ...part('Source', source),
  ];
  return `${lines.join('\n')}\n`;
}

function weightInWords(weight: number): string {
  return String(Math.round(weight * 100) / 100);
}

function pointsColumn(value: number): string {
  return `${points(value).padStart(4)}  `;
}
