import type { Breach, Warning } from '../../core/decision.ts';
import { BEST_GRADE, type Rules } from '../../core/model.ts';
import { checkCommand, recordCommand, snippetCommand, warningsToAccept } from '../../phrases/commands.ts';
import {
  alsoNeeded,
  openInWords,
  overridesInWords,
  presetInWords,
  sortWarnings,
  whyItCounts,
} from '../../phrases/decision.ts';
import { hingeInWords } from '../../phrases/hinges.ts';
import { answerLabel, questionAsks } from '../../phrases/labels.ts';
import {
  acceptabilityInWords,
  confidenceInWords,
  flipsInWords,
  hasSureness,
  stabilityInWords,
} from '../../phrases/sureness.ts';
import { answerInWords, criterionLabel, percent, points } from '../../phrases/values.ts';
import {
  decidingInWords,
  firmnessOf,
  isMereDefault,
  objectionInWords,
  reasonsInWords,
  rivals,
  runnerUpInWords,
  tied,
} from '../../phrases/verdict.ts';
import { joined, uncapitalise } from '../../text/lists.ts';
import { shellLine } from '../../text/shell.ts';
import type { Advice, DocumentContext, SelectiveReporter } from '../advice.ts';
import { argumentsOf, MOST_ARGUMENTS, prosAndCons } from './adr-options.ts';
import { blocks, code, fence, list, plain, source } from './markup.ts';
import { note, origin, precedent } from './phrases.ts';

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
  return slugOf(titleOf(advice, context)) || slugOf(`use ${advice.recommendation?.protocol}`);
}

/** A text as a file name: lower-case letters, digits and dashes; may be empty. */
export function slugOf(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      // Cut at a dash if there is one.
      .replace(new RegExp(`^(.{1,${LONGEST_NAME}})(?:-.*)?$`), '$1')
      .slice(0, LONGEST_NAME)
  );
}

/** The problem and the solution, as MADR asks; as firm as the advice is. */
function titleOf(advice: Advice, { title }: DocumentContext): string {
  const { recommendation, preset } = advice;
  const what = preset ? `for ${uncapitalise(preset.title)}` : 'as the real-time protocol';
  const firm = firmnessOf(advice);
  if (title !== undefined) return title;
  if (firm === 'close' || firm === 'tie') return `${rivals(advice)} ${what}`;
  return firm === 'clear' ? `Use ${recommendation?.name} ${what}` : `${recommendation?.name} ${what}`;
}

/** That it is a proposal, and its date. */
export function frontMatter(today: string | undefined): string {
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
      ? `What was answered${preset ? `, from the ${plain(uncapitalise(preset))}` : ''}:`
      : 'Nothing was answered.',
    list(given),
    `${plain(openInWords(advice))}.`,
  );
}

const MOST_DRIVERS = 6;

/** The requirements, then the heaviest criteria, each with the sentence behind it. */
function drivers({ ranking: [first], excluded }: Advice, rules: Rules): string {
  const musts = new Set(excluded.flatMap(({ breaks }) => breaks).map((breach) => mustInWords(breach, rules)));
  const weights = [...(first?.contributions ?? [])].sort((a, b) => b.weight - a.weight);
  const all = weights.reduce((sum, { weight }) => sum + weight, 0);
  const heaviest = weights
    .slice(0, MOST_DRIVERS)
    .map((one) =>
      plain(
        `${criterionLabel(rules, one.criterion)}, ${percent(one.weight / all)} of the total weight: ${whyItCounts(one, rules)}`,
      ),
    );
  const more = weights.length - heaviest.length;
  return list([...[...musts].map(plain), ...heaviest, ...(more > 0 ? [`${more} more criteria of lesser weight`] : [])]);
}

function mustInWords({ criterion, minimum, because }: Breach, rules: Rules): string {
  return `Must: ${criterionLabel(rules, criterion)} at least ${minimum} of ${BEST_GRADE}: ${whyItCounts({ criterion, because }, rules)}`;
}

/** The decision, stated as firmly as the advice is, and how sure it is. */
function outcome(advice: Advice, rules: Rules): string {
  const name = plain(advice.recommendation?.name ?? '');
  return blocks(
    `Chosen option: "${name}", ${plain(justification(advice))}`,
    plain(runnerUpInWords(advice)),
    plain(decidingInWords(advice, rules)),
    plain(confidenceInWords(advice)),
    hasSureness(advice) ? plain(`${acceptabilityInWords(advice)} ${stabilityInWords(advice, rules)}`) : '',
  );
}

function justification(advice: Advice): string {
  const score = `${points(advice.recommendation?.score ?? 0)} of 100`;
  if (advice.outcome === 'tie') {
    return `provisionally, because something has to be proposed: it is a tie between ${joined(tied(advice.ranking))}, with ${score} each, and nothing in the answers separates them.`;
  }
  const isUnanswered = isMereDefault(advice) ? ' No question is answered: this is the default.' : '';
  switch (firmnessOf(advice)) {
    case 'close':
      return `provisionally, because something has to be proposed: ${rivals(advice)} is too close to call.${isUnanswered}`;
    case 'clear':
      return `because it clearly comes out best, with ${score}.${isUnanswered}`;
    case 'alone':
      return 'because it alone meets every requirement.';
    default:
      return `because it comes out best, with ${score}.${isUnanswered}`;
  }
}

/** What speaks for it and against it, further needs, and likely mistakes. */
function consequences(advice: Advice, rules: Rules): string {
  const { mistakes, remarks } = sortWarnings(advice, rules);
  const objection = objectionInWords(advice, rules);
  const warned = ({ title, id, says, instead, source: from }: Warning) =>
    `${plain(title)} (${code(id)}): ${plain(says)} ${plain(instead)} (${source(from)})`;
  return list([
    ...reasonsFor(advice, rules).map((text) => `Good, because ${text}`),
    ...(objection ? [`Bad, because ${plain(objection)}`] : []),
    ...alsoNeeded(advice).items.map((item) => `Neutral, because it also needs: ${plain(item)}`),
    ...remarks.map((remark) => `Neutral, because ${warned(remark)}`),
    ...mistakes.map((mistake) => `Bad, because a known mistake is likely: ${warned(mistake)}`),
  ]);
}

/** The sentences of the rules; without any, the good grades of the first. */
function reasonsFor(advice: Advice, rules: Rules): readonly string[] {
  const reasons = reasonsInWords(advice, rules);
  if (reasons.length > 0) return reasons.map((says) => `it suits this: ${plain(says)}`);
  const [first] = advice.ranking;
  return first ? argumentsOf(first, rules).good.slice(0, MOST_ARGUMENTS) : [];
}

function confirmation(advice: Advice, name: string): string {
  const { argv, warnings } = advice;
  const accepts = warningsToAccept(warnings);
  const record = shellLine(recordCommand(argv, accepts, name));
  const accepted = accepts.length > 0 ? ', which accepts the warnings above' : '';
  return blocks(
    `Keep the answers with the code as a recorded decision${accepted}:`,
    fence(record, 'sh'),
    'Check it in CI. The check fails if this option no longer ranks first, or if there is a warning that nobody has accepted:',
    fence(shellLine(checkCommand(argv, name)), 'sh'),
    'To see the whole report:',
    fence(advice.command, 'sh'),
  );
}

const MOST_FLIPS = 8;

/** When to reopen the decision, who decided likewise, what to remember. */
function moreInformation(advice: Advice, rules: Rules): string {
  const { argv, snippet, hinges, precedents, flips } = advice;
  const { notes } = sortWarnings(advice, rules);
  return blocks(
    hinges.length > 0 ? 'Reopen this when one of these open questions gets this answer:' : '',
    list(hinges.map((hinge) => plain(hingeInWords(hinge, rules)))),
    flips && plain(`Among the answers given, too: ${flipsInWords(advice, rules, MOST_FLIPS)}`),
    precedents.length > 0 ? 'See also these published decisions:' : '',
    list(precedents.map((one) => precedent(one, rules))),
    notes.length > 0 ? 'To remember when building it:' : '',
    list(notes.map(note)),
    snippet && `A starter: ${code(shellLine(snippetCommand(argv, snippet)))}`,
    `Proposed by ${origin(advice)}. ${code('wirewise explain')} shows the source of every grade.`,
  );
}
