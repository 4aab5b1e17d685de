import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../set-up/runs.ts';
import { type Answer, exchange } from '../commands/mcp/exchange.ts';
import { countInput, hostileFolder } from './decency.ts';
import { BOMBS, damaged, nastyText } from './hostile-text.ts';
import { knownWord } from './words.ts';

hostileFolder();

const TOOLS = ['recommend', 'next_question', 'explain', 'compare', 'precedents', 'starter'];
const message = (method: string, params: unknown) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

function answersTo(input: Uint8Array | string): Promise<readonly Answer[]> {
  countInput();
  return exchange(input);
}

/** Each line is answered at most once, with a result or a documented error, in words and not in a stack. */
async function expectDecentAnswers(input: Uint8Array | string): Promise<void> {
  const answers = await answersTo(input);
  const lines = Buffer.from(input).toString('latin1').split('\n');
  expect(answers.length).toBeLessThanOrEqual(lines.length);
  for (const answer of answers) {
    expect(answer['jsonrpc']).toBe('2.0');
    if ('result' in answer) continue;
    const { code, message: says } = Object(answer['error']);
    expect([-32700, -32600, -32601, -32602, -32002]).toContain(code);
    expect(says).not.toMatch(/\n {4}at |invalid_type/);
  }
}

describe('messages of MCP', () => {
  const GOOD = [
    message('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } }),
    message('tools/call', { name: 'recommend', arguments: { preset: 'chat', answers: { latency: '30ms' } } }),
    message('tools/call', { name: 'starter', arguments: { protocol: 'mqtt', set: { topic: 'a' } } }),
    message('resources/read', { uri: 'wirewise://matrix' }),
  ];

  test('that are damaged are answered in words, and the next one is read', async () => {
    const input = damaged(Buffer.from(`${GOOD.join('\n')}\n`));
    await fc.assert(fc.asyncProperty(input, expectDecentAnswers), runs(125));
  });

  test('with any arguments are results, never bugs', async () => {
    const value = fc.oneof(
      { weight: 3, arbitrary: knownWord },
      { weight: 1, arbitrary: nastyText },
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.dictionary(fc.oneof(knownWord, nastyText), fc.jsonValue(), { maxKeys: 4 }) },
      { weight: 1, arbitrary: fc.array(knownWord, { maxLength: 3 }) },
    );
    const key = fc.oneof(
      fc.constantFrom('answers', 'preset', 'core', 'detail', 'fields', 'protocol', 'protocols', 'criterion', 'mistake'),
      fc.constantFrom('limit', 'language', 'role', 'variant', 'set', 'question', 'fromScratch'),
      nastyText,
    );
    const args = fc.dictionary(key, value, { maxKeys: 4 });
    const calls = fc.tuple(fc.constantFrom(...TOOLS), args);
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 1, maxLength: 3 }), async (list) => {
        const answers = await answersTo(
          list.map(([name, given]) => message('tools/call', { name, arguments: given })).join('\n'),
        );
        expect(answers).toHaveLength(list.length);
        for (const answer of answers) expect(answer).toMatchObject({ result: { content: [{ type: 'text' }] } });
      }),
      runs(125),
    );
  });

  test('with any method and parameters are answered or ignored', async () => {
    const method = fc.oneof(
      fc.constantFrom(
        'initialize',
        'ping',
        'tools/list',
        'tools/call',
        'resources/list',
        'resources/read',
        'prompts/get',
      ),
      fc.constantFrom('completion/complete', 'logging/setLevel', 'tasks/list', 'notifications/cancelled', 'tasks/get'),
      nastyText,
    );
    const one = fc
      .record({ jsonrpc: fc.constant('2.0'), id: fc.jsonValue(), method, params: fc.jsonValue() }, { requiredKeys: [] })
      .map((entry) => JSON.stringify(entry));
    await fc.assert(fc.asyncProperty(one, expectDecentAnswers), runs(125));
  });

  test.each(Object.entries(BOMBS))('with %s are answered', async (_name, text) => {
    await expectDecentAnswers(
      message('tools/call', { name: 'recommend', arguments: { answers: { direction: text } } }),
    );
    await expectDecentAnswers(text.replaceAll('\n', ' '));
  });
});
