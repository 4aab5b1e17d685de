/** The list of published decisions that `wirewise precedents` prints. */
import type { Decision, PrecedentMatch } from '../../core/decision.ts';
import type { Answers } from '../../core/model.ts';
import { protocolName } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import type { ReportContext } from '../advice.ts';
import { heading, wrap } from './layout.ts';

/** A published decision. `null` where nothing was answered, so that nothing was compared. */
export interface ListedPrecedent extends Omit<PrecedentMatch, 'similarity' | 'agrees'> {
  readonly similarity: number | null;
  readonly agrees: boolean | null;
  /** Number of given answers that the published decision tells, too. */
  readonly shared: number;
}

/** Printed by `precedents --json`. */
export interface PrecedentList {
  readonly schemaVersion: 1;
  readonly tool: Decision['tool'];
  readonly answers: Answers;
  /** Id of the protocol that `--protocol` asked for; `null`: any. */
  readonly protocol: string | null;
  /** Ids of the protocols in first place; empty where nothing is answered or none is feasible. */
  readonly advice: readonly string[];
  /** Number of published decisions before `--limit` was applied. */
  readonly total: number;
  readonly precedents: readonly ListedPrecedent[];
}

/** Similarity from which words change, and the words. */
const WORDS = [
  [0.9, 'Very similar'],
  [0.8, 'Similar'],
  [0.6, 'Partly similar'],
  [0, 'Different'],
] as const;

const INDENT = '    ';

/** One paragraph for each published decision. Ends by saying how many agree with the advice. */
export function renderPrecedents(list: PrecedentList, context: ReportContext): string {
  const { precedents, total } = list;
  if (total === 0) return `${noneInWords(list, context)}\n`;
  const shown = precedents.length < total ? `${precedents.length} of ${total}` : String(total);
  const order = isCompared(list) ? 'nearest to your answers first' : 'newest first';
  const sections = [
    heading(`Published decisions, ${order} (${shown})`, context),
    ...precedents.map((one, at) => paragraph(one, at + 1, list, context)),
    closing(list, context),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function isCompared({ precedents }: PrecedentList): boolean {
  return precedents.some(({ similarity }) => similarity !== null);
}

function noneInWords({ protocol }: PrecedentList, { rules }: ReportContext): string {
  return protocol === null
    ? 'These rules contain no published decision.'
    : `No published decision here runs ${protocolName(rules, protocol)}.`;
}

function paragraph(one: ListedPrecedent, number: number, list: PrecedentList, context: ReportContext): string[] {
  const { rules, paint, width } = context;
  const { title, organisation, year, chosen, source } = one;
  const runs = joined(chosen.map((id) => protocolName(rules, id)));
  const [first = '', ...rest] = wrap(title, width, INDENT);
  return [
    `${String(number).padStart(2)}. ${paint.bold(first.slice(INDENT.length))}`,
    ...rest.map((line) => paint.bold(line)),
    ...wrap(`${organisation}, ${year}. Runs ${runs}${agreement(one, list)}.`, width, INDENT),
    ...(one.similarity === null ? [] : wrap(similarityInWords(one, list), width, INDENT)),
    ...wrap(source, width, INDENT).map((line) => paint.dim(line)),
  ];
}

function agreement({ agrees }: ListedPrecedent, { advice }: PrecedentList): string {
  if (agrees === null || advice.length === 0) return '';
  return agrees ? ': agrees with the advice' : ': differs from the advice';
}

function similarityInWords({ similarity, shared }: ListedPrecedent, { answers }: PrecedentList): string {
  const words = WORDS.find(([from]) => (similarity ?? 0) >= from)?.[1] ?? '';
  const given = Object.keys(answers).length;
  return `${words}, compared on ${shared} of your ${given} ${given === 1 ? 'answer' : 'answers'}.`;
}

function closing(list: PrecedentList, { rules, width }: ReportContext): string[] {
  const { advice, precedents } = list;
  if (!isCompared(list)) return wrap('Answer questions to see the nearest first: wirewise help answers.', width);
  if (advice.length === 0) return wrap('No protocol meets every requirement of these answers.', width);
  const agreeing = precedents.filter(({ agrees }) => agrees === true).length;
  const names = joined(
    advice.map((id) => protocolName(rules, id)),
    'or',
  );
  return wrap(`Advice for these answers: ${names}. ${agreeing} of the ${precedents.length} listed agree.`, width);
}
