/** Ways to talk to the built program as an MCP server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

export const BIN = resolve(import.meta.dirname, '../../../../bin/wirewise.js');

export interface Session {
  readonly client: Client;
  /** What the server wrote to stderr so far. */
  stderr(): string;
}

/** Starts a server and connects the SDK's own client to it. */
export async function connect(words: readonly string[] = [], bin = BIN): Promise<Session> {
  const args = [bin, 'mcp', ...words];
  const transport = new StdioClientTransport({ command: process.execPath, args, cwd: '/', stderr: 'pipe' });
  let said = '';
  transport.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return { client, stderr: () => said };
}

/** A call whose result is known to be one of this protocol version, not of a task. */
export async function call(client: Client, name: string, args: Readonly<Record<string, unknown>> = {}) {
  const result = await client.callTool({ name, arguments: { ...args } });
  if (!('content' in result) || !Array.isArray(result.content)) throw new TypeError('Expected content.');
  const [block] = result.content;
  const text: string = block?.type === 'text' ? block.text : '';
  return { text, isError: result.isError === true, answer: JSON.parse(result.isError ? '{}' : text), result };
}

export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly lines: readonly string[];
}

/** Pipes text into a server, closes the pipe, and waits for its end. */
export async function pipe(input: string | Buffer, words: readonly string[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, 'mcp', ...words], { stdio: 'pipe', cwd: '/' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, stderr, lines: stdout.split('\n').slice(0, -1) };
}

/** A request as a line. */
export function request(id: number | string, method: string, params: object = {}): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
}

export function toolCall(id: number | string, name: string, args: object = {}): string {
  return request(id, 'tools/call', { name, arguments: args });
}
