import { holdInterview } from './flow.ts';
import type { Ended, InterviewPlan } from './interview.ts';
import { cancelledSentences } from './phrases.ts';
import { LinePrompter } from './prompts/line-prompter.ts';
import type { Prompter } from './prompts/prompter.ts';

export interface WizardOptions extends InterviewPlan {
  /** Prompts go to stderr, so that stdout has only the result. */
  readonly io: {
    readonly stdin: NodeJS.ReadableStream;
    readonly stderr: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  };
  /** Plain numbered lines instead of redrawn prompts. */
  readonly accessible: boolean;
  readonly color: boolean;
  /** Aborts when the interview is to end: see `watchForEnd`. */
  readonly signal: AbortSignal;
  /** The command that goes on from there. */
  resume(ended: Ended): string;
}

/**
 * Asks the open questions and returns the answers after the review. Prints nothing to stdout.
 *
 * @returns `cancelled` after Ctrl-C, and when the terminal hangs up or its input ends; stderr reports it
 */
export async function runWizard(options: WizardOptions): Promise<Ended> {
  const { io, accessible, color, signal, resume, ...interview } = options;
  const streams = { input: io.stdin, output: io.stderr, signal };
  const ended = await holdInterview(
    interview,
    accessible ? new LinePrompter(streams) : await graphicalPrompter({ ...streams, color }),
  );
  if (ended.kind === 'cancelled') {
    const isChanged = JSON.stringify(ended.answers) !== JSON.stringify(interview.answers);
    io.stderr.write(`${accessible ? '\n' : ''}${cancelledSentences(isChanged ? resume(ended) : undefined)}\n`);
  }
  return ended;
}

type GraphicalOptions = ConstructorParameters<typeof import('./prompts/inquirer-prompter.ts').InquirerPrompter>[0];

/** Loads inquirer, which is large, only where it is used. */
async function graphicalPrompter(options: GraphicalOptions): Promise<Prompter> {
  const { InquirerPrompter } = await import('./prompts/inquirer-prompter.ts');
  return new InquirerPrompter(options);
}
