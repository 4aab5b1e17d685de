import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runs } from '../../set-up/runs.ts';
import { runWith } from '../fake-io.ts';
import { countInput, hostileFolder } from './decency.ts';
import { BOMBS, damaged, nastyText, STEERING } from './hostile-text.ts';
import { knownWord } from './words.ts';

const cwd = hostileFolder();

describe('lines of batch', () => {
  const GOOD = [
    '{"direction":"both","clients":["browser"]}',
    '{"id":"a","answers":{"latency":20,"must":{"latency":2}}}',
  ];

  /** One line comes out for each that came in and is not blank, and every one is JSON. */
  async function expectAnswers(input: Uint8Array | string, flags: readonly string[] = []): Promise<void> {
    countInput();
    const file = join(cwd, 'lines.ndjson');
    writeFileSync(file, input);
    const { exitCode, stdout, stderr } = await runWith(['batch', 'lines.ndjson', ...flags], { cwd });
    rmSync(file);
    expect({ stderr, isKnown: exitCode === EXIT.ok || exitCode === EXIT.notFeasible }).toEqual({
      stderr: exitCode === EXIT.ok ? '' : expect.stringMatching(/^error: \d+ of \d+ lines could not be decided; .*\n$/),
      isKnown: true,
    });
    expect(stdout).not.toMatch(STEERING);
    const lines =
      stdout === ''
        ? []
        : stdout
            .slice(0, -1)
            .split('\n')
            .map((line) => JSON.parse(line));
    expect(lines.some((line) => 'error' in line)).toBe(exitCode === EXIT.notFeasible);
    const given = Buffer.from(input)
      .toString('latin1')
      .split('\n')
      .filter((line) => /[^ \t\r]/.test(line.replace(/^\xef\xbb\xbf/, '')));
    expect(lines).toHaveLength(given.length);
  }

  test('that are damaged are answered, one for one', async () => {
    const input = damaged(Buffer.from(`${[...GOOD, ...GOOD].join('\n')}\n`));
    const flags = fc.constantFrom([], ['--quiet'], ['--all']);
    await fc.assert(fc.asyncProperty(input, flags, expectAnswers), runs(125));
  });

  test('of nasty text are answered, one for one', async () => {
    const value = fc.oneof(nastyText, fc.jsonValue());
    const entry = fc.dictionary(fc.oneof(knownWord, fc.constantFrom('id', 'name', 'answers'), nastyText), value, {
      maxKeys: 4,
    });
    const line = fc.oneof(
      nastyText,
      entry.map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), (lines) => expectAnswers(lines.join('\n'))),
      runs(125),
    );
  });

  test.each(Object.entries(BOMBS))('with %s are answered, one for one', async (_name, text) => {
    await expectAnswers(`${GOOD[0]}\n${text.replaceAll('\n', ' ')}\n${GOOD[1]}\n`);
  });
});
