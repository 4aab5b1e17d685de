import type { Estimate, Ranked, Warning } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { answerFlag, checkCommand, recordCommand, warningsToAccept } from '../../phrases/commands.ts';
import {
  alsoNeeded,
  beyondInWords,
  exclusions,
  openInWords,
  overridesInWords,
  presetInWords,
  relaxationsInWords,
  sortWarnings,
  starterProof,
  whyItCounts,
} from '../../phrases/decision.ts';
import { HINGES_INTRO, likelihoodInWords, NO_HINGES } from '../../phrases/hinges.ts';
import { answerLabel, questionAsks } from '../../phrases/labels.ts';
import { precedentsHeading } from '../../phrases/precedents.ts';
import {
  acceptabilityInWords,
  confidenceInWords,
  firstShare,
  hasSureness,
  stabilityInWords,
} from '../../phrases/sureness.ts';
import { criterionLabel, estimateInWords, percent, points, protocolName } from '../../phrases/values.ts';
import {
  type Apart,
  cautionInWords,
  decidingInWords,
  gainInWords,
  headline,
  isOpen,
  objectionInWords,
  reasonsInWords,
  runnerUpInWords,
  whatSetsApart,
} from '../../phrases/verdict.ts';
import { capitalise } from '../../text/lists.ts';
import { shellLine } from '../../text/shell.ts';
import type { Advice, DocumentReporter } from '../advice.ts';
import { blocks, code, codeInCell, fence, list, plain, source, table } from './markup.ts';
import { claimOf, note, origin, precedent } from './phrases.ts';

/** The report as Markdown for GitHub: the content of the text report, with tables and links. */
export const render: DocumentReporter = (advice, { rules, title }) => {
  const { with: withName, items } = alsoNeeded(advice);
  const page = blocks(
    `# ${plain(title ?? headline(advice))}`,
    verdict(advice, rules, title !== undefined),
    section('How sure', plain(confidenceInWords(advice))),
    section('Why', blocks(list(reasonsInWords(advice, rules).map(plain)), plain(objectionInWords(advice, rules)))),
    section('What it hinges on', hinges(advice, rules)),
    section(precedentsHeading(advice.precedents), list(advice.precedents.map((one) => precedent(one, rules)))),
    section(withName === undefined ? 'Also needed' : `Also needed with ${plain(withName)}`, list(items.map(plain))),
    section('What to relax', relaxations(advice, rules)),
    ...warnings(advice, rules),
    section('Answers used', answersUsed(advice, rules)),
    section('Ranking', ranking(advice)),
    section(`Differences from ${plain(advice.ranking[1]?.name ?? '')}`, differences(advice, rules)),
    section('Excluded', excluded(advice, rules)),
    section('With other weights or answers', simulations(advice, rules)),
    section('Reproduce', reproduce(advice)),
    starter(advice),
  );
  return `${page}\n`;
};

function section(title: string, body: string): string | undefined {
  return body === '' ? undefined : blocks(`## ${title}`, body);
}

/** The answer, again where the title is another one; the runner-up; what to know before the reasons. */
function verdict(advice: Advice, rules: Rules, isTitled: boolean): string {
  const { recommendation } = advice;
  const summary = rules.protocols.find(({ id }) => id === recommendation?.protocol)?.summary ?? '';
  const answer = isTitled ? `**${plain(headline(advice))}.**` : '';
  return blocks(
    [answer, plain(decidingInWords(advice, rules)), plain(runnerUpInWords(advice))].filter(Boolean).join(' '),
    plain(cautionInWords(advice)),
    isOpen(advice) ? '' : plain(summary),
    plain(beyondInWords(advice) ?? ''),
  );
}

function hinges({ hinges: all, recommendation, unknown }: Advice, rules: Rules): string {
  if (!recommendation || unknown.length === 0) return '';
  if (all.length === 0) return NO_HINGES;
  const rows = all.map(({ question, answer, winner, likelihood }) => [
    plain(questionAsks(rules, question)),
    plain(answerLabel(rules, question, answer)),
    plain(winner === null ? 'none feasible' : protocolName(rules, winner)),
    likelihoodInWords(likelihood),
  ]);
  return blocks(`${HINGES_INTRO}:`, table(['Question', 'If it is', 'Then first', 'How likely'], rows));
}

const MOST_REASONS = 5;

/** Where the first gains and loses against the second: points, criterion, the sentence behind its weight, source. */
function differences(advice: Advice, rules: Rules): string {
  const { gains, losses } = whatSetsApart(advice);
  const [, second] = advice.ranking;
  if (!second || advice.outcome === 'tie') return '';
  const row = ({ contribution, gain }: Apart) => [
    gainInWords(gain),
    plain(criterionLabel(rules, contribution.criterion)),
    plain(whyItCounts(contribution, rules)),
    claimOf(rules, advice.recommendation?.protocol ?? '', contribution.criterion),
  ];
  const rows = [...gains.slice(0, MOST_REASONS), ...losses.slice(0, 2)].map(row);
  return rows.length === 0
    ? ''
    : table(
        ['Points', 'Criterion', 'Why it counts', `What it is with ${plain(advice.recommendation?.name ?? '')}`],
        rows,
        [0],
      );
}

/** With `--samples`: simulations, and every answer that changes the first place. */
function simulations(advice: Advice, rules: Rules): string {
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
  const heads = ['Rank', 'Protocol', 'Score of 100', ...(robustness ? ['First in simulations'] : [])];
  return table(heads, ranked.map(row), [0, 2, 3]);
}

function excluded(advice: Advice, rules: Rules): string {
  const rows = exclusions(advice, rules).map(({ names, why }) => [plain(names), plain(why)]);
  return rows.length === 0 ? '' : table(['Protocol', 'Why'], rows);
}

function relaxations(advice: Advice, rules: Rules): string {
  return advice.outcome === 'none-feasible' ? list(relaxationsInWords(advice, rules).map(plain)) : '';
}

function warnings(advice: Advice, rules: Rules): (string | undefined)[] {
  const { mistakes, remarks, notes } = sortWarnings(advice, rules);
  return [
    section('Mistakes to avoid', blocks(...mistakes.map(warning))),
    section('Remarks', blocks(...remarks.map(warning))),
    section('When you build it', list(notes.map(note))),
  ];
}

function warning({ severity, title, id, says, instead, source: from, estimate }: Warning): string {
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

function answersUsed(advice: Advice, rules: Rules): string {
  const { answers } = advice;
  const preset = presetInWords(advice);
  const rows = [
    ...Object.entries(answers).map(([question, answer]) => [
      plain(questionAsks(rules, question)),
      plain(answerLabel(rules, question, answer)),
      codeInCell(shellLine(answerFlag(rules, question, answer))),
    ]),
    ...overridesInWords(advice).map(({ criterion, says, flag }) => [
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

function reproduce(advice: Advice): string {
  const { recommendation, argv } = advice;
  const name = recommendation?.protocol ?? '';
  const record = shellLine(recordCommand(argv, warningsToAccept(advice.warnings), name));
  const check = shellLine(checkCommand(argv, name));
  return blocks(
    fence(advice.command, 'sh'),
    ...(recommendation
      ? ['To record the decision, and to check in CI that it still holds:', fence(`${record}\n${check}`, 'sh')]
      : []),
    `By ${origin(advice)}.`,
  );
}

/** A command in a fence; where running takes more than a command, the sentence. */
function runs(run: string): string {
  return run.endsWith('.') ? plain(`Run: ${run}`) : blocks('Run:', fence(run, 'sh'));
}

function starter({ snippet }: Advice): string | undefined {
  if (!snippet) return undefined;
  const { install, run, files, language } = snippet;
  return blocks(
    `## Starter in ${plain(language)}`,
    plain(capitalise(`${starterProof(snippet)}.`)),
    install && blocks('Set up:', fence(install, 'sh')),
    runs(run),
    ...files.map(({ path, text }) => blocks(`${code(path)}:`, fence(text, language))),
  );
}
