import type { PrecedentCase } from '../../core/precedents/table.ts';
import type { ReadScenario } from '../read/scenarios.ts';

/** The scenarios that say who published the decision, when and where: a decision can name these. */
export function toPrecedents(scenarios: readonly ReadScenario[]): PrecedentCase[] {
  return scenarios.flatMap(({ id, title, organisation, year, source, answers, expect }) =>
    organisation === undefined || year === undefined || !source.startsWith('https://')
      ? []
      : [{ id, title, organisation, year, source, chosen: expect.first, answers }],
  );
}
