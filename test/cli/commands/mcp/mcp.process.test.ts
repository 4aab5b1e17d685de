/** The built program as an MCP server, over its real pipes. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, call, connect, pipe, request, type Session, toolCall } from './session.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const CALLS: readonly (readonly [name: string, args: Record<string, unknown>])[] = [
  ['recommend', { preset: 'chat' }],
  ['next_question', {}],
  ['explain', { protocol: 'mqtt', preset: 'chat' }],
  ['compare', { protocols: ['mqtt', 'sse'] }],
  ['precedents', { answers: { direction: 'both' } }],
  ['starter', { protocol: 'sse', language: 'go' }],
];

describe("the SDK's own client", () => {
  let session: Session;
  beforeAll(async () => {
    session = await connect();
  });
  afterAll(() => session.client.close());

  test('finds six tools, read-only, idempotent and of a closed world', async () => {
    const { tools } = await session.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(CALLS.map(([name]) => name));
    for (const { annotations, title, description, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true, openWorldHint: false });
      expect(title && description && outputSchema).toBeTruthy();
    }
  });

  // The client has listed the tools, so that it checks each structured result against the output schema.
  test.each(CALLS)('gets an answer of %s, as structure and as text, twice the same', async (name, args) => {
    const { answer, isError, result } = await call(session.client, name, args);
    expect(isError).toBe(false);
    expect(result.structuredContent).toEqual(answer);
    expect((await call(session.client, name, args)).answer).toEqual(answer);
    const full = await call(session.client, name, { ...args, detail: 'full' });
    expect(full.isError).toBe(false);
  });

  test('gets with detail: full what the command line prints', async () => {
    const words = ['recommend', '--preset', 'chat', '--json', '--no-starter'];
    const printed = JSON.parse(execFileSync(process.execPath, [BIN, ...words], { cwd: '/', encoding: 'utf8' }));
    const { answer } = await call(session.client, 'recommend', { preset: 'chat', detail: 'full' });
    expect(answer.decision).toEqual(printed);
    const { answer: few } = await call(session.client, 'recommend', { detail: 'full', fields: ['command', 'argv'] });
    expect(few.decision).toEqual({ command: 'wirewise recommend', argv: ['wirewise', 'recommend'] });
  });

  test('reads every resource that is listed, and each entry of a template', async () => {
    const { client } = session;
    const { resources } = await client.listResources();
    expect(resources.length).toBeGreaterThan(5);
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(JSON.parse(String(contents[0] && 'text' in contents[0] && contents[0].text)), uri).toBeTruthy();
    }
    const { resourceTemplates } = await client.listResourceTemplates();
    for (const { uriTemplate, name } of resourceTemplates) {
      const argument = { name, value: '' };
      const { completion } = await client.complete({ ref: { type: 'ref/resource', uri: uriTemplate }, argument });
      expect(completion.values.length, uriTemplate).toBeGreaterThan(5);
      const id = completion.values[0] ?? '';
      const { contents } = await client.readResource({ uri: uriTemplate.replace(`{${name}}`, id) });
      expect(JSON.parse(String(contents[0] && 'text' in contents[0] && contents[0].text))).toMatchObject({ id });
    }
  });

  test('is told the nearest address of a resource that there is not', async () => {
    await expect(session.client.readResource({ uri: 'wirewise://protocols/mqqt' })).rejects.toMatchObject({
      code: -32002,
      message: expect.stringContaining('Did you mean "wirewise://protocols/mqtt"?'),
    });
  });

  test('gets the prompt, with what the user needs in it', async () => {
    const { prompts } = await session.client.listPrompts();
    const [{ name = '' } = {}] = prompts;
    const { messages } = await session.client.getPrompt({ name, arguments: { need: 'a chess clock' } });
    expect(messages[0]?.content).toMatchObject({ text: expect.stringContaining('a chess clock') });
    await expect(session.client.getPrompt({ name: `${name}s` })).rejects.toMatchObject({ code: -32602 });
  });

  test('has heard nothing on stderr', () => {
    expect(session.stderr()).toBe('');
  });
});

describe('1,000 calls in flight', () => {
  test('are all answered, in their order, and pings overtake them', async () => {
    const { client } = await connect();
    const order: number[] = [];
    const asked = Array.from({ length: 1000 }, async (_, at) => {
      const [name, args] = CALLS[at % 3 === 0 ? 5 : 0] ?? ['', {}];
      const { isError } = await call(client, name, args);
      order.push(at);
      return isError;
    });
    await client.ping();
    expect(order.length).toBeLessThan(1000);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 1000 }, () => false));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    await client.close();
  }, 120_000);

  test('are all answered though the pipe is closed right behind them', async () => {
    const input = Array.from({ length: 1000 }, (_, id) => toolCall(id, 'starter', { protocol: 'sse' })).join('');
    const { code, stderr, lines } = await pipe(input);
    expect({ code, stderr, count: lines.length }).toEqual({ code: 0, stderr: '', count: 1000 });
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(Array.from({ length: 1000 }, (_, id) => id));
  }, 120_000);

  test('wait where nobody reads the answers, and keep the memory small', async () => {
    const child = spawn(process.execPath, ['--max-old-space-size=64', BIN, 'mcp'], { stdio: 'pipe', cwd: '/' });
    child.stdin.on('error', () => undefined);
    const line = toolCall(1, 'recommend', { preset: 'chat', detail: 'full' });
    // 4,000 answers of 200 kB would need 800 MB.
    for (let count = 0; count < 4000; count++) child.stdin.write(line);
    const [first] = await once(child.stdout, 'data');
    expect(String(first)).toContain('"result"');
    child.stdout.destroy();
    const [code, signal] = await once(child, 'close');
    expect({ code, signal }).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe('a call that is cancelled', () => {
  test('is not answered, and those around it are', async () => {
    const cancelled = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } })}\n`;
    const calls = [1, 2, 3].map((id) => toolCall(id, 'recommend', { preset: 'chat' })).join('');
    const { code, stderr, lines } = await pipe(calls + cancelled + request(4, 'ping'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual([1, 3, 4]);
  });

  test('ends in the client, too', async () => {
    const { client } = await connect();
    const controller = new AbortController();
    const params = { name: 'recommend', arguments: { preset: 'chat' } };
    const asked = client.callTool(params, undefined, { signal: controller.signal });
    controller.abort('enough');
    await expect(asked).rejects.toThrow('enough');
    expect((await call(client, 'recommend')).isError).toBe(false);
    await client.close();
  });
});

describe('files', () => {
  test('are read before the first call, and never in one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewise-mcp-'));
    for (const part of ['bin', 'dist']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    const { client } = await connect([], join(folder, 'bin/wirewise.js'));
    await client.ping();
    rmSync(folder, { recursive: true });
    for (const [name, args] of CALLS) {
      expect((await call(client, name, { ...args, detail: 'full' })).isError, name).toBe(false);
    }
    const { resources } = await client.listResources();
    for (const { uri } of resources) expect((await client.readResource({ uri })).contents).toHaveLength(1);
    await client.close();
  });

  test('of rule packs are read with --rules, and their questions are in the tools', async () => {
    const pack = mkdtempSync(join(tmpdir(), 'wirewise-mcp-pack-'));
    writeFileSync(join(pack, 'pack.yaml'), 'name: house\nversion: "1"\nforbid: { websocket: The proxy cuts it. }\n');
    writeFileSync(
      join(pack, 'questions.yaml'),
      '- { id: hue, kind: choice, about: estimate, label: Hue, asks: Which hue?, help: Any., options: [{ id: red, label: Red }, { id: blue, label: Blue }] }\n',
    );
    const { client, stderr } = await connect(['--rules', pack]);
    const { tools } = await client.listTools();
    expect(JSON.stringify(tools[0]?.inputSchema)).toContain('"hue":{"type":"string","enum":["red","blue"]');
    const { answer } = await call(client, 'explain', { protocol: 'websocket', answers: { hue: 'red' } });
    expect(answer.excludedBecause).toBe('forbidden by house@1: The proxy cuts it.');
    expect((await call(client, 'recommend', { answers: { hue: 'green' } })).text).toContain('Expected red, blue.');
    expect(stderr()).toBe('');
    await client.close();
  });

  test('that are wrong end the start with words on stderr, and nothing on stdout', async () => {
    const { code, stderr, lines } = await pipe(request(1, 'ping'), ['--rules', '/nowhere']);
    expect({ code, lines }).toEqual({ code: 3, lines: [] });
    expect(stderr).toContain('missing-folder');
  });

  test('of the library are loaded by this command alone', () => {
    const programs = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.cjs'));
    const loading = programs.filter((name) => readFileSync(join(ROOT, 'dist', name), 'utf8').includes('lib-mcp.cjs'));
    expect(loading).toEqual(['cli-commands-mcp-mcp.cjs']);
  });
});
