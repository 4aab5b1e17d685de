/** Reads the legs of a system. Each problem has its place. */
import type { Answers, Preset, Rules } from '../../core/model.ts';
import { type Input, mergeOverrides } from '../../core/overrides.ts';
import { LEG_NAME, LEG_WORDS, LONGEST_WORD, MOST_LEGS, ONE_LINE } from '../../core/system/leg-words.ts';
import type { SystemLeg } from '../../core/system/system.ts';
import { didYouMean, expectedNames } from '../../text/did-you-mean.ts';
import { isMap } from '../../text/lists.ts';
import { quote } from '../../text/printable.ts';
import { readAnswers } from '../read-answers.ts';

/** Receives one problem: its place from the top of the document, at the key or the value, and a sentence. */
type Report = (path: readonly (string | number)[], part: 'key' | 'value', message: string) => void;

/** What legs rest on besides themselves. */
export interface Ground {
  /** Answers of every leg, unchecked. */
  readonly shared: unknown;
  /** Answers below those of presets: the project's, or flags. */
  readonly defaults: Input;
}

/**
 * The legs of a document. The answers of a leg override the shared ones, which override those of its preset, which override
 * the defaults. A `null` means "not sure", and overrides, too.
 *
 * @param legs anything that YAML or JSON can hold
 * @returns the legs without problems; not to be used if a problem was reported
 */
export function readLegs(rules: Rules, legs: unknown, { shared, defaults }: Ground, report: Report): SystemLeg[] {
  const common = readAnswers(rules, shared ?? {}, (path, part, message) => report(['shared', ...path], part, message));
  if (!isMap(legs)) {
    report(['legs'], 'value', `Expected a map from the name of a leg to its answers under "legs", got ${quote(legs)}.`);
    return [];
  }
  const entries = Object.entries(legs);
  if (entries.length === 0) report(['legs'], 'value', 'Expected at least one leg, such as "chat: { preset: chat }".');
  for (const [name] of entries.slice(MOST_LEGS, MOST_LEGS + 1)) {
    report(
      ['legs', name],
      'key',
      `Expected at most ${MOST_LEGS} legs, got ${entries.length}. Put legs that need the same into one, or write two systems.`,
    );
  }
  return entries.slice(0, MOST_LEGS).flatMap(([name, leg]) => {
    const reportHere: Report = (path, part, message) => report(['legs', name, ...path], part, message);
    if (!LEG_NAME.pattern.test(name))
      reportHere([], 'key', `Expected ${LEG_NAME.says}, as the name of a leg, got ${quote(name)}.`);
    if (isMap(leg)) return [readLeg(rules, name, leg, { common, shared, defaults, report: reportHere })];
    reportHere([], 'value', `Expected a map of answers for the leg ${quote(name)}, such as "{ direction: both }".`);
    return [];
  });
}

interface Around {
  readonly common: Input;
  readonly shared: unknown;
  readonly defaults: Input;
  readonly report: Report;
}

function readLeg(
  rules: Rules,
  name: string,
  leg: Readonly<Record<string, unknown>>,
  { common, shared, defaults, report }: Around,
): SystemLeg {
  const isWord = (key: string) => LEG_WORDS.some((word) => word === key);
  const given = Object.entries(leg).filter(([key]) => !isWord(key));
  const own = readAnswers(rules, Object.fromEntries(given), (path, part, message) => {
    const [key] = path;
    const isUnknown = path.length === 1 && part === 'key';
    report(path, part, isUnknown ? unknownKey(rules, String(key)) : message);
  });
  const words = readWords(leg, report);
  const preset = readPreset(rules, words['preset'], report);
  const answers = [preset?.answers, unsure(shared), common.answers, unsure(leg), own.answers].reduce<Answers>(
    (under, over) => withOver(under, over ?? {}),
    defaults.answers,
  );
  return {
    name,
    ...(words['says'] !== undefined && { says: words['says'] }),
    ...(words['data'] !== undefined && { data: words['data'] }),
    ...(words['source'] !== undefined && { source: words['source'] }),
    ...(preset && { preset: { id: preset.id, title: preset.title } }),
    answers: Object.fromEntries(rules.questions.flatMap(({ id }) => inOrder(answers, id))),
    overrides: mergeOverrides(mergeOverrides(defaults.overrides, common.overrides), own.overrides),
  };
}

/** The entries that say "not sure", which the checked answers leave out. */
function unsure(answers: unknown): Readonly<Record<string, null>> {
  if (!isMap(answers)) return {};
  return Object.fromEntries(Object.entries(answers).flatMap(([key, value]) => (value === null ? [[key, null]] : [])));
}

function withOver(under: Answers, over: Readonly<Record<string, Answers[string] | null>>): Answers {
  const merged: Record<string, Answers[string]> = { ...under };
  for (const [question, answer] of Object.entries(over)) {
    if (answer === null) delete merged[question];
    else merged[question] = answer;
  }
  return merged;
}

function inOrder(answers: Answers, id: string): [string, Answers[string]][] {
  const answer = answers[id];
  return answer === undefined ? [] : [[id, answer]];
}

function unknownKey({ questions }: Rules, key: string): string {
  const near = didYouMean(key, [...LEG_WORDS, 'weight', 'must', ...questions.map(({ id }) => id)]);
  const hint = near || ` Expected ${LEG_WORDS.join(', ')}, or a question: see "wirewise help answers".`;
  return `Unknown key ${quote(key)} of a leg.${hint}`;
}

function readWords(leg: Readonly<Record<string, unknown>>, report: Report): Partial<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const word of LEG_WORDS) {
    const value = leg[word];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') report([word], 'value', `Expected text for "${word}", got ${quote(value)}.`);
    else if (value.length > LONGEST_WORD || !ONE_LINE.test(value))
      report([word], 'value', `Expected one line of at most ${LONGEST_WORD} characters for "${word}".`);
    else words[word] = value;
  }
  return words;
}

function readPreset({ presets }: Rules, id: string | undefined, report: Report): Preset | undefined {
  if (id === undefined) return undefined;
  const preset = presets.find((one) => one.id === id);
  const ids = presets.map((one) => one.id);
  if (!preset) report(['preset'], 'value', `Unknown preset ${quote(id)}.${expectedNames(id, ids)}`);
  return preset;
}
