import { isCell, type RulesChange } from '../../core/rules/diff.ts';
import { printable } from '../../text/printable.ts';
import type { ReportContext } from '../advice.ts';
import { heading, wrap } from './layout.ts';

/** The status that `check` gives a recorded decision. */
export type RecordStatus = 'holds' | 'fails' | 'unusable';

/** A case with a different result: another first place, or a record that holds in only one version. */
export interface ChangedOutcome {
  readonly kind: 'scenario' | 'record';
  readonly name: string;
  /** `null`: nothing was feasible. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of a record. */
  readonly status?: { readonly from: RecordStatus; readonly to: RecordStatus };
}

/** Printed by `rules diff --json`. */
export interface RulesDiffView {
  readonly a: string;
  readonly b: string;
  readonly changes: readonly RulesChange[];
  /** Number of scenarios and records that were decided with both versions. */
  readonly cases: number;
  readonly outcomes: readonly ChangedOutcome[];
}

const INDENT = '  ';
const DEEP = '    ';

/** The text of `rules diff`: the changes, then the different results. */
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
  const turned = outcomes.flatMap((outcome) => wrap(outcomeInWords(outcome), width, INDENT, DEEP));
  const lines = [
    ...heading(`From ${printable(a)} to ${printable(b)}`, context),
    ...(changed.length > 0 ? changed : [`${INDENT}No difference.`]),
    '',
    paint.bold('Outcomes'),
    ...turned,
    ...wrap(
      `${cases} cases decided with both: ${outcomes.length === 0 ? 'none' : outcomes.length} with another result.`,
      width,
      INDENT,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function outcomeInWords({ kind, name, from, to, status }: ChangedOutcome): string {
  const places = from === to ? [] : [`${from ?? 'nothing'} → ${to ?? 'nothing'}`];
  const record = status ? [status.from === status.to ? status.to : `${status.from} → ${status.to}`] : [];
  return `${kind} ${printable(name)}: ${[...places, ...record].join('; ')}`;
}

function added(value: unknown, id: string): string {
  return value === id || value === null || (typeof value === 'object' && !isCell(value)) ? '' : `: ${inWords(value)}`;
}

function inWords(value: unknown): string {
  if (isCell(value)) return `${value.grade} "${value.says}"`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text, 60);
}
