import { DEFAULT_ROBUSTNESS } from '../../core/decide.ts';
import type { RobustnessOptions } from '../../core/robustness/robustness.ts';
import { type OptionValues, readWholeNumber } from '../program/question-flags.ts';

const MOST_SAMPLES = 1_000_000;

/**
 * `--samples` and `--seed`; 0 samples leave robustness and flips out.
 *
 * @param absent how many samples without the flag
 */
export function readRobustness(
  options: OptionValues,
  absent: number = DEFAULT_ROBUSTNESS.samples,
): RobustnessOptions | false {
  const samples = readWholeNumber(options, 'samples', { absent, least: 0, most: MOST_SAMPLES });
  const seed = readWholeNumber(options, 'seed', { absent: DEFAULT_ROBUSTNESS.seed, least: 0, most: 2 ** 32 - 1 });
  return samples === 0 ? false : { samples, seed };
}
