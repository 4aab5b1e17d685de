import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runs } from '../../set-up/runs.ts';
import { runWith } from '../fake-io.ts';
import { expectDecency, hostileFolder } from './decency.ts';
import { BOMBS, damaged } from './hostile-text.ts';

const cwd = hostileFolder();

describe('the file of a project', () => {
  const GOOD = [
    'extends: house',
    'forbid: { mqtt: Operations runs no broker. }',
    'cells: { sse: { corporate-proxy: { grade: 4, says: Passes, because: Ours holds nothing back., source: "judgement: us" } } }',
    'answers: { http: http2, clients: [browser] }',
    '',
  ].join('\n');
  const project = mkdtempSync(join(cwd, 'project-'));
  mkdirSync(join(project, 'house'));
  writeFileSync(join(project, 'house/pack.yaml'), 'name: house\nversion: "1"\n');
  const argv = fc.constantFrom(
    ['recommend', '--samples', '0'],
    ['rules', 'show', '--origin'],
    ['rules', 'validate'],
    ['check', '-'],
    ['batch'],
    ['complete', '--', 'explain', ''],
  );

  test('that is damaged is answered decently by every command', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(GOOD)), argv, async (bytes, words) => {
        writeFileSync(join(project, 'wirewise.yaml'), bytes);
        const exitCode = await expectDecency(words, { cwd: project, stdin: '{"direction": "both"}\n' });
        if (exitCode === EXIT.badRules) refused++;
        await expectDecency([...words, '--no-project'], { cwd: project, stdin: '{"direction": "both"}\n' });
      }),
      runs(75),
    );
    expect(refused).toBeGreaterThan(25);
  });

  test('that is sound is used', async () => {
    writeFileSync(join(project, 'wirewise.yaml'), GOOD);
    const { stdout } = await runWith(['recommend', '--json', '--samples', '0'], { cwd: project });
    expect(JSON.parse(stdout).tool.rules.packs).toEqual(['core@1', 'house@1', 'wirewise.yaml']);
  });

  test.each(Object.entries(BOMBS))('with %s is refused', async (_name, text) => {
    writeFileSync(join(project, 'wirewise.yaml'), text);
    expect(await expectDecency(['recommend', '--samples', '0'], { cwd: project })).toBe(EXIT.badRules);
    expect(await expectDecency(['batch'], { cwd: project })).toBe(EXIT.badRules);
  });
});

describe('rule packs', () => {
  const whole = join(import.meta.dirname, '../../frozen-rules');
  const FILES = ['pack.yaml', 'presets.yaml', 'mistakes.yaml', 'questions.yaml', 'protocols/sse.yaml'];

  test('that are damaged are answered decently', async () => {
    const folder = mkdtempSync(join(cwd, 'pack-'));
    const anyFile = fc
      .constantFrom(...FILES)
      .chain((name) => fc.tuple(fc.constant(name), damaged(readFileSync(join(whole, name)))));
    await fc.assert(
      fc.asyncProperty(anyFile, async ([name, bytes]) => {
        rmSync(folder, { recursive: true });
        cpSync(join(whole, 'protocols'), join(folder, 'protocols'), {
          recursive: true,
          filter: () => name.startsWith('protocols'),
        });
        cpSync(join(whole, 'pack.yaml'), join(folder, 'pack.yaml'));
        writeFileSync(join(folder, name), bytes);
        await expectDecency(['rules', 'validate', folder]);
        await expectDecency(['recommend', '--rules', folder, '--samples', '0']);
      }),
      runs(25),
    );
    rmSync(folder, { recursive: true });
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    const folder = mkdtempSync(join(cwd, 'pack-'));
    writeFileSync(join(folder, 'presets.yaml'), text);
    await expectDecency(['recommend', '--rules', folder]);
    expect((await runWith(['recommend', '--rules', folder], { cwd })).exitCode).toBe(EXIT.badRules);
    rmSync(folder, { recursive: true });
  });
});

test.each(['wirewise.yaml', '.wirewise'])(
  'a project whose %s is a link to nowhere is told, not passed over',
  async (name) => {
    const project = mkdtempSync(join(cwd, 'link-'));
    symlinkSync('nowhere', join(project, name));
    expect(await expectDecency(['recommend', '--samples', '0'], { cwd: project })).toBe(EXIT.badRules);
    expect(await expectDecency(['recommend', '--samples', '0', '--no-project'], { cwd: project })).toBe(EXIT.ok);
  },
);
