import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runs } from '../../set-up/runs.ts';
import { runWith } from '../fake-io.ts';
import { expectDecency, hostileFolder } from './decency.ts';
import { BOMBS, damaged, nastyText } from './hostile-text.ts';

const cwd = hostileFolder();

describe('saved decisions', async () => {
  const { stdout: saved } = await runWith(['recommend', '--json', '--samples', '20'], { cwd });

  test('that are damaged are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(saved)), async (bytes) => {
        const path = join(cwd, 'decision.json');
        writeFileSync(path, bytes);
        await expectDecency(['recommend', '--from', 'decision.json']);
        rmSync(path);
      }),
      runs(25),
    );
  });

  test('whose texts are hostile are answered decently', async () => {
    const texts = saved.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(texts.length).toBeGreaterThan(500);
    await fc.assert(
      fc.asyncProperty(fc.nat(texts.length - 1), nastyText, async (at, nasty) => {
        let count = 0;
        const text = saved.replace(/"(?:[^"\\]|\\.)*"/g, (one) => (count++ === at ? JSON.stringify(nasty) : one));
        await expectDecency(['recommend', '--from', '-'], { stdin: text });
        await expectDecency(['recommend', '--from', '-', '--json'], { stdin: text });
      }),
      runs(25),
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    await expectDecency(['recommend', '--from', '-'], { stdin: text });
    expect((await runWith(['recommend', '--from', '-'], { stdin: text })).exitCode).toBe(EXIT.usage);
  });
});

describe('recorded decisions', async () => {
  const { stdout: good } = await runWith(['record', '--direction', 'both', '--name', 'orders'], { cwd });

  test('that are damaged are answered decently, in every format', async () => {
    const format = fc.constantFrom('text', 'json', 'github', 'sarif', 'junit');
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(good)), format, async (bytes, name) => {
        const path = join(cwd, 'orders.wirewise.yaml');
        writeFileSync(path, bytes);
        await expectDecency(['check', 'orders.wirewise.yaml', '--format', name]);
        rmSync(path);
      }),
      runs(50),
    );
  });

  test('of a nasty name are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, nastyText, async (name, why) => {
        await expectDecency(['record', `--name=${name}`, `--why=${why}`, '--direction', 'both']);
      }),
      runs(50),
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    await expectDecency(['check', '-'], { stdin: text });
    expect((await runWith(['check', '-'], { cwd, stdin: text })).exitCode).toBe(EXIT.usage);
  });
});
