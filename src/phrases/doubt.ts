import type { Rules } from '../core/model.ts';
import { joined } from '../text/lists.ts';
import type { Advised } from './decision.ts';
import { answerInWords, protocolName } from './values.ts';
import { tied } from './verdict.ts';

/** Why the first place may be another one, in one line; `undefined` where it is neither a tie nor a close call. */
export function doubtInWords(advice: Advised, rules: Rules): string | undefined {
  const { outcome, recommendation, ranking, hinges } = advice;
  if (outcome === 'tie') return `A tie: ${joined(tied(ranking), 'or')}. Printed the first by id.`;
  if (!recommendation || recommendation.confidence?.level !== 'close') return undefined;
  const { protocol, name, runnerUp } = recommendation;
  const rival = runnerUp === null ? '' : ` or ${protocolName(rules, runnerUp)}`;
  const hinge = hinges.find(({ winner }) => winner !== protocol);
  const next = hinge ? ` Answer --${hinge.question} (${answerInWords(hinge.answer)} would change it).` : '';
  return `Too close to call: ${name}${rival}.${next}`;
}
