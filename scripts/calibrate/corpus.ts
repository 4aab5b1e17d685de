/** The published decisions of rules/scenarios/, as cases to judge advice by. */
import type { Answers, Rules } from '../../src/core/model.ts';
import { compileRuleFolder } from '../../src/rules/build/compile-folder.ts';

export interface Case {
  readonly id: string;
  readonly answers: Answers;
  /** The group that is left out together in cross-validation: systems of one owner resemble each other. */
  readonly owner: string;
  readonly first: readonly string[];
  readonly defensible: readonly string[];
  readonly tier: string;
  readonly difficulty: string;
  readonly strength: string;
  /** Question ids that people answered without being asked; absent for decisions. */
  readonly stated?: readonly string[];
}

interface Corpus {
  readonly rules: Rules;
  readonly cases: readonly Case[];
}

/** @throws Error with every problem when rules or scenarios are invalid */
export function loadCorpus(folder: string): Corpus {
  const { rules, scenarios, problems } = compileRuleFolder(folder);
  if (!rules || problems.length > 0) throw new Error(problems.join('\n'));
  const cases = scenarios.map(
    ({ id, answers, organisation = id, expect, tier, difficulty, strength, stated }): Case => ({
      id,
      answers,
      owner: ownerOf(organisation),
      first: expect.first,
      defensible: expect.defensible ?? [],
      tier,
      difficulty: difficulty ?? 'unknown',
      strength: strength ?? 'unknown',
      ...(stated && { stated }),
    }),
  );
  return { rules, cases };
}

/**
 * The first word of the organisation; of "Dart DevTools (Google)" that in brackets, which names the owner; "A team
 * on Stack Overflow" and "A Delphi team on Stack Overflow" are two owners.
 */
function ownerOf(organisation: string): string {
  const owner = /\(([^)]+)\)/.exec(organisation)?.[1] ?? organisation.replace(/^A (?:team on )?/, '');
  return (owner.split(/[\s,/]+/)[0] ?? owner).toLowerCase();
}

/** The answers that people gave unasked; `undefined` for a decision. */
export function statedAnswers({ answers, stated }: Case): Answers | undefined {
  if (stated === undefined) return undefined;
  return Object.fromEntries(Object.entries(answers).filter(([id]) => stated.includes(id)));
}

/** The owners in ten folds of about equal size, the same every time: largest owners first, each to the smallest fold. */
export function foldsOf(cases: readonly Case[], count = 10): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { owner } of cases) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
  const owners = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const load = new Array<number>(count).fill(0);
  return new Map(
    owners.map(([owner, size]) => {
      const fold = load.indexOf(Math.min(...load));
      load[fold] = (load[fold] ?? 0) + size;
      return [owner, fold];
    }),
  );
}
