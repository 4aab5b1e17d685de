import type { Overrides } from './decision.ts';
import { type Answers, GRADES, type Grade, type Preset, type Rules } from './model.ts';

/** What a decision is made from. */
export interface Input {
  readonly answers: Answers;
  /** Absent where nothing is overridden. */
  readonly overrides: Overrides | undefined;
  /** Whose answers they rest on; other answers may have been laid over its own. */
  readonly preset?: PresetName | undefined;
}

/** What a report says of a preset. */
export type PresetName = Pick<Preset, 'id' | 'title'>;

/** The second one wins where both speak; `undefined` where neither does. */
export function mergeOverrides(under: Overrides | undefined, over: Overrides | undefined): Overrides | undefined {
  const weight = { ...under?.weight, ...over?.weight };
  const must = { ...under?.must, ...over?.must };
  if (Object.keys(weight).length + Object.keys(must).length === 0) return undefined;
  return {
    ...(Object.keys(weight).length > 0 && { weight }),
    ...(Object.keys(must).length > 0 && { must }),
  };
}

/** The id of the criterion that has, or formerly had, this id; `undefined` when there is none. */
export function criterionId({ criteria }: Pick<Rules, 'criteria'>, id: string): string | undefined {
  const found = criteria.find((one) => one.id === id) ?? criteria.find(({ formerly }) => formerly?.includes(id));
  return found?.id;
}

/** Far above any weight of the rules, and far below where sums of weights would overflow. */
export const GREATEST_WEIGHT = 1_000_000;

/** Whether a value can be the weight of a criterion. */
export function isWeight(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= GREATEST_WEIGHT;
}

/** A grade, or `undefined` for anything else. */
export function asGrade(value: unknown): Grade | undefined {
  return GRADES.find((grade) => grade === value);
}
