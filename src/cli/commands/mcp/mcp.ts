import type { Context, Result } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { createServer } from './server.ts';
import { LineTransport } from './transport.ts';
import { Turns } from './turns.ts';

const FOR_PEOPLE = `This command serves AI agents over standard input and output. An MCP client starts it:
claude mcp add wirewise -- wirewise mcp. Ctrl-D ends it.
`;

/** `wirewise mcp`: serves the Model Context Protocol until standard input ends. Nothing but the protocol goes to stdout. */
export async function mcp(context: Context, _words: readonly string[], { output }: Options<'mcp'>): Promise<Result> {
  if (output !== undefined)
    throw usageFailure(['Unexpected --output: the answers go to standard output, to the client.']);
  const { io, rules, starters } = context;
  // The texts of rules and the starters are read from files when something asks for them: that is now, never in a call.
  JSON.stringify([rules, starters]);
  if (io.stdin.isTTY === true) io.stderr.write(FOR_PEOPLE);
  const turns = new Turns();
  const transport = new LineTransport(io, turns);
  await createServer(context, turns, (stack) => io.stderr.write(`internal error: ${stack}\n`)).connect(transport);
  await transport.read();
  return { documents: [], exitCode: EXIT.ok };
}
