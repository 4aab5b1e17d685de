import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runs } from '../../set-up/runs.ts';
import { runWith } from '../fake-io.ts';
import { expectDecency, hostileFolder } from './decency.ts';
import { BOMBS, damaged } from './hostile-text.ts';

const cwd = hostileFolder();

const GOOD_ANSWERS = 'direction: both\nclients: [browser, device]\nlatency: 500\nweight: { latency: 3 }\n';

describe('answers files', () => {
  test('that are damaged are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(GOOD_ANSWERS)), async (bytes) => {
        const path = join(cwd, 'answers.yaml');
        writeFileSync(path, bytes);
        await expectDecency(['recommend', '--answers', 'answers.yaml', '--samples', '0']);
        rmSync(path);
      }),
      runs(125),
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    const path = join(cwd, 'answers.yaml');
    writeFileSync(path, text);
    await expectDecency(['recommend', '--answers', 'answers.yaml', '--samples', '0']);
    expect((await runWith(['recommend', '--answers', 'answers.yaml'], { cwd })).exitCode).toBe(EXIT.usage);
    await expectDecency(['recommend', '--answers', '-', '--samples', '0'], { stdin: text });
    rmSync(path);
  });
});
