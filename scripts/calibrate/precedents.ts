import type { Rules } from '../../src/core/model.ts';
import { precedentTable } from '../../src/core/precedents/table.ts';
import type { Case } from './corpus.ts';

/** The rules with these cases as their published decisions. */
export function withPrecedents(rules: Rules, cases: readonly Case[]): Rules {
  const precedents = cases.map(({ id, owner, first, answers }) => ({
    id,
    title: id,
    organisation: owner,
    year: 0,
    source: '',
    chosen: first,
    answers,
  }));
  return { ...rules, precedents: precedentTable(precedents) };
}
