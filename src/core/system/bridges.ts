/** Where the protocols of a whole meet, and what is usually done there. */
import { type Facts, holds } from '../condition/evaluate.ts';
import type { Answers, AnswerValue, Rules } from '../model.ts';
import type { Assigned } from './assignments.ts';
import type { Bridge, SystemLeg } from './system.ts';

/**
 * The combinations of the rules between the protocols of two different channels. The condition of a combination holds for
 * the channel that the other protocol serves, or for both together. Where a system names the data of its channels, only those
 * with the same data meet.
 */
export function findBridges(rules: Rules, legs: readonly SystemLeg[], assigned: readonly Assigned[]): Bridge[] {
  const bridges = new Map<string, Bridge>();
  const dataOf = new Map(legs.map(({ name, data }) => [name, data]));
  const isDataNamed = legs.some(({ data }) => data !== undefined);
  for (const from of assigned) {
    const protocol = rules.protocols.find(({ id }) => id === from.ranked.protocol);
    for (const to of assigned) {
      if (to === from || to.ranked.protocol === from.ranked.protocol) continue;
      const data = dataOf.get(from.leg.name);
      if (isDataNamed && (data === undefined || data !== dataOf.get(to.leg.name))) continue;
      const combination = protocol?.combinesWith.find(
        ({ protocol: other, when }) =>
          other === to.ranked.protocol && factsOf(from, to).some((facts) => holds(when, facts)),
      );
      const key = `${from.ranked.protocol} ${to.ranked.protocol}`;
      const back = `${to.ranked.protocol} ${from.ranked.protocol}`;
      if (!combination || bridges.has(back)) continue;
      const { leg, why } = combination;
      const legs = new Set([...(bridges.get(key)?.legs ?? []), from.leg.name, to.leg.name]);
      bridges.set(key, { legs: [...legs], from: from.ranked.protocol, to: to.ranked.protocol, leg, why });
    }
  }
  return [...bridges.values()];
}

function factsOf(from: Assigned, to: Assigned): Facts[] {
  const first = [from.ranked.protocol];
  const { answers } = to.leg.decision;
  return [
    { answers, first },
    { answers: together(from.leg.decision.answers, answers), first },
  ];
}

/** The answers of two channels: lists are united; of single answers only those on which both agree are kept. */
function together(a: Answers, b: Answers): Answers {
  const both: Record<string, AnswerValue> = {};
  for (const [question, answer] of [...Object.entries(a), ...Object.entries(b)]) {
    const [one, other] = [a[question] ?? answer, b[question] ?? answer];
    if (typeof one === 'object' && typeof other === 'object') both[question] = [...new Set([...one, ...other])];
    else if (one === other) both[question] = answer;
  }
  return both;
}
