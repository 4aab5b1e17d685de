/** What must hold whatever comes in, without the cost of an assertion library. */
import { EXIT } from '../../src/cli/exit-codes.ts';
import { type FakeWorld, runWith } from '../cli/fake-io.ts';
import { STEERING } from '../cli/hostile/hostile-text.ts';

const KNOWN: Readonly<Record<number, string>> = {
  [EXIT.ok]: 'accepted',
  [EXIT.notFeasible]: 'answered no',
  [EXIT.usage]: 'refused',
  [EXIT.badRules]: 'refused',
};

/** A working directory that does not exist: nothing can be read or written there. */
const NOWHERE = '/nonexistent/wirewise-fuzz';

/** What chalk writes around a word. */
const COLOUR = /\u001b\[\d{1,2}m/g;

/** Runs the program in this process. @returns what became of the input */
export async function runDecently(argv: readonly string[], world: FakeWorld = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd: NOWHERE, ...world });
  const outcome = KNOWN[exitCode];
  if (outcome === undefined) throw new Error(`Exit code ${exitCode}: ${stderr}`);
  // Colours that were asked for; all that comes from elsewhere still must not steer.
  assertHarmless(argv.includes('--color') ? stdout.replaceAll(COLOUR, '') : stdout, 'stdout');
  assertHarmless(stderr, 'stderr');
  if (outcome === 'refused' && stderr === '') throw new Error('Refused without a word.');
  return outcome;
}

export function assertHarmless(text: string, what: string): void {
  const steering = STEERING.exec(text);
  if (steering)
    throw new Error(
      `${what} steers the terminal: ${JSON.stringify(text.slice(Math.max(0, steering.index - 80), steering.index + 20))}`,
    );
  if (/\n {4}at /.test(text)) throw new Error(`${what} holds a stack.`);
}
