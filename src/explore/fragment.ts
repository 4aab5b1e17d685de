/**
 * The state as the fragment of an address: `direction=both&clients=browser,device&latency=500`. People can read and write
 * it. Names and values are those of the flags of `wirewise recommend`.
 */
import { type AnswerProblem, checkAnswers, NONE } from '../core/answers.ts';
import type { AnswerValue, Grade, Rules } from '../core/model.ts';
import { asGrade, criterionId, GREATEST_WEIGHT, isWeight, mergeOverrides } from '../core/overrides.ts';
import { overrideFlags } from '../phrases/commands.ts';
import { answerProblemInWords } from '../phrases/messages.ts';
import { expectedNames } from '../text/did-you-mean.ts';
import { splitOnce } from '../text/lists.ts';
import { quote } from '../text/printable.ts';
import { NOTHING, type State } from './state.ts';

/** No question has one of these names, because the command line has such flags. */
const WEIGHT = 'weight';
const MUST = 'must';
const CORE = 'core';
const ANSWERS = 'answers';

/** Characters of a fragment that are read. */
const LONGEST = 20_000;

/** Problems that are told. */
const MOST_PROBLEMS = 10;

/** The fragment without `#`. One for a state with nothing in it says so: an empty one would leave the page as it was made. */
export function fragmentOf({ answers, overrides, core }: State): string {
  const words = new URLSearchParams();
  for (const [question, answer] of Object.entries(answers)) words.append(question, answerText(answer));
  for (const { kind, criterion, value } of overrideFlags(overrides)) words.append(kind, `${criterion}:${value}`);
  if (core) words.append(CORE, 'yes');
  if (words.size === 0) words.append(ANSWERS, NONE);
  // Commas and colons may stand in a fragment as they are.
  return words.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}

function answerText(answer: AnswerValue): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return typeof answer === 'object' ? answer.join(',') || NONE : String(answer);
}

/** A state, and sentences about what could not be read. */
export interface ReadFragment {
  readonly state: State;
  readonly problems: readonly string[];
}

/** Reads a fragment, which anybody may have written. What is wrong is left out, and reported. */
export function readFragment(rules: Rules, fragment: string): ReadFragment {
  if (fragment.length > LONGEST) {
    const problem = `Expected a link with at most ${LONGEST} characters after "#", got ${fragment.length}.`;
    return { state: NOTHING, problems: [problem] };
  }
  const answers = new Map<string, string | string[]>();
  const problems: string[] = [];
  const set = { weight: new Map<string, number>(), must: new Map<string, Grade>() };
  let core = false;
  for (const [name, text] of new URLSearchParams(fragment)) {
    const isNothing = name === ANSWERS && text === NONE;
    if (isNothing) continue;
    if (name === CORE && (text === 'yes' || text === 'no')) core = text === 'yes';
    else if (name === CORE) problems.push(`Expected yes or no after "${CORE}=", got ${quote(text)}.`);
    else if (name === WEIGHT) readOverride(rules, WEIGHT, text, weightOf, set.weight, problems);
    else if (name === MUST) readOverride(rules, MUST, text, (word) => asGrade(numberOf(word)), set.must, problems);
    else if (answers.has(name)) problems.push(`Duplicate answer to ${quote(name)}. The first one counts.`);
    else answers.set(name, isList(rules, name) ? text.split(',') : text);
  }
  const checked = checkAnswers(rules.questions, Object.fromEntries(answers));
  const overrides = mergeOverrides(undefined, {
    weight: Object.fromEntries(set.weight),
    must: Object.fromEntries(set.must),
  });
  return {
    state: { answers: checked.answers, core, ...(overrides && { overrides }) },
    problems: inWords(problems, checked.problems),
  };
}

/** At most so many as a person reads: anybody can write a link with thousands. */
function inWords(told: readonly string[], problems: readonly AnswerProblem[]): string[] {
  const words = [
    ...told.slice(0, MOST_PROBLEMS),
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => answerProblemInWords(problem, (id) => quote(id))),
  ].slice(0, MOST_PROBLEMS);
  const more = told.length + problems.length - words.length;
  return more > 0 ? [...words, `And ${more} more.`] : words;
}

function isList({ questions }: Rules, id: string): boolean {
  return questions.some((question) => question.id === id && question.kind === 'choices');
}

function readOverride<Value>(
  rules: Rules,
  kind: string,
  text: string,
  read: (word: string) => Value | undefined,
  into: Map<string, Value>,
  problems: string[],
): void {
  const [name, word = ''] = splitOnce(text, ':');
  const criterion = criterionId(rules, name);
  const value = read(word);
  if (criterion === undefined) {
    const ids = rules.criteria.map(({ id }) => id);
    problems.push(`Unknown criterion ${quote(name)} after ${kind}.${expectedNames(name, ids)}`);
  } else if (value === undefined) {
    const range = kind === MUST ? 'a grade from 0 to 4' : `a number from 0 to ${GREATEST_WEIGHT}`;
    problems.push(`Expected ${range} after ${quote(`${kind}=${name}:`)}, got ${quote(word)}.`);
  } else into.set(criterion, value);
}

function weightOf(word: string): number | undefined {
  const weight = numberOf(word);
  return isWeight(weight) ? weight : undefined;
}

function numberOf(word: string): number | undefined {
  const value = word.trim() === '' ? Number.NaN : Number(word);
  return Number.isFinite(value) ? value : undefined;
}
