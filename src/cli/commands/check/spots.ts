import type { CheckProblem } from '../../../core/record/check-report.ts';
import { lineHasher } from '../../../report/check/line-hash.ts';
import type { Place } from '../../../yaml/diagnostic.ts';

/** A place as far as the end of its line, with the identity of the line. */
type Spot = Required<Pick<CheckProblem, 'line' | 'column' | 'endColumn' | 'lineHash'>>;
export type SpotOf = (place: Place) => Spot;

/** Extends a place to the end of its line. The text is split once, because a file may have very many problems. */
export function spotsIn(text: string): SpotOf {
  let split: { readonly lines: readonly string[]; readonly hashOf: (line: number) => string } | undefined;
  return ({ line, column }) => {
    split ??= { lines: text.split('\n'), hashOf: lineHasher(text) };
    const end = split.lines[line - 1]?.trimEnd().length ?? 0;
    return { line, column, endColumn: Math.max(end, column) + 1, lineHash: split.hashOf(line) };
  };
}
