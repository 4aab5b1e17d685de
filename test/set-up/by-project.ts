import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Runs the files of a project one after the other, the slowest first. A worker keeps its modules only while the next
 * file is of the same project; mixed by their durations, most files would load all modules anew.
 */
export class ByProject extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = new Set(sorted.map(({ project }) => project));
    return [...projects].flatMap((project) => sorted.filter((file) => file.project === project));
  }
}
