/** The words of faults in components and in published systems. */
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { message } from '../yaml/message.ts';

export const SYSTEMS = {
  tooManyComponents: message(
    'wrong-value',
    ({ most }: { most: number }) => `Expected at most ${most} components in all packs: every set of them is tried.`,
  ),
  noExpectation: message(
    'missing-key',
    ({ leg }: { leg: string }) => `Missing "${printable(leg)}" under "expect": what its builders run.`,
  ),
  unknownLeg: message(
    'unknown-name',
    ({ name, known }: { name: string; known: readonly string[] }) =>
      `Unknown leg "${printable(name)}".${didYouMean(name, known)}`,
  ),
} as const;
