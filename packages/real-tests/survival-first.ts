import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the survival suite first: it takes the longest, and other files fit in where one of its languages has ended. */
export class SurvivalFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSurvival = ({ moduleId }: TestSpecification) => moduleId.includes('/survival/');
    const sorted = await super.sort(files);
    return [...sorted.filter(isSurvival), ...sorted.filter((file) => !isSurvival(file))];
  }
}
