import type { Cause, Contribution, Decision, Ranked } from '../core/decision.ts';

/** Stands for a text that is put in; no text of a decision holds a control character. */
const PLACE = '\u0000';
const PLACE_IN_JSON = JSON.stringify(PLACE);

/** Decisions share the causes that their answers share. */
const causes = new WeakMap<Cause, string>();

/**
 * A decision as one line of JSON: the text of `JSON.stringify`, in less time. Most of a decision are contributions, of
 * which protocols with the same grade share one: it is written once.
 *
 * @param label a JSON object whose keys come first
 */
export function decisionLine(decision: Decision, label = '{}'): string {
  const becauses = new Map<Contribution['because'], string>();
  const contributions = new Map<Contribution, string>();
  const becauseText = textOf(becauses, (because) => `[${joined(because, causeText)}]`);
  const contributionText = textOf(contributions, ({ criterion, weight, grade, points, because }) => {
    const numbers = `"weight":${weight},"grade":${grade},"points":${points}`;
    return `{"criterion":"${criterion}",${numbers},"because":${becauseText(because)}}`;
  });
  const rankedText = (ranked: Ranked) =>
    withText({ ...ranked, contributions: PLACE }, `[${joined(ranked.contributions, contributionText)}]`);
  const ranking = joined(decision.ranking, rankedText);
  return withText({ ...decision, ranking: PLACE }, `[${ranking}]`, label);
}

const causeText = textOf(causes, (cause) => JSON.stringify(cause));

/** Writes each object once. */
function textOf<T extends object>(
  known: { get(value: T): string | undefined; set(value: T, text: string): unknown },
  write: (value: T) => string,
): (value: T) => string {
  return (value) => {
    const text = known.get(value) ?? write(value);
    known.set(value, text);
    return text;
  };
}

function joined<T>(values: readonly T[], write: (value: T) => string): string {
  let text = '';
  for (const value of values) text += text === '' ? write(value) : `,${write(value)}`;
  return text;
}

/** The object as JSON, with a text at its one place. */
function withText(object: object, text: string, label = '{}'): string {
  const json = JSON.stringify(object);
  const at = json.indexOf(PLACE_IN_JSON);
  // The long text is not cut any more: that would copy it.
  return joinedObjects(label, json.slice(0, at)) + text + json.slice(at + PLACE_IN_JSON.length);
}

/** Two JSON objects as one; of the second the beginning is enough. */
export function joinedObjects(first: string, second: string): string {
  if (first === '{}') return second;
  return second === '{}' ? first : `${first.slice(0, -1)},${second.slice(1)}`;
}
