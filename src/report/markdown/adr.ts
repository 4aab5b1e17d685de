import type { Breach, Warning } from '../../core/decision.ts';
import { BEST_GRADE, type Rules } from '../../core/model.ts';
import { checkCommand, recordCommand, warningsToAccept } from '../../phrases/commands.ts';
import {
  type Apart,
  alsoNeeded,
  isMereDefault,
  openInWords,
  overridesInWords,
  presetInWords,
  sortWarnings,
  tied,
  whatSetsApart,
  whyFirst,
} from '../../phrases/decision.ts';
import { answerLabel, questionAsks } from '../../phrases/labels.ts';
import { acceptabilityInWords, flipsInWords, hasSureness, stabilityInWords } from '../../phrases/sureness.ts';
import { answerInWords, causesInWords, criterionLabel, percent, points } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import { shellLine } from '../../text/shell.ts';
import type { Advice, DocumentContext, SelectiveReporter } from '../advice.ts';
import { argumentsOf, MOST_ARGUMENTS, prosAndCons } from './adr-options.ts';
import { blocks, code, fence, list, plain, source } from './markup.ts';
import { claimOf, note, origin } from './phrases.ts';

/**
 * An architecture decision record with the sections of MADR 4.0.0. It is a proposal: the team adds who decided, and whether
 * it is accepted. Refuses if there is no decision to record.
 */
export const render: SelectiveReporter = (advice, context) => {
  const { rules, today } = context;
  if (!advice.recommendation) {
    return { problem: 'No record: no protocol meets every requirement. --format markdown shows what to relax.' };
  }
  const page = blocks(
    frontMatter(today),
    `# ${plain(titleOf(advice, context))}`,
    blocks('## Context and Problem Statement', problem(advice, rules)),
    blocks('## Decision Drivers', drivers(advice, rules)),
    blocks('## Considered Options', list([...advice.ranking, ...advice.excluded].map(({ name }) => plain(name)))),
    blocks('## Decision Outcome', outcome(advice, rules)),
    blocks('### Consequences', consequences(advice, rules)),
    blocks('### Confirmation', confirmation(advice, fileName(advice, context))),
    blocks('## Pros and Cons of the Options', prosAndCons(advice, rules)),
    blocks('## More Information', moreInformation(advice, rules)),
  );
  return `${page}\n`;
};

const LONGEST_NAME = 60;

/** The title as a file name: lower-case letters, digits and dashes. */
export function fileName(advice: Advice, context: DocumentContext): string {
  const slug = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      // Cut at a dash if there is one.
      .replace(new RegExp(`^(.{1,${LONGEST_NAME}})(?:-.*)?$`), '$1')
      .slice(0, LONGEST_NAME);
  return slug(titleOf(advice, context)) || slug(`use ${advice.recommendation?.protocol}`);
}

/** The problem and the solution, as MADR asks. */
function titleOf({ recommendation, preset }: Advice, { title }: DocumentContext): string {
  const what = preset ? `for ${uncapitalised(preset.title)}` : 'as the real-time protocol';
  return title ?? `Use ${recommendation?.name} ${what}`;
}

/** Lower-cases the first letter, unless it begins an abbreviation. */
function uncapitalised(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase());
}

function frontMatter(today: string | undefined): string {
  return ['---', 'status: proposed', ...(today ? [`date: ${today}`] : []), '---'].join('\n');
}

function problem(advice: Advice, rules: Rules): string {
  const { answers } = advice;
  const preset = presetInWords(advice);
  const given = [
    ...Object.entries(answers).map(
      ([question, answer]) =>
        `${plain(questionAsks(rules, question))} **${plain(answerLabel(rules, question, answer))}** (${code(`${question} ${answerInWords(answer)}`)})`,
    ),
    ...overridesInWords(advice).map(
      ({ criterion, says, flag }) => `${plain(criterionLabel(rules, criterion))}: **${says}** (${code(flag)})`,
    ),
  ];
  return blocks(
    'Which protocol is to carry these messages?',
    given.length > 0
      ? `What was answered${preset ? `, from the ${plain(uncapitalised(preset))}` : ''}:`
      : 'Nothing was answered.',
    list(given),
    `${plain(openInWords(advice))}.`,
  );
}

const MOST_DRIVERS = 10;

/** The requirements, then the heaviest criteria, each with its causes. */
function drivers({ ranking: [first], excluded }: Advice, rules: Rules): string {
  const musts = new Map(excluded.flatMap(({ breaks }) => breaks).map((breach) => [mustInWords(breach, rules), breach]));
  const weights = [...(first?.contributions ?? [])].sort((a, b) => b.weight - a.weight);
  const all = weights.reduce((sum, { weight }) => sum + weight, 0);
  const heaviest = weights
    .slice(0, MOST_DRIVERS)
    .map(
      ({ criterion, weight, because }) =>
        `${plain(criterionLabel(rules, criterion))}: ${percent(weight / all)} of all weight (${plain(causesInWords(because))})`,
    );
  const more = weights.length - heaviest.length;
  return list([
    ...[...musts.keys()].map(plain),
    ...heaviest,
    ...(more > 0 ? [`${more} more criteria of lesser weight`] : []),
  ]);
}

function mustInWords({ criterion, minimum, because }: Breach, rules: Rules): string {
  return `Must: ${criterionLabel(rules, criterion)} at least ${minimum} of ${BEST_GRADE} (${causesInWords(because)})`;
}

function outcome(advice: Advice, rules: Rules): string {
  const { recommendation, ranking } = advice;
  const name = plain(recommendation?.name ?? '');
  const score = points(recommendation?.score ?? 0);
  if (advice.outcome === 'tie') {
    const others = plain(joined(tied(ranking)));
    return `Chosen option: "${name}", because something has to be proposed: it is a tie between ${others}, with ${score} of 100 each, and nothing in the answers separates them.`;
  }
  return blocks(
    isMereDefault(advice)
      ? `Chosen option: "${name}", because it is the default: nothing was answered, and the baseline weights give it ${score} of 100.`
      : `Chosen option: "${name}", because it comes out best, with ${score} of 100.`,
    plain(whyFirst(advice, rules)),
    hasSureness(advice) ? plain(`${acceptabilityInWords(advice)} ${stabilityInWords(advice, rules)}`) : '',
  );
}

/** Gains and losses, further needs, and likely mistakes. */
function consequences(advice: Advice, rules: Rules): string {
  const { mistakes, remarks } = sortWarnings(advice, rules);
  const { gained, lost } = shifts(advice, rules);
  const warned = ({ title, id, says, instead, source: from }: Warning) =>
    `${plain(title)} (${code(id)}): ${plain(says)} ${plain(instead)} (${source(from)})`;
  return list([
    ...gained.map((text) => `Good, because ${text}`),
    ...lost.map((text) => `Bad, because ${text}`),
    ...alsoNeeded(advice).items.map((item) => `Neutral, because it also needs: ${plain(item)}`),
    ...remarks.map((remark) => `Neutral, because ${warned(remark)}`),
    ...mistakes.map((mistake) => `Bad, because a known mistake is likely: ${warned(mistake)}`),
  ]);
}

/** Where the first gains and loses most against the second; without a second, its good grades. */
function shifts(
  advice: Advice,
  rules: Rules,
): { readonly gained: readonly string[]; readonly lost: readonly string[] } {
  const [first, second] = advice.ranking;
  if (!first) return { gained: [], lost: [] };
  const { gains, losses } = whatSetsApart(advice);
  const inWords = ({ contribution: { criterion }, gain }: Apart) =>
    `it scores ${points(Math.abs(gain))} points ${gain > 0 ? 'more' : 'less'} than ${plain(second?.name ?? '')} on ${plain(criterionLabel(rules, criterion))}: ${claimOf(rules, first.protocol, criterion)}`;
  return second
    ? { gained: gains.slice(0, MOST_ARGUMENTS).map(inWords), lost: losses.slice(0, MOST_ARGUMENTS).map(inWords) }
    : { gained: argumentsOf(first, rules).good.slice(0, MOST_ARGUMENTS), lost: [] };
}

function confirmation(advice: Advice, name: string): string {
  const { argv, warnings } = advice;
  const accepts = warningsToAccept(warnings);
  const record = shellLine(recordCommand(argv, accepts, name));
  const accepted = accepts.length > 0 ? ', which accepts the warnings above' : '';
  return blocks(
    `Keep the answers beside the code as a recorded decision${accepted}:`,
    fence(record, 'sh'),
    'Check it in CI. The check fails if this option no longer ranks first, or if there is a warning that nobody has accepted:',
    fence(shellLine(checkCommand(argv, name)), 'sh'),
    'To see the whole report:',
    fence(advice.command, 'sh'),
  );
}

const MOST_FLIPS = 8;

function moreInformation(advice: Advice, rules: Rules): string {
  const { snippet } = advice;
  const { notes } = sortWarnings(advice, rules);
  return blocks(
    advice.flips && `Reconsider this when an answer changes. ${plain(flipsInWords(advice, rules, MOST_FLIPS))}`,
    notes.length > 0 ? 'To remember when building it:' : '',
    list(notes.map(note)),
    snippet && `A starter: ${code(`wirewise snippet ${snippet.protocol} --language ${snippet.language}`)}`,
    `Proposed by ${origin(advice)}. ${code('wirewise explain')} shows the source of every grade.`,
  );
}
