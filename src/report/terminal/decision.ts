import type { Warning } from '../../core/decision.ts';
import type { Severity } from '../../core/mistake.ts';
import {
  alsoNeeded,
  answersInWords,
  beyondInWords,
  exclusionInWords,
  headline,
  openInWords,
  presetInWords,
  reason,
  relaxationsInWords,
  sortWarnings,
  starterProof,
} from '../../phrases/decision.ts';
import { acceptabilityInWords, flipsInWords, hasSureness, stabilityInWords } from '../../phrases/sureness.ts';
import { estimateInWords, points } from '../../phrases/values.ts';
import type { Advice, ReportContext, Reporter } from '../advice.ts';
import { bar, heading, padEnd, widest, wrap, wrapBehind } from './layout.ts';

const INDENT = '  ';
const DEEP = '    ';

/** The report for a terminal: the answer and its reason on the first screen, then the details. */
export const render: Reporter = (advice, context) => {
  const sections = [
    verdict(advice, context),
    sureness(advice, context),
    ranking(advice, context),
    excluded(advice, context),
    relaxations(advice, context),
    ...warnings(advice, context),
    needs(advice, context),
    starter(advice, context),
    command(advice, context),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function verdict(advice: Advice, { rules, paint, width }: ReportContext): string[] {
  const { recommendation, outcome } = advice;
  const more = beyondInWords(advice);
  const beyond = more === undefined ? [] : wrap(more, width, INDENT).map((line) => paint.yellow(line));
  if (!recommendation) return [paint.bold.red(`${headline(advice)}.`), ...beyond];
  const isTie = outcome === 'tie';
  const summary = rules.protocols.find(({ id }) => id === recommendation.protocol)?.summary ?? '';
  const answer = wrap(`${headline(advice)}${isTie ? '' : '.'}`, width);
  const score = `  ${points(recommendation.score)} of 100`;
  const isOneLine = answer.length === 1 && widest([`${answer[0]}${score}`]) <= width;
  return [
    ...answer.map((line) => paint.bold.green(line) + (isOneLine ? paint.dim(score) : '')),
    ...(isOneLine ? [] : [paint.dim(score)]),
    ...(isTie || summary === '' ? [] : wrap(summary, width, INDENT)),
    ...wrap(reason(advice, rules), width, INDENT),
    ...beyond,
  ];
}

const FLIPS_TOLD = 3;

/** How stable the first place is: in simulations, if one answer changes, if one weight changes. */
function sureness(advice: Advice, { rules, paint, width }: ReportContext): string[] {
  if (!hasSureness(advice)) return [];
  const sentences = [
    acceptabilityInWords(advice),
    flipsInWords(advice, rules, FLIPS_TOLD),
    stabilityInWords(advice, rules),
  ];
  return [paint.bold('How sure'), ...sentences.flatMap((sentence) => (sentence ? wrap(sentence, width, INDENT) : []))];
}

/** Columns of a ranking line besides the name and the bar. */
const RANK_AND_SCORE = 14;
const LEAST_BAR = 4;

function ranking({ ranking: ranked }: Advice, { paint, width }: ReportContext): string[] {
  if (ranked.length === 0) return [];
  const room = width - RANK_AND_SCORE;
  const nameWidth = Math.min(widest(ranked.map(({ name }) => name)), room - LEAST_BAR);
  const barWidth = room - nameWidth;
  const lines = ranked.map(({ rank, name, score }) => {
    const line = `${INDENT}${String(rank).padStart(2)} ${padEnd(name, nameWidth)} ${points(score).padStart(5)} `;
    return line + (rank === 1 ? paint.green : paint.dim)(bar(score / 100, barWidth));
  });
  return [paint.bold('Ranking'), ...lines];
}

function excluded({ excluded: out }: Advice, { rules, paint, width }: ReportContext): string[] {
  if (out.length === 0) return [];
  const lines = out.flatMap((one) =>
    wrap(`${one.name}: ${exclusionInWords(one, rules).join('; ')}`, width, INDENT, INDENT),
  );
  return [paint.bold('Excluded'), ...lines];
}

function relaxations(advice: Advice, { rules, paint, width }: ReportContext): string[] {
  if (advice.outcome !== 'none-feasible') return [];
  const lines = relaxationsInWords(advice, rules).flatMap((line) => wrap(line, width, INDENT));
  return [paint.bold('What to relax'), ...lines];
}

const SEVERITY_MARKS = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' } satisfies Record<Severity, string>;

/** Mistakes and remarks have headings of their own: that polling is fine, for example, is no mistake. */
function warnings(advice: Advice, context: ReportContext): string[][] {
  const { paint, width } = context;
  const { mistakes, remarks, notes } = sortWarnings(advice, context.rules);
  const told = notes.map(({ title, id }) => `${title} (${id})`).join('; ');
  const later = notes.length > 0 ? wrap(`When you build it: ${told}.`, width, INDENT) : [];
  const under = (title: string, lines: readonly string[]) => (lines.length > 0 ? [paint.bold(title), ...lines] : []);
  return [
    under(
      'Mistakes to avoid',
      mistakes.flatMap((warning) => warningLines(warning, context)),
    ),
    under('Remarks', [...remarks.flatMap((warning) => warningLines(warning, context)), ...later]),
  ];
}

function warningLines(
  { severity, title, id, says, instead, estimate }: Warning,
  { paint, width }: ReportContext,
): string[] {
  const colour = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.cyan;
  return [
    ...wrap(`${SEVERITY_MARKS[severity]} ${title} (${id})`, width, INDENT).map((line) => colour(line)),
    ...wrap(says, width, DEEP),
    ...(estimate ? wrap(estimateInWords(estimate), width, DEEP) : []),
    ...wrap(`${severity === 'info' ? 'So' : 'Instead'}: ${instead}`, width, DEEP),
  ];
}

function needs(advice: Advice, context: ReportContext): string[] {
  const { with: name, items } = alsoNeeded(advice);
  if (items.length === 0) return [];
  return [
    ...heading(name === undefined ? 'Also needed' : `Also needed with ${name}`, context),
    ...items.flatMap((item) => wrapBehind('- ', item, context.width, INDENT)),
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

function command(advice: Advice, context: ReportContext): string[] {
  const { paint, width } = context;
  const { command: line, recommendation } = advice;
  const preset = presetInWords(advice);
  return [
    paint.bold('Answers used'),
    ...(preset ? wrap(`${preset}:`, width, INDENT) : []),
    ...wrap(`${answersInWords(advice)}.`, width, INDENT),
    ...wrap(`${openInWords(advice)}.`, width, INDENT).map((text) => paint.dim(text)),
    paint.bold('Reproduce'),
    `${INDENT}${line}`,
    // The result again, because a terminal shows the end of a long report.
    ...(recommendation
      ? ['', ...heading(`=> ${recommendation.name}, ${points(recommendation.score)} of 100`, context)]
      : []),
  ];
}
