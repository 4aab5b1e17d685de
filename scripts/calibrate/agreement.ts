/** How often advice agrees with what teams did, in all and by groups of cases. */
import type { Case } from './corpus.ts';

/** One piece of advice on one case. */
export interface Judged {
  readonly case: Case;
  /** Protocol ids, best first. */
  readonly ranking: readonly string[];
  readonly strict: boolean;
  readonly fair: boolean;
  readonly firstTwo: boolean;
}

export interface Agreement {
  readonly n: number;
  /** Shares, 0 to 1. */
  readonly strict: number;
  readonly fair: number;
  readonly firstTwo: number;
}

export function judge(one: Case, ranking: readonly string[]): Judged {
  const [first = ''] = ranking;
  const strict = one.first.includes(first);
  return {
    case: one,
    ranking,
    strict,
    fair: strict || one.defensible.includes(first),
    firstTwo: ranking.slice(0, 2).some((protocol) => one.first.includes(protocol)),
  };
}

export function agreementOf(judged: readonly Judged[]): Agreement {
  const share = (of: (one: Judged) => boolean) => judged.filter(of).length / Math.max(judged.length, 1);
  return {
    n: judged.length,
    strict: share(({ strict }) => strict),
    fair: share(({ fair }) => fair),
    firstTwo: share(({ firstTwo }) => firstTwo),
  };
}

/** All, then by tier, difficulty, strength of the evidence, and chosen protocol. */
export function groupsOf(judged: readonly Judged[]): ReadonlyMap<string, readonly Judged[]> {
  const groups = new Map<string, Judged[]>();
  const add = (key: string, one: Judged) => groups.set(key, [...(groups.get(key) ?? []), one]);
  for (const one of judged) add('all', one);
  for (const one of judged) add(`tier ${one.case.tier}`, one);
  for (const one of judged) add(one.case.difficulty, one);
  for (const one of judged) add(`evidence ${one.case.strength}`, one);
  for (const one of [...judged].sort((a, b) => ((a.case.first[0] ?? '') < (b.case.first[0] ?? '') ? -1 : 1)))
    add(`chosen ${one.case.first[0]}`, one);
  return groups;
}

export function table(judged: readonly Judged[]): string {
  const rows = [...groupsOf(judged)].map(([name, group]) => {
    const { n, strict, fair, firstTwo } = agreementOf(group);
    return `${name.padEnd(26)}${String(n).padStart(5)}${[strict, fair, firstTwo].map((x) => x.toFixed(2).padStart(11)).join('')}`;
  });
  return [`${'cases'.padEnd(26)}${'n'.padStart(5)}     strict       fair  first two`, ...rows].join('\n');
}
