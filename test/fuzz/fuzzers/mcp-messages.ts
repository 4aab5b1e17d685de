import fc from 'fast-check';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { isMap } from '../../../src/text/lists.ts';
import { exchange } from '../../cli/commands/mcp/exchange.ts';
import { damaged, nastyText } from '../../cli/hostile/hostile-text.ts';
import { assertHarmless } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const { questions, criteria, presets, protocols, mistakes } = await builtInRules();
const names = [
  ...questions.flatMap(({ id, options }) => [id, ...options.map(({ value }) => String(value))]),
  ...[...criteria, ...presets, ...protocols, ...mistakes].map(({ id }) => id),
  ...[
    'answers',
    'preset',
    'detail',
    'full',
    'core',
    'weight',
    'must',
    'fields',
    'question',
    'fromScratch',
    'limit',
    'set',
  ],
  ...['jsonrpc', 'id', 'method', 'params', 'name', 'arguments', 'uri', 'cursor', 'tools/list', 'resources/read'],
];

const [a = '', b = ''] = protocols.map(({ id }) => id);
const need = fc.constantFrom(...presets).map(({ id, answers }) => ({ preset: id, answers: { ...answers } }));
const call = fc
  .tuple(
    need,
    fc.constantFrom(
      { name: 'recommend', more: {} },
      { name: 'next_question', more: { fromScratch: true } },
      { name: 'explain', more: { protocol: a } },
      { name: 'compare', more: { protocols: [a, b] } },
      { name: 'precedents', more: { limit: 3 } },
      { name: 'starter', more: { protocol: a, set: {} } },
    ),
  )
  .map(([args, { name, more }]) => ({ name, given: { ...args, ...more } }));
const toolCall = (name: string, given: unknown) => ({ method: 'tools/call', params: { name, arguments: given } });
const other = fc.constantFrom(
  { method: 'tools/list', params: {} },
  { method: 'resources/read', params: { uri: `wirewise://protocols/${a}` } },
  { method: 'prompts/get', params: { name: 'choose_protocol', arguments: { need: 'x' } } },
  { method: 'notifications/cancelled', params: { requestId: 1 } },
);
const message = (request: object) => ({ jsonrpc: '2.0', id: 1, ...request });
const nearlyRight = call
  .chain(({ name, given }) =>
    mutated(given, names)
      .filter(isMap)
      .map((one) => toolCall(name, one)),
  )
  .map((request) => JSON.stringify(message(request)));
const good = fc
  .oneof(
    call.map(({ name, given }) => toolCall(name, given)),
    other,
  )
  .map(message);
const line = fc.oneof(
  { weight: 6, arbitrary: nearlyRight },
  { weight: 1, arbitrary: good.chain((one) => mutated(one, names)).map((one) => JSON.stringify(one) ?? '') },
  { weight: 1, arbitrary: nastyText },
  {
    weight: 1,
    arbitrary: good
      .chain((one) => damaged(Buffer.from(JSON.stringify(one))))
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
);

const DOCUMENTED = [-32700, -32600, -32601, -32602, -32002];

/** A message is answered in words or not at all, and the next one is read. */
export const fuzzer = fuzzerOf({
  kind: 'messages of MCP',
  share: 1,
  inputs: line,
  attempt: async (text) => {
    let outcome = 'ignored';
    for (const { result, error } of await exchange(text)) {
      const { code, message } = Object(error);
      if (result === undefined && !DOCUMENTED.includes(code)) throw new Error(`Error ${code}: ${message}`);
      assertHarmless(String(message), 'A message');
      outcome = result === undefined ? 'refused' : Object(result).isError ? 'corrected' : 'accepted';
    }
    return outcome;
  },
});
