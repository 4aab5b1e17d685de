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

const turns = new Turns();
const bugs: string[] = [];
/** One for all exchanges: it takes longer to make than to answer. A transport that ends frees it for the next. */
const server = createServer(context, turns, (stack) => bugs.push(stack));

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
 * Everything that a server in this process answers to these bytes. One exchange at a time.
 *
 * @throws when it does not read on, or reports a bug
 */
export async function exchange(input: Uint8Array | string): Promise<readonly Answer[]> {
  const stdin = Readable.from([Buffer.from(input), Buffer.from(PING)]);
  const stdout = new Output();
  const transport = new LineTransport({ stdin, stdout }, turns);
  await server.connect(transport);
  await transport.read();
  if (bugs.length > 0) throw new Error(bugs.splice(0).join('\n'));
  const lines = stdout.text.split('\n').slice(0, -1);
  const answers = lines.map((line): Answer => JSON.parse(line));
  const others = answers.filter(({ id }) => id !== 'still there');
  if (others.length === answers.length) throw new Error('It does not read on.');
  return others;
}
