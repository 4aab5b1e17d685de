/** A record or a saved decision among the core protocols alone stays one, whatever reads it. */
import { describe, expect, test } from 'vitest';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

const { protocols } = await builtInRules();
const core = protocols.filter(({ tier }) => tier === 'core').map(({ id }) => id);
/** Among all protocols, one outside of the core is first. */
const ANSWERS = [
  '--pattern',
  'work-queue',
  '--clients',
  'backend',
  '--content',
  'events',
  '--must',
  'browser-support=0',
];
const cwd = makeFolder();

async function saved(...more: readonly string[]): Promise<string> {
  const { stdout } = await runWith(['recommend', ...ANSWERS, '--json', ...more], { cwd });
  return stdout;
}

describe.each(['record', 'decision'])('%s', async (kind) => {
  const file = `core.${kind}`;
  const record = await runWith(['record', ...ANSWERS, '--name', 'x', '--core'], { cwd });
  put(cwd, file, kind === 'record' ? record.stdout : await saved('--core'));

  test('recommend ranks the core alone, and its command says so', async () => {
    const { stdout } = await runWith(['recommend', '--answers', file, '--json'], { cwd });
    const { ranking, excluded, command } = JSON.parse(stdout);
    const ids = [...ranking, ...excluded].map(({ protocol }: { protocol: string }) => protocol);
    expect(ids.sort()).toEqual([...core].sort());
    expect(command).toMatch(/ --core$/);
  });

  test('so do batch, record and the command of the wizard', async () => {
    const line = await runWith(['batch', '--answers', file], { cwd, stdin: '{}\n' });
    expect(JSON.parse(line.stdout).command).toMatch(/ --core$/);
    const again = await runWith(['record', '--answers', file, '--name', 'y'], { cwd });
    expect(again.stdout).toMatch(/^core: true$/m);
    expect((await runWith(['--answers', file], { cwd })).stderr).toMatch(/ --core$/m);
  });
});

test('a decision among all protocols ranks all', async () => {
  put(cwd, 'all.decision', await saved());
  const { stdout } = await runWith(['recommend', '--answers', 'all.decision', '--json'], { cwd });
  const { ranking, excluded } = JSON.parse(stdout);
  expect(ranking.length + excluded.length).toBe(protocols.length);
});
