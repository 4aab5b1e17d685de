/** What a reader needs first, on one screen of 24 lines where the texts allow it. */
import { alsoNeeded, beyondInWords, sortWarnings } from '../../phrases/decision.ts';
import { hingeInWords, NO_HINGES } from '../../phrases/hinges.ts';
import { SEVERITY_MARKS } from '../../phrases/labels.ts';
import { precedentInWords, precedentsHeading } from '../../phrases/precedents.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import {
  cautionInWords,
  decidingInWords,
  firmnessOf,
  headline,
  isOpen,
  needsInWords,
  objectionInWords,
  reasonsInWords,
  runnerUpInWords,
} from '../../phrases/verdict.ts';
import type { Advice, ReportContext } from '../advice.ts';
import { heading, INDENT, severityPaint, wrap, wrapBehind } from './layout.ts';

/** Lines of a small terminal. */
const SCREEN = 24;

/** How much is told. */
interface Amount {
  readonly reasons: number;
  readonly hinges: number;
  readonly precedents: number;
  /** Whether to say what the protocol is. */
  readonly summary: boolean;
  /** Whether reasons say how the protocol meets the needs. */
  readonly facts: boolean;
}

/** As much as leaves the whole on one screen, or the last. */
const AMOUNTS: readonly Amount[] = [
  { reasons: 3, hinges: 3, precedents: 3, summary: true, facts: true },
  { reasons: 3, hinges: 3, precedents: 2, summary: true, facts: true },
  { reasons: 2, hinges: 3, precedents: 2, summary: true, facts: true },
  { reasons: 2, hinges: 3, precedents: 1, summary: true, facts: true },
  { reasons: 2, hinges: 2, precedents: 1, summary: true, facts: true },
  { reasons: 2, hinges: 2, precedents: 1, summary: true, facts: false },
  { reasons: 1, hinges: 2, precedents: 1, summary: true, facts: false },
];

/** For less room than a screen. */
const SMALL_AMOUNTS: readonly Amount[] = [
  { reasons: 2, hinges: 1, precedents: 1, summary: true, facts: false },
  { reasons: 2, hinges: 1, precedents: 0, summary: true, facts: false },
  { reasons: 1, hinges: 1, precedents: 0, summary: true, facts: false },
  { reasons: 1, hinges: 1, precedents: 0, summary: false, facts: false },
];

/**
 * The answer, how sure it is, why, what it hinges on, who did the same, what is needed, mistakes near.
 *
 * @param room lines that it should fit into; it may be longer where its texts are
 */
export function firstScreen(advice: Advice, context: ReportContext, room = SCREEN): string[] {
  const amounts = room < SCREEN ? [...AMOUNTS, ...SMALL_AMOUNTS] : AMOUNTS;
  const screens = amounts.map((amount) => screen(advice, amount, context));
  return screens.find((lines) => lines.length <= room) ?? screens.at(-1) ?? [];
}

function screen(advice: Advice, amount: Amount, context: ReportContext): string[] {
  const { rules } = context;
  const { with: name, items } = alsoNeeded(advice);
  return [
    ...answer(advice, amount.summary, context),
    ...bullets('Why', whyLines(advice, amount, rules), context),
    ...hinges(advice, amount.hinges, context),
    ...bullets(
      precedentsHeading(advice.precedents),
      someOf(advice.precedents, amount.precedents).map((one) => precedentInWords(one, rules)),
      context,
    ),
    ...bullets(name === undefined ? 'Also needed' : `Also needed with ${name}`, items, context),
    ...mistakesNear(advice, context),
  ];
}

/** The nearest ones; of those that disagree, the nearest is never left out if there is room for two. */
function someOf(precedents: Advice['precedents'], most: number): Advice['precedents'] {
  const told = precedents.slice(0, most);
  const dissent = precedents.find(({ agrees }) => !agrees);
  if (!dissent || most < 2 || told.includes(dissent)) return told;
  return [...told.slice(0, -1), dissent];
}

/** The headline with the runner-up, and what the protocol is. What is too close to call says at once which question decides. */
function answer(advice: Advice, isDescribed: boolean, { rules, paint, width }: ReportContext): string[] {
  const { recommendation } = advice;
  const firm = firmnessOf(advice);
  const colour = firm === 'none' ? paint.bold.red : isOpen(advice) ? paint.bold.yellow : paint.bold.green;
  const [says, second] = [`${headline(advice)}.`, runnerUpInWords(advice)];
  const sentences = [
    decidingInWords(advice, rules),
    cautionInWords(advice),
    isOpen(advice) || !isDescribed
      ? ''
      : (rules.protocols.find(({ id }) => id === recommendation?.protocol)?.summary ?? ''),
    beyondInWords(advice) ?? '',
    confidenceInWords(advice),
  ];
  const isOneLine = says.length + second.length < width;
  return [
    ...(isOneLine && second !== ''
      ? [`${colour(says)} ${second}`]
      : [...wrap(says, width).map((line) => colour(line)), ...(second === '' ? [] : wrap(second, width, INDENT))]),
    ...sentences.flatMap((sentence) => (sentence === '' ? [] : wrap(sentence, width, INDENT))),
  ];
}

function whyLines(advice: Advice, { reasons: most, facts }: Amount, rules: ReportContext['rules']): string[] {
  const reasons = (facts ? reasonsInWords(advice, rules) : needsInWords(advice, rules)).slice(0, most);
  const objection = objectionInWords(advice, rules);
  if (objection === '') return reasons;
  return [...reasons, reasons.length > 0 ? `But ${objection}` : objection];
}

function paragraph(title: string, text: string, context: ReportContext): string[] {
  return text === '' ? [] : [...heading(title, context), ...wrap(text, context.width, INDENT)];
}

function bullets(title: string, items: readonly string[], context: ReportContext): string[] {
  if (items.length === 0) return [];
  return [...heading(title, context), ...items.flatMap((item) => wrapBehind('- ', item, context.width, INDENT))];
}

function hinges(advice: Advice, most: number, context: ReportContext): string[] {
  const { hinges: all, recommendation, unknown } = advice;
  if (!recommendation || unknown.length === 0) return [];
  if (all.length === 0) {
    return paragraph('What it hinges on', NO_HINGES, context);
  }
  const told = all.slice(0, most).map((hinge) => hingeInWords(hinge, context.rules));
  return bullets('What it hinges on', told, context);
}

/** One line each; the whole texts come further down. */
function mistakesNear(advice: Advice, context: ReportContext): string[] {
  const { mistakes } = sortWarnings(advice, context.rules);
  if (mistakes.length === 0) return [];
  const lines = mistakes.flatMap(({ severity, title, id }) =>
    wrapBehind('- ', `${SEVERITY_MARKS[severity]} ${title} (${id})`, context.width, INDENT).map((line) =>
      severityPaint(severity, context)(line),
    ),
  );
  return [...heading('Mistakes to avoid', context), ...lines];
}
