import type { Advised } from './decision.ts';
import { answerInWords } from './values.ts';
import { isOpen, rivals } from './verdict.ts';

/** Why the first place may be another one, in one line; `undefined` where it is neither a tie nor a close call. */
export function doubtInWords(advice: Advised): string | undefined {
  const { outcome, recommendation, hinges } = advice;
  if (!isOpen(advice)) return undefined;
  if (outcome === 'tie') return `A tie: ${rivals(advice)}. The first id in alphabetical order is printed.`;
  const hinge = hinges.find(({ winner }) => winner !== recommendation?.protocol);
  const next = hinge ? ` Answer --${hinge.question} (${answerInWords(hinge.answer)} would change it).` : '';
  return `Too close to call: ${rivals(advice)}.${next}`;
}
