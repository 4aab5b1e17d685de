/** Lines that are no call, and how a session ends, over the real pipes of the built program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { BIN, pipe, request } from './session.ts';

describe('what is no call', () => {
  const answerTo = async (input: string | Buffer) => {
    const { code, stderr, lines } = await pipe(
      Buffer.concat([Buffer.from(input), Buffer.from(`\n${request(99, 'ping')}`)]),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = lines.map((line) => JSON.parse(line));
    expect(answers).toContainEqual({ jsonrpc: '2.0', id: 99, result: {} });
    return answers.filter(({ id }) => id !== 99);
  };

  test.each([
    ['no JSON', 'hello', -32700],
    ['half a message', '{"jsonrpc":"2.0","id":1,"meth', -32700],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), -32700],
    ['more than 1 MiB', JSON.stringify('x'.repeat(2 ** 21)), -32700],
    ['JSON that is no message', '42', -32600],
    ['a batch, which the specification dropped', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['JSON-RPC 1', '{"id":1,"method":"ping","params":[]}', -32600],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"tools/explode"}', -32601],
    ['a tool without a name', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}', -32602],
    [
      'arguments in a list',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"recommend","arguments":[]}}',
      -32602,
    ],
    ['an unknown tool', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"recomend"}}', -32602],
    ['a cursor', '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}', -32602],
    [
      'an unknown argument of a prompt',
      '{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"choose_protocol","arguments":{"ned":"x"}}}',
      -32602,
    ],
    ...[
      { ref: { type: 'ref/prompt', name: 'choose' }, argument: { name: 'need', value: '' } },
      { ref: { type: 'ref/prompt', name: 'choose_protocol' }, argument: { name: 'ned', value: '' } },
      {
        ref: { type: 'ref/resource', uri: 'wirewise://protocol/{protocol}' },
        argument: { name: 'protocol', value: '' },
      },
      { ref: { type: 'ref/resource', uri: 'wirewise://protocols/{protocol}' }, argument: { name: 'id', value: '' } },
    ].map((params): [string, string, number] => [
      `a completion of ${params.ref.name ?? params.ref.uri}, ${params.argument.name}`,
      request(1, 'completion/complete', params).trimEnd(),
      -32602,
    ]),
    ['a key twice', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}', -32600],
    ['an initialize without parameters', '{"jsonrpc":"2.0","id":1,"method":"initialize"}', -32602],
  ])('%s is answered with its code, and the next message is read', async (_, input, code) => {
    const [answer, ...others] = await answerTo(input);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      jsonrpc: '2.0',
      error: { code, message: expect.stringMatching(/^[^\n]{10,300}$/) },
    });
  });

  test('of a key that is there twice, the answer says where, with the id if there is one', async () => {
    const call = (answers: string, id = '"id":1') =>
      `{"jsonrpc":"2.0",${id},"method":"tools/call","params":{"name":"recommend","arguments":{"answers":${answers}}}}`;
    const twice = call('{"direction":"both","direction":"server-to-client"}');
    expect(await answerTo(twice)).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        error: {
          code: -32600,
          message: `params.arguments.answers: Duplicate key "direction", again at character ${twice.lastIndexOf('"direction"') + 1}. Keep one of them.`,
        },
      },
    ]);
    const [answer] = await answerTo(call('{}', '"id":1,"id":2'));
    expect(answer).toEqual({
      jsonrpc: '2.0',
      error: { code: -32600, message: expect.stringMatching(/^The message: Duplicate key "id", again at character/) },
    });
    expect(await answerTo(call('{"direction":"\\":"}'))).toMatchObject([{ id: 1, result: { isError: true } }]);
  });

  test.each([
    ['an empty line', '\r\n\n   '],
    ['an unknown notification', '{"jsonrpc":"2.0","method":"notifications/whatever"}'],
    ['an answer to nothing', '{"jsonrpc":"2.0","id":7,"result":{}}'],
    ['a cancellation of nothing', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}'],
  ])('%s is not answered', async (_, input) => {
    expect(await answerTo(input)).toEqual([]);
  });

  test('answers nested without end are refused in words', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const [answer] = await answerTo(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"recommend","arguments":{"answers":{"direction":${deep}}}}}`,
    );
    expect(answer).toMatchObject({ result: { isError: true } });
  });
});

test('the wish for a task is ignored, as by every server that has no tasks', async () => {
  const call = (task: unknown) => ({ name: 'recommend', arguments: { preset: 'chat' }, task });
  const { lines } = await pipe(
    [{ ttl: 1000 }, 'x', null].map((task) => request(1, 'tools/call', call(task))).join('\n'),
  );
  const [first, ...others] = lines;
  expect(JSON.parse(first ?? '')).toMatchObject({ result: { structuredContent: { outcome: 'recommended' } } });
  expect(others).toEqual([first, first]);
});

test('a key __proto__ among the arguments is not left out', async () => {
  const params = '{"name":"precedents","arguments":{"__proto__":{"limit":3}}}';
  const { lines } = await pipe(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
  expect(lines).toEqual([expect.stringContaining('Unexpected key \\"__proto__\\"')]);
});

test('a file for the answers is refused', async () => {
  const { code, stderr, lines } = await pipe('', ['--output', 'x']);
  expect({ code, lines }).toEqual({ code: 2, lines: [] });
  expect(stderr).toBe('error: Unexpected --output: the answers go to standard output, to the client.\n');
});

describe('the end', () => {
  test('of an input without a message is quiet', async () => {
    expect(await pipe('')).toEqual({ code: 0, stderr: '', lines: [] });
  });

  test('answers a last line without a newline', async () => {
    const { lines } = await pipe(request(1, 'ping').trimEnd());
    expect(lines).toEqual(['{"result":{},"jsonrpc":"2.0","id":1}']);
  });

  test.each(['stdin', 'stdout'] as const)('is quiet when the client closes %s', async (stream) => {
    const child = spawn(process.execPath, [BIN, 'mcp'], { stdio: 'pipe', cwd: '/' });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.write(request(1, 'ping'));
    await once(child.stdout, 'data');
    child[stream].destroy();
    if (stream === 'stdout') child.stdin.write(request(2, 'ping'));
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
