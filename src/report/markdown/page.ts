import type { Estimate, Excluded, Ranked, Warning } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import type { Advice, DocumentReporter } from '../advice.ts';
import { keepCommands } from '../keep-commands.ts';
import {
  type Apart,
  acceptabilityInWords,
  beside,
  beyondInWords,
  exclusionInWords,
  firstShare,
  gainInWords,
  hasSureness,
  headline,
  isMereDefault,
  lead,
  openInWords,
  overridesOf,
  presetInWords,
  reason,
  relaxationsInWords,
  sortWarnings,
  stabilityInWords,
  starterStanding,
  whatSetsApart,
} from '../phrases/decision.ts';
import { answerLabel, questionAsks } from '../phrases/labels.ts';
import {
  answerInWords,
  causesInWords,
  criterionLabel,
  estimateInWords,
  percent,
  points,
  protocolName,
} from '../phrases/values.ts';
import { blocks, code, codeInCell, fence, list, plain, source, table } from './markup.ts';
import { claimOf, note, origin } from './phrases.ts';

/** The report as a Markdown page that reads well on GitHub: what the text report says, with tables and links. */
export const render: DocumentReporter = (advice, { rules, title }) => {
  const page = blocks(
    `# ${plain(title ?? headline(advice))}`,
    verdict(advice, rules, title !== undefined),
    section(`What sets it apart from ${plain(advice.ranking[1]?.name ?? '')}`, reasons(advice, rules)),
    section('How sure', sureness(advice, rules)),
    section('Ranking', ranking(advice)),
    section('Excluded', excluded(advice, rules)),
    section('What would bring one back', relaxations(advice, rules)),
    ...warnings(advice, rules),
    section(`Beside ${plain(beside(advice).what)}`, list(beside(advice).items.map(plain))),
    section('Decided from', decidedFrom(advice, rules)),
    section('The same again', again(advice)),
    starter(advice),
  );
  return `${page}\n`;
};

function section(title: string, body: string): string | undefined {
  return body === '' ? undefined : blocks(`## ${title}`, body);
}

function verdict(advice: Advice, rules: Rules, isTitled: boolean): string {
  const { recommendation, outcome } = advice;
  const answer = isTitled ? `**${plain(headline(advice))}.** ` : '';
  const beyond = plain(beyondInWords(advice) ?? '');
  if (!recommendation) return blocks(answer.trim(), beyond);
  const summary = rules.protocols.find(({ id }) => id === recommendation.protocol)?.summary ?? '';
  const needsWords = outcome === 'tie' || isMereDefault(advice);
  return blocks(
    `${answer}${points(recommendation.score)} of 100. ${plain(needsWords ? reason(advice, rules) : lead(advice))}`,
    outcome === 'tie' ? '' : plain(summary),
    beyond,
  );
}

const REASONS_TOLD = 5;

/** From points to criterion, to answer, to source: where the first gains and loses against the second. */
function reasons(advice: Advice, rules: Rules): string {
  const { gains, losses } = whatSetsApart(advice);
  const [, second] = advice.ranking;
  if (!second || advice.outcome === 'tie') return '';
  const row = ({ contribution: { criterion, because }, gain }: Apart) => [
    gainInWords(gain),
    plain(criterionLabel(rules, criterion)),
    plain(causesInWords(because)),
    claimOf(rules, advice.recommendation?.protocol ?? '', criterion),
  ];
  const rows = [...gains.slice(0, REASONS_TOLD), ...losses.slice(0, 2)].map(row);
  return rows.length === 0
    ? ''
    : table(
        ['Points', 'Criterion', 'Because of', `What it is with ${plain(advice.recommendation?.name ?? '')}`],
        rows,
        [0],
      );
}

function sureness(advice: Advice, rules: Rules): string {
  if (!hasSureness(advice)) return '';
  return blocks(
    list([acceptabilityInWords(advice), stabilityInWords(advice, rules)].filter((text) => text !== '').map(plain)),
    flips(advice, rules),
  );
}

function flips({ flips: all = [] }: Advice, rules: Rules): string {
  if (all.length === 0) return 'No single answer changes it.';
  const rows = all.map(({ question, from, to, winner }) => [
    plain(questionAsks(rules, question)),
    from === null ? 'open' : plain(answerLabel(rules, question, from)),
    plain(answerLabel(rules, question, to)),
    plain(winner === null ? 'none feasible' : protocolName(rules, winner)),
  ]);
  return blocks('What would change it, each alone:', table(['Question', 'Now', 'If it were', 'Then'], rows));
}

function ranking({ ranking: ranked, robustness }: Advice): string {
  if (ranked.length === 0) return '';
  const row = (one: Ranked) => [
    String(one.rank),
    plain(one.name),
    points(one.score),
    ...(robustness ? [percent(firstShare(one))] : []),
  ];
  const heads = ['Rank', 'Protocol', 'Score of 100', ...(robustness ? ['First in draws'] : [])];
  return table(heads, ranked.map(row), [0, 2, 3]);
}

function excluded({ excluded: out }: Advice, rules: Rules): string {
  const row = (one: Excluded) => [plain(one.name), exclusionInWords(one, rules).map(plain).join('; ')];
  return out.length === 0 ? '' : table(['Protocol', 'Grade, and what the answers need'], out.map(row));
}

function relaxations(advice: Advice, rules: Rules): string {
  return advice.outcome === 'none-feasible' ? list(relaxationsInWords(advice, rules).map(plain)) : '';
}

function warnings(advice: Advice, rules: Rules): (string | undefined)[] {
  const { mistakes, remarks, notes } = sortWarnings(advice, rules);
  return [
    section('Mistakes to avoid', blocks(...mistakes.map(told))),
    section('Remarks', blocks(...remarks.map(told))),
    section('When you build it', list(notes.map(note))),
  ];
}

function told({ severity, title, id, says, instead, source: from, estimate }: Warning): string {
  return blocks(
    `### ${severity === 'info' ? '' : `${severity === 'error' ? 'Error' : 'Warning'}: `}${plain(title)} (${code(id)})`,
    plain(says),
    estimate && figures(estimate),
    `**${severity === 'info' ? 'So' : 'Instead'}**: ${plain(instead)}`,
    `Source: ${source(from)}`,
  );
}

function figures(estimate: Estimate): string {
  return `${plain(estimateInWords(estimate))} (${source(estimate.source)})`;
}

function decidedFrom(advice: Advice, rules: Rules): string {
  const { answers } = advice;
  const preset = presetInWords(advice);
  const rows = [
    ...Object.entries(answers).map(([question, answer]) => [
      plain(questionAsks(rules, question)),
      plain(answerLabel(rules, question, answer)),
      codeInCell(`--${question} ${answerInWords(answer).replaceAll(' + ', ',')}`),
    ]),
    ...overridesOf(advice).map(({ criterion, says, flag }) => [
      plain(criterionLabel(rules, criterion)),
      says,
      codeInCell(flag),
    ]),
  ];
  return blocks(
    preset && `${plain(preset)}:`,
    rows.length > 0 ? table(['Question', 'Answer', 'As a flag'], rows) : 'No answers: the baseline weights alone.',
    `${plain(openInWords(advice))}.`,
  );
}

function again(advice: Advice): string {
  const { recommendation } = advice;
  const { record, check } = keepCommands(advice, recommendation?.protocol ?? '');
  return blocks(
    fence(advice.command, 'sh'),
    ...(recommendation
      ? ['To keep the decision, and to let CI check that it still holds:', fence(`${record}\n${check}`, 'sh')]
      : []),
    `By ${origin(advice)}.`,
  );
}

function starter({ snippet }: Advice): string | undefined {
  if (!snippet) return undefined;
  const { install, run, files, language } = snippet;
  return blocks(
    `## Starter in ${plain(language)}`,
    plain(capitalised(`${starterStanding(snippet)}.`)),
    install && blocks('Set up:', fence(install, 'sh')),
    blocks('Run:', fence(run, 'sh')),
    ...files.map(({ path, text }) => blocks(`${code(path)}:`, fence(text, language))),
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
