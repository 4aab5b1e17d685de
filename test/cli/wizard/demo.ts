/**
 * The wizard alone, for the test on a real terminal. Takes one JSON argument; prints how the interview ended, as JSON,
 * on stdout.
 */

import { runWizard } from '../../../src/cli/wizard/wizard.ts';
import type { Answers } from '../../../src/core/model.ts';
import { nextInFileOrder, QUESTIONS, standing } from './questions-fixture.ts';

interface DemoOptions {
  readonly answers?: Answers;
  readonly accessible?: boolean;
  readonly color?: boolean;
  /** Number of answers from which on the result counts as decided. */
  readonly decidedAfter?: number;
}

const {
  answers = {},
  accessible = false,
  color = false,
  decidedAfter = 99,
}: DemoOptions = JSON.parse(process.argv[2] ?? '{}');

const ended = await runWizard({
  rules: { questions: QUESTIONS },
  answers,
  io: { stdin: process.stdin, stderr: process.stderr },
  accessible,
  color,
  next: nextInFileOrder,
  standing,
  isDecided: (given) => {
    const count = Object.keys(given).length;
    return { decided: count >= decidedAfter, says: `Decided after ${count} of ${QUESTIONS.length} questions.` };
  },
});
process.stdout.write(`${JSON.stringify(ended)}\n`);
process.exitCode = ended.kind === 'cancelled' ? 130 : 0;
