/** The files that `rules new` writes. They are valid, and mark everything that the author has to fill in. */
import type { Criterion } from '../core/model.ts';

/** Marks text that the author has to fill in. `rules validate` lists each place. */
export const TODO = 'TODO';

const LONGEST_NAME = 40;

/** A protocol with all of its cells. The question that a grade answers precedes each cell as a comment. */
export function protocolSkeleton(id: string, criteria: readonly Criterion[]): string {
  const head = [
    `# ${TODO} marks what is to be filled in: wirewise rules validate names each place.`,
    '# Grades: 0 cannot, 1 poor, only with major work, 2 partial or up to you, 3 good, 4 native.',
    `id: ${id}`,
    `name: ${`${TODO} ${id}`.slice(0, LONGEST_NAME)}`,
    '# core: in every comparison; extended: with --all.',
    'tier: extended',
    `summary: ${TODO} what it is, in one sentence.`,
    'pickWhen:',
    `  - ${TODO} when it is the right choice`,
    'avoidWhen:',
    `  - ${TODO} when it is not`,
    'needs: []',
    'combinesWith: []',
    'cells:',
  ];
  const withoutCell = criteria.filter(({ otherwise }) => otherwise === undefined);
  return `${[...head, ...withoutCell.flatMap(cellSkeleton)].join('\n')}\n`;
}

function cellSkeleton({ id, asks }: Criterion): string[] {
  return [
    `  # ${asks}`,
    `  ${id}:`,
    '    grade: 2',
    `    says: ${TODO}`,
    `    because: ${TODO} one sentence that gives the reason for the grade.`,
    `    source: "judgement: ${TODO}, or a URL"`,
  ];
}

/** The file pack.yaml of a new pack. */
export function packSkeleton(name: string): string {
  return `name: ${name}\nversion: "1"\n`;
}
