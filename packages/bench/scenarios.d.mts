import type { Answers } from '../../src/core/model.ts';

/** Id and answers of all scenarios of rules/scenarios/, by file. */
export function readScenarios(root: string): { readonly id: string; readonly answers: Answers }[];
