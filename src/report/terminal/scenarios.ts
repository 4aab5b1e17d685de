import type { Clue, Scenario, ScenarioOutcome } from '../../core/rules/scenario.ts';
import { causesInWords, criterionLabel, forbiddenInWords, points } from '../../phrases/values.ts';
import { printable } from '../../text/printable.ts';
import type { ReportContext } from '../advice.ts';
import { wrap, wrapBehind } from './layout.ts';

/** A scenario and its result; printed by `rules test --json`. */
export interface JudgedScenario extends Omit<ScenarioOutcome, 'verdict'> {
  readonly id: string;
  readonly title: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  readonly expect: Scenario['expect'];
  /** `known`: a miss that the rules below make as well, or that is intended: the expected protocol is forbidden. */
  readonly verdict: ScenarioOutcome['verdict'] | 'known';
}

export type VerdictCounts = Readonly<Record<JudgedScenario['verdict'], number>>;

const INDENT = '  ';
const DEEP = '    ';

/** The misses with their reasons, then one line of sums. */
export function renderScenarios(
  judged: readonly JudgedScenario[],
  counts: VerdictCounts,
  context: ReportContext,
): string {
  const { paint, width } = context;
  const misses = judged.filter(({ verdict }) => verdict === 'miss');
  const known = judged.filter(({ verdict }) => verdict === 'known').map(({ id }) => id);
  const lines = [
    ...misses.flatMap((miss) => [...missLines(miss, context), '']),
    ...(known.length > 0
      ? [...wrap(`Known misses, also without the packs, or forbidden: ${known.join(', ')}.`, width), '']
      : []),
    ...wrap(sumsInWords(judged.length, counts), width).map((line) =>
      misses.length > 0 ? paint.red(line) : paint.green(line),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function sumsInWords(all: number, { first, defensible, known, miss }: VerdictCounts): string {
  if (all === 0) return 'No scenario was found: they are files in scenarios/ of a pack.';
  const parts = [`${first} as the team decided`, `${defensible} defensible`, ...(known > 0 ? [`${known} known`] : [])];
  return `${all} ${all === 1 ? 'scenario' : 'scenarios'}: ${parts.join(', ')}, ${miss} missed.`;
}

function missLines({ id, title, place, winner, expect, clues }: JudgedScenario, context: ReportContext): string[] {
  const { paint, width } = context;
  const also = expect.defensible?.length ? `, or ${expect.defensible.join(', ')}` : '';
  return [
    ...wrap(`${printable(place.file)}:${place.line}: ${id}`, width, '', INDENT).map((line) => paint.bold(line)),
    ...wrap(title, width, INDENT),
    ...wrap(`${winner ?? 'Nothing'} comes first; expected ${expect.first.join(', ')}${also}.`, width, INDENT),
    ...clues.flatMap((clue) => clueLines(clue, context)),
  ];
}

function clueLines(clue: Clue, { rules, width }: ReportContext): string[] {
  const { protocol } = clue;
  switch (clue.kind) {
    case 'forbidden':
      return wrap(`${protocol} is ${forbiddenInWords(clue.forbidden)}`, width, INDENT);
    case 'not-ranked':
      return wrap(`${protocol} is extended, and not ranked: "tier: all" would rank it.`, width, INDENT);
    case 'excluded':
      return [
        ...wrap(`${protocol} is excluded. Look at the answer, or at the cell:`, width, INDENT),
        ...clue.breaks.flatMap(({ criterion, minimum, grade, because }) =>
          wrapBehind(
            '- ',
            `${causesInWords(because)} requires ${minimum} of ${criterionLabel(rules, criterion)}; the cell ${criterion} has ${grade}`,
            width,
            DEEP,
          ),
        ),
      ];
    case 'behind':
      return [
        ...wrap(
          `${protocol} is ${points(clue.points)} points behind. Look at these cells, or at the weights:`,
          width,
          INDENT,
        ),
        ...clue.losses.flatMap(({ criterion, points: lost, grade, winnersGrade, because }) =>
          wrapBehind(
            '- ',
            `${criterion}: grade ${grade} against ${winnersGrade} costs ${points(lost)} (${causesInWords(because)})`,
            width,
            DEEP,
          ),
        ),
      ];
  }
}
