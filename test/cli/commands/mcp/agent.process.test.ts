/** An agent without knowledge of protocols, which solves five tasks with what the server tells it, and nothing else. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, connect } from './session.ts';

/** What the user of a task knows, by words that stand in a question, and says when asked. */
type Knowledge = Readonly<Record<string, string | number | boolean>>;

let client: Client;
beforeAll(async () => {
  client = (await connect()).client;
});
afterAll(() => client.close());

interface Asked {
  readonly id: string;
  readonly kind: string;
  readonly asks: string;
  readonly choices: readonly { readonly value: string | boolean; readonly label: string }[];
}

/** What the user answers: the choice whose label has the words, a number, yes or no; `null` for "I do not know". */
function userSays({ kind, asks, choices }: Asked, knowledge: Knowledge): unknown {
  const [, said] = Object.entries(knowledge).find(([words]) => asks.toLowerCase().includes(words)) ?? [];
  if (said === undefined) return null;
  if (kind === 'number' || kind === 'boolean') return said;
  const chosen = choices.filter(({ label }) => label.toLowerCase().includes(String(said)));
  expect(chosen.length, `${asks} ${said}`).toBeGreaterThan(0);
  return kind === 'choices' ? chosen.map(({ value }) => value) : chosen[0]?.value;
}

/** Lets the server lead the interview, and returns the arguments that it ended with. */
async function interview(knowledge: Knowledge) {
  const args: { preset?: unknown; fromScratch: boolean; answers: Record<string, unknown> } = {
    fromScratch: false,
    answers: {},
  };
  for (let count = 0; count < 40; count++) {
    const { answer } = await call(client, 'next_question', args);
    if (answer.status === 'decided') {
      const { preset, answers } = args;
      return { count, args: { ...(preset !== undefined && { preset }), answers } };
    }
    const said = userSays(answer.question, knowledge);
    if (answer.question.id !== 'preset') args.answers[answer.question.id] = said;
    else if (said === null) args.fromScratch = true;
    else args.preset = said;
  }
  throw new Error('The interview has no end.');
}

test('1. a chat: takes the use case that fits, and is told what to watch for', async () => {
  const { args, count } = await interview({ 'what do you build': 'chat' });
  expect(count).toBeLessThan(10);
  const { answer } = await call(client, 'recommend', args);
  expect(answer.protocol).toBe('websocket');
  const [warned] = answer.alsoWarns;
  const { answer: mistake } = await call(client, 'explain', { mistake: warned });
  expect(mistake.mistake.instead.length).toBeGreaterThan(20);
});

test('2. machines that report over mobile networks: answers questions one by one', async () => {
  const { args, count } = await interview({
    'which clients': 'device',
    'which way': 'client to server',
    'what do you transfer': 'event',
    'who receives': 'topic',
    scarce: 'band',
    offline: true,
    'how late': 5000,
  });
  expect(count).toBeLessThan(25);
  const { answer } = await call(client, 'recommend', args);
  expect(answer.protocol).toBe('mqtt');
  expect(answer.needs.join(' ')).toMatch(/broker/i);
});

test('3. the boss wants WebSocket for a news ticker: shows what that gains and loses, and who did otherwise', async () => {
  const need = { answers: { direction: 'server-to-client', clients: ['browser'] } };
  const { answer: advice } = await call(client, 'recommend', need);
  expect(advice.protocol).toBe('sse');
  const { answer } = await call(client, 'compare', { ...need, protocols: [advice.protocol, 'websocket'] });
  expect(answer.protocols[0].score).toBeGreaterThan(answer.protocols[1].score);
  expect(answer.differences.some(({ points }: { points: number }) => points > 0)).toBe(true);
  const { answer: others } = await call(client, 'precedents', { ...need, protocol: advice.protocol });
  expect(others.precedents[0]).toMatchObject({
    chosen: expect.arrayContaining(['sse']),
    source: expect.stringMatching(/^https:/),
  });
});

test('4. why not AMQP in the browser: is told the reason and its source', async () => {
  const answers = { clients: ['browser'], direction: 'both' };
  const { answer } = await call(client, 'explain', { protocol: 'amqp', answers });
  const [weak] = answer.weaknesses ?? [];
  const reason = answer.excludedBecause ?? `${weak.says} ${weak.source}`;
  expect(reason).toMatch(/[Bb]rowser|broker/);
  const { contents } = await client.readResource({ uri: 'wirewise://protocols/amqp' });
  const [content] = contents;
  const { cells } = JSON.parse(content && 'text' in content ? String(content.text) : '{}');
  expect(cells['browser-support'].source).toMatch(/^(https:|judgement: )/);
});

test('5. a starter, with wrong words first: corrects the call from what it is told', async () => {
  let args: Record<string, unknown> = { protocol: 'mqqt', languge: 'go', detail: 'full', set: { topik: 'plant/1' } };
  let corrections = 0;
  for (;;) {
    const { isError, text, answer } = await call(client, 'starter', args);
    if (!isError) {
      expect(answer.files.map(({ text: program }: { text: string }) => program).join('\n')).toContain('plant/1');
      expect(answer.run).toMatch(/^go run/);
      break;
    }
    // Replaces each wrong word, wherever it stands, by the one that is suggested.
    const hints = [...text.matchAll(/"([\w-]+)"\. Did you mean "([\w-]+)"\?/g)];
    expect(hints.length, text).toBeGreaterThan(0);
    let json = JSON.stringify(args);
    for (const [, wrong = '', right = ''] of hints) json = json.replace(`"${wrong}"`, `"${right}"`);
    args = JSON.parse(json);
    corrections++;
    expect(corrections).toBeLessThan(5);
  }
  expect(corrections).toBeGreaterThan(0);
});
