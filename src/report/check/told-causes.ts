import type { CheckProblem } from '../../core/record/check-report.ts';

/** More than these bury the first ones; JSON has them all. */
const MOST_CAUSES = 8;

/** The causes as lines of text, the first ones where there are many. */
export function toldCauses({ causes }: CheckProblem): string[] {
  const told = causes.slice(0, MOST_CAUSES).map(({ says }) => says);
  return causes.length > MOST_CAUSES ? [...told, `and ${causes.length - MOST_CAUSES} more; --json lists them`] : told;
}
