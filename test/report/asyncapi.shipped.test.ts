import { Parser } from '@wirewise/validators/asyncapi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { decide } from '../../src/core/decide.ts';
import type { Answers, AnswerValue, Protocol, Question } from '../../src/core/model.ts';
import type { Advice } from '../../src/report/advice.ts';
import { render } from '../../src/report/asyncapi.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { printableLines } from '../../src/text/printable.ts';
import { layOver, problemsOver, rulesOf, smallRules } from '../rules/small-pack.ts';
import { runs } from '../set-up/runs.ts';

const rules = await builtInRules();
const parser = new Parser();

/** The advice for one protocol whatever the answers are: constraints of the ranking are not under test here. */
function adviceFor(protocol: Protocol, answers: Answers, all = rules): Advice {
  const decision = decide({ ...all, protocols: [protocol] }, {}, {});
  return { ...decision, answers, command: 'wirewise recommend', argv: ['wirewise', 'recommend'] };
}

interface Parsed {
  /** What the reference parser holds against a document, but for the remark that there is a newer AsyncAPI. */
  readonly problems: readonly string[];
  /** Names of the schemas of what its messages carry, after which generators name types. */
  readonly payloads: readonly (string | undefined)[] | undefined;
}

async function parsed(text: string): Promise<Parsed> {
  const { document, diagnostics } = await parser.parse(text);
  const held = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
  const messages = document?.allMessages().all();
  return {
    problems: held.map(({ path, message }) => `${path.join('.')}: ${message}`),
    payloads: messages?.map((message) => message.payload()?.id()),
  };
}

const problemsOf = async (text: string): Promise<readonly string[]> => (await parsed(text)).problems;

function documentFor(protocol: Protocol, answers: Answers, all = rules): string {
  const text = render(adviceFor(protocol, answers, all), { rules: all });
  if (typeof text !== 'string') throw new Error(text.problem);
  return text;
}

function answerTo({ kind, options }: Question): fc.Arbitrary<AnswerValue> {
  const values = options.map(({ value }) => value);
  if (values.length === 0) return fc.integer({ min: 1, max: 100 });
  return kind === 'choices' ? fc.subarray(values.map(String), { minLength: 1 }) : fc.constantFrom(...values);
}

const answersArbitrary: fc.Arbitrary<Answers> = fc
  .subarray([...rules.questions])
  .chain((questions) => fc.record(Object.fromEntries(questions.map((question) => [question.id, answerTo(question)]))));

const described = rules.protocols.filter(({ asyncapi }) => asyncapi);
const undescribed = rules.protocols.filter(({ asyncapi }) => !asyncapi);

describe('an AsyncAPI document', () => {
  test.each(described.map((protocol) => [protocol.id, protocol] as const))(
    'for %s holds before the reference parser, whatever was answered, and names the schema of its payload',
    async (_id, protocol) => {
      expect(await parsed(documentFor(protocol, {}))).toEqual({ problems: [], payloads: ['payload'] });
      const check = fc.asyncProperty(answersArbitrary, async (answers) => {
        const text = documentFor(protocol, answers);
        expect(await problemsOf(text)).toEqual([]);
        expect(Object.keys(parse(text).operations).length).toBeGreaterThan(0);
      });
      await fc.assert(check, runs(1));
    },
  );

  test('is refused by that parser when a binding is wrong', async () => {
    const [protocol] = described;
    if (!protocol) throw new Error('There are protocols to describe.');
    const wrong = documentFor(protocol, {}).replace('method: GET', 'method: FETCH');
    expect(await problemsOf(wrong)).not.toEqual([]);
  });

  test.each(undescribed.map((protocol) => [protocol.id, protocol] as const))(
    'is refused for %s, with the reason',
    (_id, protocol) => {
      expect(render(adviceFor(protocol, {}), { rules })).toEqual({
        problem: `No AsyncAPI document for ${protocol.name}. ${protocol.withoutAsyncapi}`,
      });
      expect(protocol.withoutAsyncapi).toMatch(/\.$/);
    },
  );

  test('keeps hostile answers as text, fit for a terminal', () => {
    const [protocol] = described;
    if (!protocol) throw new Error('There are protocols to describe.');
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constant('\u001b[31m\u009b\u202e'),
    );
    const check = fc.property(hostile, (text) => {
      const document = render({ ...adviceFor(protocol, { language: text }), command: text }, { rules });
      if (typeof document !== 'string') throw new Error(document.problem);
      expect(document).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
      expect(parse(document).info['x-wirewise'].answers).toEqual({ language: printableLines(text) });
      expect(parse(document).info.description.endsWith(`Reproduce: ${printableLines(text)}`)).toBe(true);
    });
    fc.assert(check, runs(50));
  });
});

describe('the section "asyncapi" of a protocol file', () => {
  test('may come with a pack', async () => {
    const flag = [
      'id: flag',
      'name: Flags',
      'tier: core',
      'summary: Seen from afar.',
      'pickWhen: [the air is clear]',
      'avoidWhen: [it is dark]',
      'needs: []',
      'combinesWith: []',
      'asyncapi:',
      '  server: { protocol: semaphore, host: "hill.example.com:1", says: The next hill. }',
      '  channel: { address: "hills/{hill}", says: One arm for each. }',
      '  operations: [{ id: wave, action: send, says: Waves. }]',
      '  messages: [{ contentType: text/plain, payload: { type: string } }]',
      'cells:',
      ...smallRules().criteria.map(
        ({ id }) => `  ${id}: { grade: 4, says: Well, because: It is so., source: "judgement: seen" }`,
      ),
    ].join('\n');
    const laid = rulesOf(layOver({ 'protocols/flag.yaml': `${flag}\n` }));
    const protocol = laid.protocols.find(({ id }) => id === 'flag');
    if (!protocol) throw new Error('The pack brings the protocol.');
    const text = documentFor(protocol, {}, laid);
    expect(await problemsOf(text)).toEqual([]);
    expect(parse(text)).toMatchObject({
      servers: { main: { protocol: 'semaphore', host: 'hill.example.com:1' } },
      channels: { messages: { address: 'hills/{hill}', parameters: { hill: { description: 'Which hill.' } } } },
      operations: { wave: { action: 'send' } },
    });
  });

  test('is checked like all rules', () => {
    const section = [
      'asyncapi:',
      '  server: { protocol: wss, host: example.com, says: Here }',
      '  channel: { address: /, says: All }',
      '  operations: [{ id: send, action: shout, says: Loud, when: { sise: small } }]',
      '  messages: [{ contentType: text/plain, payload: {}, when: { size: small } }]',
      'withoutAsyncapi: Never.',
    ].join('\n');
    expect(problemsOver({ 'protocols/flag.yaml': `id: flag\n${section}\n` })).toMatchInlineSnapshot(`
      [
        "protocols/flag.yaml:1:1: missing-key: Missing "avoidWhen": expected a list.",
        "protocols/flag.yaml:1:1: missing-key: Missing "cells": expected a map.",
        "protocols/flag.yaml:1:1: missing-key: Missing "combinesWith": expected a list.",
        "protocols/flag.yaml:1:1: missing-key: Missing "name": expected text.",
        "protocols/flag.yaml:1:1: missing-key: Missing "needs": expected a list.",
        "protocols/flag.yaml:1:1: missing-key: Missing "pickWhen": expected a list.",
        "protocols/flag.yaml:1:1: missing-key: Missing "summary": expected text.",
        "protocols/flag.yaml:1:1: missing-key: Missing "tier": expected core or extended.",
        "protocols/flag.yaml:5:36: wrong-value: Expected send or receive, got "shout".",
        "protocols/flag.yaml:5:63: unknown-name: Unknown question "sise".",
        "protocols/flag.yaml:6:54: wrong-value: Expected no "when" on the last entry: it counts when no other does.",
        "protocols/flag.yaml:6:62: unknown-name: Unknown question "size".",
        "protocols/flag.yaml:7:1: wrong-value: Expected either "asyncapi" or "withoutAsyncapi", not both.",
      ]
    `);
  });
});
