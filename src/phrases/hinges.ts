/** The open questions whose answers would change the first place, in words. */
import type { Hinge } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import { answerLabel, questionAsks } from './labels.ts';
import { protocolName } from './values.ts';

/** `If the answer is "Server to client"`. */
export function hingeCondition({ question, answer }: Hinge, rules: Rules): string {
  return `If the answer is "${answerLabel(rules, question, answer)}"`;
}

/** `Which way do messages flow? "Server to client": SSE first (about 45 % likely)`. */
export function hingeInWords(hinge: Hinge, rules: Rules): string {
  const { question, answer, winner, likelihood } = hinge;
  const effect = winner === null ? 'nothing is feasible' : `${protocolName(rules, winner)} first`;
  return `${questionAsks(rules, question)} "${answerLabel(rules, question, answer)}": ${effect} (${likelihoodInWords(likelihood)})`;
}

/** Hinges and precedents named for each leg of a system. */
export const MOST_OF_A_LEG = 2;

/** The hinges that matter most, a sentence each; then how many more there are. */
export function legHingesInWords(hinges: readonly Hinge[], rules: Rules): string[] {
  const told = hinges.slice(0, MOST_OF_A_LEG).map((hinge) => `Hinges on: ${hingeInWords(hinge, rules)}`);
  const more = hinges.length - told.length;
  if (more <= 0) return told;
  return [...told, `${more} more open ${more === 1 ? 'question' : 'questions'} could change it.`];
}

/** Steps of a likelihood that is estimated from few decisions: finer ones would feign precision. */
const STEP = 5;

/** "about 45 % likely"; "very likely" from 95 %. */
export function likelihoodInWords(likelihood: number): string {
  const rounded = Math.max(Math.round((likelihood * 100) / STEP) * STEP, STEP);
  return rounded >= 95 ? 'very likely' : `about ${rounded} % likely`;
}

/** Instead of that list, where it is empty. Several answers together may still change the first place. */
export const NO_HINGES = 'No likely answer to one open question alone would change the first place.';

/** What hinges are, in front of a list of them. */
export const HINGES_INTRO = 'Open questions that would change the first place';
