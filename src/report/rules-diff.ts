import { printable } from '../core/printable.ts';
import { isCell, type RulesChange } from '../core/rules-diff.ts';
import type { ReportContext } from './advice.ts';
import { wrap } from './layout.ts';

/** A case whose first place is another one. */
export interface ChangedOutcome {
  readonly kind: 'scenario' | 'record';
  readonly name: string;
  /** `null`: nothing was feasible. */
  readonly from: string | null;
  readonly to: string | null;
}

/** This is what `rules diff --json` prints. */
export interface RulesDiffView {
  readonly a: string;
  readonly b: string;
  readonly changes: readonly RulesChange[];
  /** How many scenarios and records were decided twice. */
  readonly cases: number;
  readonly outcomes: readonly ChangedOutcome[];
}

const INDENT = '  ';

export function renderRulesDiff({ a, b, changes, cases, outcomes }: RulesDiffView, context: ReportContext): string {
  const { paint, width } = context;
  const changed = changes.flatMap(({ kind, id, from, to }) => {
    const line =
      from === null
        ? `+ ${kind} ${id}${added(to, id)}`
        : to === null
          ? `- ${kind} ${id}`
          : `~ ${kind} ${id}: ${inWords(from)} → ${inWords(to)}`;
    const colour = from === null ? paint.green : to === null ? paint.red : paint.yellow;
    return wrap(line, width, INDENT, INDENT).map((text) => colour(text));
  });
  const turned = outcomes.flatMap(({ kind, name, from, to }) =>
    wrap(`${kind} ${printable(name)}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`, width, INDENT, INDENT),
  );
  const lines = [
    paint.bold(`From ${printable(a)} to ${printable(b)}`),
    ...(changed.length > 0 ? changed : [`${INDENT}Nothing differs.`]),
    '',
    paint.bold('Outcomes'),
    ...turned,
    ...wrap(
      `${cases} decided by both: ${outcomes.length === 0 ? 'none' : outcomes.length} with another first place.`,
      width,
      INDENT,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function added(value: unknown, id: string): string {
  return value === id || value === null || (typeof value === 'object' && !isCell(value)) ? '' : `: ${inWords(value)}`;
}

function inWords(value: unknown): string {
  if (isCell(value)) return `${value.grade} "${value.says}"`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
