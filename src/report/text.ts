import type { Excluded, Warning } from '../core/decision.ts';
import type { Severity } from '../core/model.ts';
import type { Advice, ReportContext, Reporter } from './advice.ts';
import { bar, padEnd, widest, wrap, wrapBehind } from './layout.ts';
import { acceptabilityInWords, stabilityInWords, whyFirst } from './sentences.ts';
import {
  answerInWords,
  causesInWords,
  criterionLabel,
  estimateInWords,
  flipInWords,
  forbiddenInWords,
  points,
  protocolName,
} from './wording.ts';

const INDENT = '  ';
const DEEP = '    ';

/** The report for people: the answer first, then what stands behind it. A first screen is enough to have understood. */
export const render: Reporter = (advice, context) => {
  const sections = [
    verdict(advice, context),
    sureness(advice, context),
    ranking(advice, context),
    excluded(advice, context),
    relaxations(advice, context),
    warnings(advice, context),
    beside(advice, context),
    starter(advice, context),
    command(advice, context),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function verdict(advice: Advice, context: ReportContext): string[] {
  const { rules, paint, width } = context;
  const { recommendation, outcome, ranking: ranked } = advice;
  if (!recommendation) {
    return [paint.bold.red('No protocol meets every must.'), ...beyondLine(advice, context)];
  }
  const first = ranked.filter(({ rank }) => rank === 1);
  const title =
    outcome === 'tie' ? `A tie: ${first.map(({ name }) => name).join(' and ')}` : `Use ${recommendation.name}.`;
  const summary = rules.protocols.find(({ id }) => id === recommendation.protocol)?.summary ?? '';
  const reason =
    outcome === 'tie'
      ? 'Nothing in your answers tells them apart. Answer more questions.'
      : whyFirst(advice, context.rules);
  return [
    paint.bold.green(title) + paint.dim(`  ${points(recommendation.score)} of 100`),
    ...(outcome === 'tie' || summary === '' ? [] : wrap(summary, width, INDENT)),
    ...wrap(reason, width, INDENT),
    ...beyondLine(advice, context),
  ];
}

function beyondLine({ beyond: [best], recommendation }: Advice, { paint, width }: ReportContext): string[] {
  if (!best) return [];
  const verb = recommendation ? 'would score more' : 'would do';
  return wrap(`Beyond the core six, ${best.name} ${verb} (${points(best.score)}): see --all.`, width, INDENT).map(
    (line) => paint.yellow(line),
  );
}

const FLIPS_TOLD = 3;

/** How stable the first place is: against other weights and open answers, against one answer, against one weight. */
function sureness(advice: Advice, context: ReportContext): string[] {
  const { paint, width } = context;
  const { recommendation, outcome, robustness } = advice;
  if (!recommendation || !robustness || outcome === 'tie') return [];
  const sentences = [
    acceptabilityInWords(advice),
    flipsInWords(advice, context),
    stabilityInWords(advice, context.rules),
  ];
  return [paint.bold('How sure'), ...sentences.flatMap((sentence) => (sentence ? wrap(sentence, width, INDENT) : []))];
}

function flipsInWords({ flips = [] }: Advice, { rules }: ReportContext): string {
  if (flips.length === 0) return 'No single answer changes it.';
  const told = flips.slice(0, FLIPS_TOLD).map((flip) => flipInWords(flip, rules));
  const more = flips.length > FLIPS_TOLD ? `; and ${flips.length - FLIPS_TOLD} more` : '';
  return `What would change it: ${told.join('; ')}${more}.`;
}

function ranking({ ranking: ranked }: Advice, { paint, width }: ReportContext): string[] {
  if (ranked.length === 0) return [];
  const nameWidth = widest(ranked.map(({ name }) => name));
  const barWidth = Math.max(width - nameWidth - 14, 10);
  const lines = ranked.map(({ rank, name, score }) => {
    const line = `${INDENT}${String(rank).padStart(2)} ${padEnd(name, nameWidth)} ${points(score).padStart(5)} `;
    return line + (rank === 1 ? paint.green : paint.dim)(bar(score / 100, barWidth));
  });
  return [paint.bold('Ranking'), ...lines];
}

function excluded({ excluded: out }: Advice, { rules, paint, width }: ReportContext): string[] {
  if (out.length === 0) return [];
  const lines = out.flatMap((entry) => wrap(exclusionInWords(entry, rules), width, INDENT, INDENT));
  return [paint.bold('Excluded'), ...lines];
}

function exclusionInWords({ name, breaks, forbidden }: Excluded, rules: ReportContext['rules']): string {
  const reasons = breaks.map(
    ({ criterion, minimum, grade, because }) =>
      `${criterionLabel(rules, criterion)} ${grade}, needs ${minimum} (${causesInWords(because)})`,
  );
  return `${name}: ${[...(forbidden ? [forbiddenInWords(forbidden)] : []), ...reasons].join('; ')}`;
}

function relaxations(advice: Advice, { rules, paint, width }: ReportContext): string[] {
  const { relaxations: list, outcome, excluded: out } = advice;
  if (outcome !== 'none-feasible') return [];
  const nameOf = (id: string) => protocolName(rules, id);
  const lines = (list ?? []).flatMap(({ criterion, because, bringsBack }) =>
    wrap(
      `Without ${causesInWords(because)} (${criterionLabel(rules, criterion)}): ${bringsBack.map(nameOf).join(', ')}`,
      width,
      INDENT,
    ),
  );
  return [
    paint.bold('What would bring one back'),
    ...(lines.length > 0 ? lines : wrap(whyNoneReturns(out), width, INDENT)),
  ];
}

function whyNoneReturns(excluded: readonly Excluded[]): string {
  const barred = excluded.filter(({ breaks }) => breaks.length === 0).map(({ name }) => name);
  return barred.length > 0
    ? `No change of answers does: what meets every must is forbidden (${barred.join(', ')}).`
    : 'No single change does: at least two musts have to go.';
}

const SEVERITY_MARKS = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' } satisfies Record<Severity, string>;

function warnings({ warnings: all }: Advice, context: ReportContext): string[] {
  const { paint, width } = context;
  if (all.length === 0) return [];
  const told = all.filter(({ severity, estimate }) => severity !== 'info' || estimate);
  const notes = all.filter((warning) => !told.includes(warning));
  return [
    paint.bold('Mistakes to avoid, and remarks'),
    ...told.flatMap((warning) => warningLines(warning, context)),
    ...(notes.length > 0
      ? wrap(`When you build it: ${notes.map(({ title, id }) => `${title} (${id})`).join('; ')}.`, width, INDENT)
      : []),
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
    ...wrap(`Instead: ${instead}`, width, DEEP),
  ];
}

function beside({ recommendation, combination, beyond }: Advice, { paint, width }: ReportContext): string[] {
  const needs = (recommendation?.needs ?? []).flatMap(({ says }) => wrapBehind('- ', says, width, INDENT));
  const legs = (combination ?? []).flatMap(({ name, leg, why }) =>
    wrapBehind('- ', `${name} ${leg}: ${why}`, width, INDENT),
  );
  if (needs.length + legs.length === 0) return [];
  // With nothing feasible, the combination is that of the best protocol beyond the six.
  const what = recommendation ? 'it' : (beyond[0]?.name ?? 'it');
  return [paint.bold(`Beside ${what}`), ...needs, ...legs];
}

function starter({ snippet }: Advice, { paint, width }: ReportContext): string[] {
  if (!snippet) return [];
  const { language, proof, against, chosenBecause, install, run, files } = snippet;
  const proven = against ? `${proof} against ${against}` : proof;
  const heading = `Starter in ${language} (${chosenBecause}; ${proven})`;
  return [
    ...wrap(heading, width).map((line) => paint.bold(line)),
    ...(install ? wrap(`Set up: ${install}`, width, INDENT) : []),
    ...wrap(`Run: ${run}`, width, INDENT),
    ...files.flatMap(({ path, text }) => ['', paint.dim(`--- ${path}`), text.trimEnd()]),
  ];
}

function command(
  { command: line, answers, unknown, recommendation }: Advice,
  { paint, width }: ReportContext,
): string[] {
  const open = unknown.length > 0 ? `${unknown.length} open: ${unknown.join(', ')}` : 'every question answered';
  const given = Object.entries(answers).map(([question, answer]) => `${question} ${answerInWords(answer)}`);
  return [
    paint.bold('Decided from'),
    ...wrap(given.length > 0 ? `${given.join(', ')}.` : 'no answers: the baseline weights alone.', width, INDENT),
    ...wrap(`${open}.`, width, INDENT).map((text) => paint.dim(text)),
    paint.bold('The same again'),
    `${INDENT}${line}`,
    // A long report ends where it began, for a terminal that shows its end.
    ...(recommendation ? ['', paint.bold(`=> ${recommendation.name}, ${points(recommendation.score)} of 100`)] : []),
  ];
}
