import type { Cause, Estimate, Flip } from '../core/decision.ts';
import type { AnswerValue, Forbidden, Rules } from '../core/model.ts';
import { roundedNumber, withUnit } from '../text/quantity.ts';

/** A score or points to one decimal. Only reports round. */
export function points(value: number): string {
  return value.toFixed(1);
}

/** A share from 0 to 1 as whole percent. 100 % and 0 % are exact: a bit less is ">99 %", a bit more "<1 %". */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '>99 %';
  if (rounded === 0 && share > 0) return '<1 %';
  return `${rounded} %`;
}

/** Bytes with a unit that keeps the number short; 1 kB is 1000 bytes. */
function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  if (count < 1e6) return `${threeDigits(count / 1000)} kB`;
  return `${threeDigits(count / 1e6)} MB`;
}

function threeDigits(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** What a grade of a criterion means, as a sentence of its ruler; `undefined` where it has none. */
export function gradeInWords({ criteria }: Rules, criterion: string, grade: number): string | undefined {
  return criteria.find(({ id }) => id === criterion)?.ruler?.[grade];
}

/** An answer in a list of answers: numbers rounded; several values are joined by a plus, because commas separate answers. */
export function answerInWords(answer: AnswerValue): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  // Without commas: they separate answers.
  if (typeof answer === 'number') return roundedNumber(answer).replaceAll(',', '');
  return typeof answer === 'object' ? answer.join(' + ') : answer;
}

/** An answer with the ids of its options; a number with its unit. */
export function valueInWords({ questions }: Rules, id: string, answer: AnswerValue): string {
  if (typeof answer !== 'number') return answerInWords(answer);
  return withUnit(answer, questions.find((question) => question.id === id)?.unit);
}

/** "direction: server-to-client, hosting: http-only"; "by default" if only the baseline counts. */
export function causesInWords(causes: readonly Cause[]): string {
  if (causes.length === 0) return 'by default';
  return [...new Set(causes.map(causeInWords))].join(', ');
}

/** "direction: server-to-client", "weight: latency=9". */
export function causeInWords({ question, answer }: Cause): string {
  return `${question.replace(/^--/, '')}: ${answerInWords(answer)}`;
}

/** The estimate in two sentences, with the numbers of the user only. */
export function estimateInWords(estimate: Estimate): string {
  const { pollBytesPerHour, pushBytesPerHour } = estimate;
  const costs = `polling ${bytes(pollBytesPerHour)}, a pushed stream ${bytes(pushBytesPerHour)}`;
  return `Per client and hour: ${costs}. Push ${savingInWords(estimate)}.`;
}

/** The range where the model gives one; never more than it may be. */
function savingInWords({ saving, savingLow = saving, savingHigh = saving }: Estimate): string {
  if (saving < 0) return `costs ${percent(-saving)} more`;
  if (savingLow < 0) return `saves ${percent(savingHigh)} at most`;
  const [low, high] = [percent(savingLow), percent(savingHigh)];
  return low === high ? `saves ${low}` : `saves ${low} to ${high}`;
}

/** The label of a criterion; its id if the rules do not know it. */
export function criterionLabel(rules: Rules, id: string): string {
  return rules.criteria.find((criterion) => criterion.id === id)?.label ?? id;
}

/** The name of a protocol; its id if the rules do not know it, as when its pack is missing. */
export function protocolName(rules: Rules, id: string): string {
  return rules.protocols.find((protocol) => protocol.id === id)?.name ?? id;
}

/** "direction both, not server-to-client"; followed by the new winner if rules are given. */
export function flipInWords({ question, from, to, winner }: Flip, rules?: Rules): string {
  const change =
    from === null ? `${question} ${answerInWords(to)}` : `${question} ${answerInWords(to)}, not ${answerInWords(from)}`;
  if (!rules) return change;
  return `${change} (then ${winner === null ? 'none' : protocolName(rules, winner)})`;
}

/** "forbidden by house@1: the operators do not run brokers" */
export function forbiddenInWords({ because, pack }: Forbidden): string {
  return `forbidden by ${pack}: ${because}`;
}
