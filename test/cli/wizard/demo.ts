/**
 * The wizard alone, for the test on a real terminal. Takes one JSON argument; prints how the interview ended, as JSON,
 * on stdout.
 */

import { watchForEnd } from '../../../src/cli/wizard/end-signals.ts';
import { runWizard } from '../../../src/cli/wizard/wizard.ts';
import type { Answers, Question } from '../../../src/core/model.ts';
import { changed, PRESETS, standing, stoppingAfter } from './questions-fixture.ts';

interface DemoOptions {
  readonly answers?: Answers;
  readonly accessible?: boolean;
  readonly color?: boolean;
  readonly offersPresets?: boolean;
  /** Number of answers from which on the wizard stops. */
  readonly stopAfter?: number;
  /** Laid over the questions, by id. */
  readonly own?: Readonly<Record<string, Partial<Question>>>;
  /** How long it computes before each question. */
  readonly busyMs?: number;
}

const options: DemoOptions = JSON.parse(process.argv[2] ?? '{}');
const { answers = {}, accessible = false, color = false, offersPresets = false, stopAfter = 99, busyMs = 0 } = options;
const questions = changed(options.own ?? {});
const lookAhead = stoppingAfter(stopAfter, {}, questions);
const watch = watchForEnd(process.stdin);
const ended = await runWizard({
  rules: { questions },
  answers,
  presets: offersPresets ? PRESETS : [],
  io: { stdin: process.stdin, stderr: process.stderr },
  accessible,
  color,
  signal: watch.signal,
  lookAhead: (...given) => {
    const until = Date.now() + busyMs;
    while (Date.now() < until);
    return lookAhead(...given);
  },
  standing,
  resume: (end) => `go-on ${JSON.stringify(end.answers)}`,
});
watch.stop();
process.stdout.write(`${JSON.stringify(ended)}\n`);
process.exitCode = ended.kind === 'cancelled' ? 130 : 0;
