import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Other files that take minutes, the longest first. Begun last, one of them alone would keep all waiting. */
const LONG = ['broker-pairs', 'explore', 'http-pairs', 'java', 'hls', 'go', 'completion'];

/**
 * Runs the survival suite first, the language with the most faults at its head: it takes the longest, and what is short
 * fits in where another file has ended.
 */
export class SurvivalFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSurvival = ({ moduleId }: TestSpecification) => moduleId.includes('/survival/');
    const sorted = await super.sort(files);
    const survival = sorted.filter(isSurvival).sort((a, b) => recorded(b) - recorded(a));
    const others = sorted.filter((file) => !isSurvival(file)).sort((a, b) => placeOf(a) - placeOf(b));
    return [...survival, ...others];
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}.real.ts`));
  return place === -1 ? LONG.length : place;
}

/** Bytes of what the suite has recorded of a language, which grow with its faults. */
function recorded({ moduleId }: TestSpecification): number {
  const record = moduleId.replace(/([^/]+)\.real\.ts$/, 'passed/$1.json');
  return statSync(record, { throwIfNoEntry: false })?.size ?? 0;
}
