import type { Rules } from '../core/model.ts';
import { provideGrades } from '../core/ranking/matrix.ts';
import type { StartersData } from '../starters/starter.ts';

/** The rules that come with the program, compiled and checked when it was built: reading them parses no YAML, and no texts of cells. */
export async function builtInRules(): Promise<Rules> {
  const { rules, grades } = await import('#rules');
  provideGrades(rules, grades);
  return rules;
}

/** The starters that come with the program. */
export async function builtInStarters(): Promise<StartersData> {
  return (await import('#rules')).starters;
}
