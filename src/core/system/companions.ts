import { type Facts, holds } from '../condition/evaluate.ts';
import { combine } from '../decide.ts';
import type { Leg } from '../decision.ts';
import type { Need, Rules } from '../model.ts';
import type { Assigned } from './assignments.ts';

/** What a channel needs besides components, with the protocol that it was given, and the protocols that this one is usually combined with. */
export function companionsOf(
  rules: Rules,
  { leg: { decision }, ranked }: Pick<Assigned, 'leg' | 'ranked'>,
): { readonly needs: readonly Need[]; readonly combination: readonly Leg[] } {
  const feasible = decision.ranking.map(({ protocol }) => protocol);
  const facts: Facts = { answers: decision.answers, first: [ranked.protocol], feasible };
  const protocol = rules.protocols.find(({ id }) => id === ranked.protocol);
  const met = (protocol?.runs ?? []).map(({ need }) => need);
  return {
    needs: (protocol?.needs ?? []).filter(({ id, when }) => !met.includes(id) && holds(when, facts)),
    combination: combine(rules, ranked.protocol, facts),
  };
}
