import { DRIVERS } from '../../lab/drivers.ts';
import { PLAN, type PlanEntry } from '../../lab/plan.ts';
import { runLab } from '../../lab/run-lab.ts';
import { safeJson } from '../../report/safe-json.ts';
import { renderLab } from '../../report/terminal/lab.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Context, printed, type Result, reportContext } from '../context.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Options } from '../options/options.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

/** `wirewise lab`: measures what protocols cost on this machine. */
export async function lab(
  context: Pick<Context, 'io' | 'rules'>,
  _words: readonly string[],
  options: Options<'lab'>,
): Promise<Result> {
  const { messages, bytes: payloadBytes } = options;
  const plan = choose(options.protocols);
  const progress = new ProgressBar(context.io, !options.quiet && !options.accessible);
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort(new Failure(EXIT.cancelled, ''));
  // Once: a second Ctrl-C ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  try {
    const result = await runLab(plan, DRIVERS, {
      messages,
      payloadBytes,
      cwd: context.io.cwd,
      signal: interrupt.signal,
      onProgress: ({ share, label }) => progress.show(share, label),
    });
    const text =
      options.format === 'json'
        ? safeJson({ schemaVersion: 1, ...result })
        : renderLab(result, await reportContext(context, options));
    const hasFailed = result.measurements.some(({ kind }) => kind === 'failed');
    return printed(text, options, hasFailed ? EXIT.notFeasible : EXIT.ok);
  } finally {
    progress.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

/** The plan entries of the named protocols, in the order of the plan; all entries when no protocol is named. */
function choose(value: string | undefined): readonly PlanEntry[] {
  if (value === undefined) return PLAN;
  const asked = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const known = [...new Set(PLAN.map(({ protocol }) => protocol))];
  const unknown = asked.filter((id) => !known.includes(id));
  if (unknown.length > 0 || asked.length === 0) {
    const wrong = unknown.length > 0 ? unknown : [''];
    throw usageFailure(wrong.map((id) => `The lab cannot measure "${id}".${expectedNames(id, known)}`));
  }
  return PLAN.filter(({ protocol }) => asked.includes(protocol));
}
