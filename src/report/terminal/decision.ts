import type { Warning } from '../../core/decision.ts';
import {
  answersInWords,
  exclusions,
  openInWords,
  presetInWords,
  relaxationsInWords,
  sortWarnings,
  starterProof,
} from '../../phrases/decision.ts';
import { SEVERITY_MARKS } from '../../phrases/labels.ts';
import { acceptabilityInWords, flipsInWords, hasSureness, stabilityInWords } from '../../phrases/sureness.ts';
import { estimateInWords, points } from '../../phrases/values.ts';
import { headline, runnerUpInWords } from '../../phrases/verdict.ts';
import type { Advice, ReportContext, Reporter } from '../advice.ts';
import { firstScreen } from './first-screen.ts';
import { bar, heading, INDENT, padEnd, severityPaint, widest, wrap, wrapBehind } from './layout.ts';

const DEEP = '    ';

/** The report for a terminal: what a reader needs on the first screen, then the details, and the starter last. */
export const render: Reporter = (advice, context) => {
  const sections = [
    firstScreen(advice, context),
    relaxations(advice, context),
    ...warnings(advice, context),
    ranking(advice, context),
    excluded(advice, context),
    simulations(advice, context),
    command(advice, context),
    starter(advice, context),
    result(advice, context),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const FLIPS_TOLD = 3;

/** With `--samples`: the first place in simulations, if one answer changes, if one weight changes. */
export function simulations(advice: Advice, context: ReportContext): string[] {
  if (!hasSureness(advice)) return [];
  const { rules, width } = context;
  const sentences = [
    acceptabilityInWords(advice),
    flipsInWords(advice, rules, FLIPS_TOLD),
    stabilityInWords(advice, rules),
  ];
  return [
    ...heading('With other weights or answers', context),
    ...sentences.flatMap((sentence) => (sentence ? wrap(sentence, width, INDENT) : [])),
  ];
}

/** Columns of a ranking line besides the name and the bar. */
const RANK_AND_SCORE = 14;
const LEAST_BAR = 4;

function ranking({ ranking: ranked }: Advice, context: ReportContext): string[] {
  if (ranked.length === 0) return [];
  const { paint, width, accessible } = context;
  const room = width - RANK_AND_SCORE;
  const nameWidth = Math.min(widest(ranked.map(({ name }) => name)), room - LEAST_BAR);
  const lines = ranked.map(({ rank, name, score }) => {
    if (accessible) return `${INDENT}${rank}. ${name}: ${points(score)}`;
    const line = `${INDENT}${String(rank).padStart(2)} ${padEnd(name, nameWidth)} ${points(score).padStart(5)} `;
    return line + (rank === 1 ? paint.green : paint.dim)(bar(score / 100, room - nameWidth));
  });
  return [...heading('Ranking, of 100 points', context), ...lines];
}

function excluded(advice: Advice, context: ReportContext): string[] {
  if (advice.excluded.length === 0) return [];
  const lines = exclusions(advice, context.rules).flatMap(({ names, why }) =>
    wrap(`${names}: ${why}`, context.width, INDENT, INDENT),
  );
  return [...heading('Excluded', context), ...lines];
}

/** Where no protocol is feasible: which requirements to relax. */
export function relaxations(advice: Advice, context: ReportContext): string[] {
  if (advice.outcome !== 'none-feasible') return [];
  const { rules, width } = context;
  const lines = relaxationsInWords(advice, rules).flatMap((line) => wrapBehind('- ', line, width, INDENT));
  return [...heading('What to relax', context), ...lines];
}

/** Mistakes and remarks have headings of their own: that polling is fine, for example, is no mistake. */
function warnings(advice: Advice, context: ReportContext): string[][] {
  const { mistakes, remarks, notes } = sortWarnings(advice, context.rules);
  const told = notes.map(({ title, id }) => `${title} (${id})`).join('; ');
  const later = notes.length > 0 ? wrap(`When you build it: ${told}.`, context.width, INDENT) : [];
  const under = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [...heading(title, context), ...lines] : [];
  return [
    under(
      'Mistakes to avoid',
      mistakes.flatMap((warning) => warningLines(warning, context)),
    ),
    under('Remarks', [...remarks.flatMap((warning) => warningLines(warning, context)), ...later]),
  ];
}

function warningLines({ severity, title, id, says, instead, estimate }: Warning, context: ReportContext): string[] {
  const { width } = context;
  return [
    ...wrap(`${SEVERITY_MARKS[severity]} ${title} (${id})`, width, INDENT).map((line) =>
      severityPaint(severity, context)(line),
    ),
    ...wrap(says, width, DEEP),
    ...(estimate ? wrap(estimateInWords(estimate), width, DEEP) : []),
    ...wrap(`${severity === 'info' ? 'So' : 'Instead'}: ${instead}`, width, DEEP),
  ];
}

function command(advice: Advice, context: ReportContext): string[] {
  const { paint, width } = context;
  const preset = presetInWords(advice);
  return [
    ...heading('Answers used', context),
    ...(preset ? wrap(`${preset}:`, width, INDENT) : []),
    ...wrap(`${answersInWords(advice, context.rules)}.`, width, INDENT),
    ...wrap(`${openInWords(advice)}.`, width, INDENT).map((text) => paint.dim(text)),
    ...heading('Reproduce', context),
    `${INDENT}${advice.command}`,
  ];
}

function starter({ snippet }: Advice, context: ReportContext): string[] {
  if (!snippet) return [];
  const { paint, width } = context;
  const { language, install, run, files } = snippet;
  return [
    ...heading(`Starter in ${language} (${starterProof(snippet)})`, context),
    ...(install ? wrap(`Set up: ${install}`, width, INDENT) : []),
    ...wrap(`Run: ${run}`, width, INDENT),
    ...files.flatMap(({ path, text }) => ['', paint.dim(`--- ${path}`), text.trimEnd()]),
  ];
}

/** The answer again, because a terminal shows the end of a long report. */
export function result(advice: Advice, context: ReportContext): string[] {
  if (!advice.recommendation) return [];
  return heading(`=> ${headline(advice)}. ${runnerUpInWords(advice)}`.trimEnd(), context);
}
