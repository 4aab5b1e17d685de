import { Readable, Writable } from 'node:stream';
import { createServer } from '../../../../src/cli/commands/mcp/server.ts';
import { LineTransport } from '../../../../src/cli/commands/mcp/transport.ts';
import { Turns } from '../../../../src/cli/commands/mcp/turns.ts';
import { builtInRules, builtInStarters } from '../../../../src/rules/built-in.ts';

const context = {
  rules: await builtInRules(),
  starters: await builtInStarters(),
  rulesDirs: [],
  isProjectIgnored: false,
};

class Output extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

export type Answer = Readonly<Record<string, unknown>>;

/** Sent behind every input: a server that answers it still reads. */
const PING = '\n{"jsonrpc":"2.0","id":"still there","method":"ping"}\n';

/**
 * Everything that a server in this process answers to these bytes.
 *
 * @throws when it does not read on, or reports a bug
 */
export async function exchange(input: Uint8Array | string): Promise<readonly Answer[]> {
  const stdin = Readable.from([Buffer.from(input), Buffer.from(PING)]);
  const stdout = new Output();
  const turns = new Turns();
  const transport = new LineTransport({ stdin, stdout }, turns);
  const bugs: string[] = [];
  await createServer(context, turns, (stack) => bugs.push(stack)).connect(transport);
  await transport.read();
  if (bugs.length > 0) throw new Error(bugs.join('\n'));
  const lines = stdout.text.split('\n').slice(0, -1);
  const answers = lines.map((line): Answer => JSON.parse(line));
  const others = answers.filter(({ id }) => id !== 'still there');
  if (others.length === answers.length) throw new Error('It does not read on.');
  return others;
}
