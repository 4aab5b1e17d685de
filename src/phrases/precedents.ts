/** Published decisions, in words. */
import type { PrecedentMatch } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import { joined } from '../text/lists.ts';
import { protocolName } from './values.ts';

/** "LinkedIn, 2018: Likes on a live video, by SSE"; one that does not agree says "instead". */
export function precedentInWords(precedent: PrecedentMatch, rules: Rules): string {
  const { organisation, year, title } = precedent;
  return `${organisation}, ${year}: ${title}, ${choiceOf(precedent, rules)}`;
}

/** "by SSE", "by REST polling instead". */
export function choiceOf({ chosen, agrees }: PrecedentMatch, rules: Rules): string {
  const names = joined(chosen.map((id) => protocolName(rules, id)));
  return `by ${names}${agrees ? '' : ' instead'}`;
}

/** How many of the decisions agree with the advice: heading of a list of them. */
export function precedentsHeading(precedents: readonly PrecedentMatch[]): string {
  const agreeing = precedents.filter(({ agrees }) => agrees).length;
  if (agreeing === precedents.length) return 'Who did the same';
  return agreeing === 0 ? 'Who chose differently in a similar situation' : 'What others did in a similar situation';
}
