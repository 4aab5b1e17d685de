/** What a reader of the text reports sees, and what not. */

import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { renderOrigins } from '../../../src/report/terminal/rules-show.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';

const CHAT = ['--preset', 'chat'];

describe('recommend', () => {
  test.each([
    ['the flag', ['--accessible'], {}],
    ['the variable', [], { ACCESSIBLE: '1' }],
  ])('draws no bars for a screen reader: %s', async (_name, flags, env) => {
    const { stdout } = await runWith(['recommend', ...CHAT, ...flags], { env });
    expect(stdout).not.toMatch(/[█▏▎▍▌▋▊▉]/);
    expect(stdout).toMatch(/^ {2}1\. \S.*: \d+\.\d$/m);
    expect((await runWith(['recommend', ...CHAT])).stdout).toContain('█');
  });

  test('rules without a confidence model and without sentences get a neutral headline and whole sentences', async () => {
    const { stdout } = await runWith(['recommend', ...CHAT]);
    const [first] = stdout.split('\n');
    expect(first).toMatch(/^\S+ ranks first\. \S+ comes second, \d+\.\d points behind\.$/);
    expect(stdout).toMatch(/\nWhy\n {2}- \S+ is better than \S+ at: [A-Z]/);
    expect(stdout).not.toMatch(/of 100 published decisions/);
  });

  test('simulations are told only where they were asked for', async () => {
    const { stdout } = await runWith(['recommend', ...CHAT, '--samples', '0']);
    expect(stdout).not.toContain('simulations');
    expect((await runWith(['recommend', ...CHAT, '--samples', '50'])).stdout).toContain('of 50 simulations');
  });
});

describe('explain', () => {
  test('gives every part of a weight with its cause, and what it hinges on', async () => {
    const { stdout } = await runWith(['explain', 'websocket', ...CHAT]);
    expect(stdout).toMatch(/^ +\d+\.\d {2}.*: grade \d of 4 × weight [\d.]+$/m);
    expect(stdout).toContain('What it hinges on');
    expect(stdout).toContain('With 10,000 random sets of weights');
  });

  test('with --samples gives the ranks that it takes', async () => {
    const { stdout } = await runWith(['explain', 'websocket', ...CHAT, '--samples', '100']);
    expect(stdout).toMatch(
      /With 100 random sets of weights in the stated order\n {2}- Of 4 protocols, it has rank 1 in /,
    );
    const { robustness } = JSON.parse(
      (await runWith(['explain', 'websocket', ...CHAT, '--samples', '100', '--json'])).stdout,
    );
    expect(robustness.samples).toBe(100);
  });

  test('proposes no weight on a criterion that nobody weighs', async () => {
    const { stdout } = await runWith(['explain', 'mqtt', ...CHAT, '--json']);
    expect(JSON.parse(stdout).weightChange?.from ?? 1).toBeGreaterThan(0);
  });
});

test('compare names no answer that excludes both, and gains nowhere only where both are ranked', async () => {
  const { stdout } = await runWith(['compare', 'sse', 'amqp', '--clients', 'browser', '--broker', 'unwanted']);
  expect(stdout).not.toMatch(/\(then none\)|nowhere/);
});

test('rules show says what a layer forbids and replaces, though it adds no part', async () => {
  const rules = await builtInRules();
  const house = { layer: 'project', pack: 'wirewise.yaml' };
  const cell = { grade: 1, says: 'x', because: 'x', source: 'x' } as const;
  const view = {
    packs: [house],
    entries: [],
    replaced: [{ ...house, protocol: 'sse', criterion: 'latency', from: cell, to: cell }],
    forbidden: [{ protocol: 'mqtt', because: 'No brokers.', pack: 'wirewise.yaml' }],
    answers: {},
  };
  const text = renderOrigins(
    view,
    { layers: true, parts: false },
    { rules, paint: new Chalk({ level: 0 }), width: 80 },
  );
  expect(text).toContain('replaces sse latency; forbids mqtt');
});
