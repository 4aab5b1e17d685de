import { type Ended, holdInterview, type InterviewPlan } from './flow.ts';
import { LinePrompter } from './line-prompter.ts';
import type { Prompter } from './prompter.ts';

export interface WizardOptions extends InterviewPlan {
  /** Prompts go to stderr, so that stdout has only the result. */
  readonly io: {
    readonly stdin: NodeJS.ReadableStream;
    readonly stderr: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  };
  /** Plain numbered lines instead of redrawn prompts. */
  readonly accessible: boolean;
  readonly color: boolean;
}

/** Signals that end the interview. A terminal that is not in raw mode sends SIGINT for Ctrl-C. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Asks the open questions and returns the answers after the review. Prints nothing to stdout.
 *
 * @returns `cancelled` after Ctrl-C, and when the terminal hangs up or its input ends; stderr reports it
 */
export async function runWizard({ io, accessible, color, ...interview }: WizardOptions): Promise<Ended> {
  const gone = new AbortController();
  const stopWatching = watch(io.stdin, () => gone.abort());
  try {
    const streams = { input: io.stdin, output: io.stderr, signal: gone.signal };
    const ended = await holdInterview(
      interview,
      accessible ? new LinePrompter(streams) : await graphicalPrompter({ ...streams, color }),
    );
    if (ended.kind === 'cancelled') io.stderr.write(accessible ? '\nCancelled.\n' : 'Cancelled.\n');
    return ended;
  } finally {
    stopWatching();
  }
}

type GraphicalOptions = ConstructorParameters<typeof import('./inquirer-prompter.ts').InquirerPrompter>[0];

/** Loads inquirer, which is large, only where it is used. */
async function graphicalPrompter(options: GraphicalOptions): Promise<Prompter> {
  const { InquirerPrompter } = await import('./inquirer-prompter.ts');
  return new InquirerPrompter(options);
}

function watch(stdin: NodeJS.ReadableStream, onGone: () => void): () => void {
  for (const event of ['end', 'close', 'error']) stdin.on(event, onGone);
  for (const signal of SIGNALS) process.on(signal, onGone);
  return () => {
    for (const event of ['end', 'close', 'error']) stdin.removeListener(event, onGone);
    for (const signal of SIGNALS) process.removeListener(signal, onGone);
  };
}
