/** Files of a stranger: links that lead out of them are not followed, and no message holds what some other file holds. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

/** Files that a link may lead to. Each has the word `hunter2` in a key or in a value. */
const SECRETS: Readonly<Record<string, string>> = {
  '.env': 'API_TOKEN=hunter2\nDB=postgres://u:hunter2@db/x\n',
  '.env with colons': 'API_TOKEN: hunter2\nHUNTER2: 1\nhunter2: x\n',
  shadow: 'root:$6$hunter2:19000:0:99999:7::\ndaemon:hunter2*:19000:0:99999:7::\n',
  passwd: 'root:x:0:0:hunter2:/root:/bin/bash\nbin:hunter2:2:2:bin:/bin:/usr/sbin/nologin\n',
  'a key': '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n',
  'a line': 'hunter2\n',
  'a line in quotes': '"hunter2" "hunter2"\n',
  JSON: '{"auths":{"hunter2":{"auth":"hunter2"}}}\n',
  'a list': '- hunter2: hunter2\n- hunter2\n',
  'an ini file': '[default]\naws_secret = hunter2\n[hunter2]\nx = "hunter2\n',
  'a netrc': 'machine x login y password hunter2 # hunter2\n\thunter2\n',
  'a program': '#!/bin/sh\nexport T=`hunter2` && %hunter2 | @hunter2 > !hunter2 *hunter2\n',
  'bare tags': '!hunter2 x\n',
  'bare aliases': '*hunter2\n',
  'a directive': '%hunter2 x\n---\na: 1\n',
  'a block header': 'a: |hunter2\n  x\n',
  bytes: '\u0000hunter2\u0000\n',
};
const PACK_FILES = ['pack.yaml', 'criteria.yaml', 'questions.yaml', 'presets.yaml', 'mistakes.yaml', 'estimates.yaml'];
const MORE_FILES = ['confidence.yaml', 'languages.yaml', 'protocols/sse.yaml', 'scenarios/ours.yaml'];
const STARTER = 'snippets/mqtt/python';

function link(cwd: string, path: string, target: string): void {
  mkdirSync(join(cwd, dirname(path)), { recursive: true });
  symlinkSync(target, join(cwd, path));
}

/** A project `work` with a link in it, next to the file that the link leads to. */
function makeWorld(text: string, path: string): string {
  const root = makeFolder();
  put(root, 'secret', text);
  put(root, 'work/house/pack.yaml', 'name: house\nversion: "1"\n');
  if (path === 'house/pack.yaml') return makeWorldOf(text, path);
  link(join(root, 'work'), path, join(root, 'secret'));
  return join(root, 'work');
}

function makeWorldOf(text: string, path: string): string {
  const root = makeFolder();
  put(root, 'secret', text);
  link(join(root, 'work'), path, join(root, 'secret'));
  return join(root, 'work');
}

async function expectSilence(argv: readonly string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd });
  expect(stdout + stderr).not.toMatch(/hunter2/i);
  expect([2, 3]).toContain(exitCode);
  return stdout + stderr;
}

describe.each(Object.entries(SECRETS))('%s', (_name, text) => {
  test.each([...PACK_FILES, ...MORE_FILES].map((file) => `house/${file}`))('as %s', async (path) => {
    const cwd = makeWorld(text, path);
    const argv = path.includes('scenarios') ? ['rules', 'test', 'house'] : ['rules', 'validate', 'house'];
    expect(await expectSilence(argv, cwd)).toContain('its symbolic link leads out of the pack');
  });

  test.each(['wirewise.yaml', '.wirewise/pack.yaml'])('as %s of a project', async (path) => {
    expect(await expectSilence(['recommend'], makeWorldOf(text, path))).toContain('leads out of the pack');
  });

  test('beside the project file, which is a link to it', async () => {
    const cwd = makeFolder();
    put(cwd, '.env', text);
    link(cwd, 'wirewise.yaml', '.env');
    expect(await expectSilence(['recommend'], cwd)).toContain('leads out of the pack');
  });

  test.each([
    ['a pack file', 'house/questions.yaml', ['recommend', '--rules', 'house']],
    ['an identity', 'house/pack.yaml', ['recommend', '--rules', 'house']],
    ['a project file', 'wirewise.yaml', ['recommend']],
    ['a record', 'a.wirewise.yaml', ['check']],
    ['a record', 'a.wirewise.yaml', ['record', '--update', 'a.wirewise.yaml']],
    ['answers', 'answers', ['recommend', '--answers', 'answers']],
    ['a decision', 'decision', ['recommend', '--from', 'decision']],
  ])('as the text of %s itself, %s', async (_what, path, argv) => {
    const cwd = makeFolder();
    put(cwd, path, text);
    await expectSilence(argv, cwd);
  });
});

test('a folder of project rules may not be a link out of the project', async () => {
  const root = makeFolder();
  put(root, 'elsewhere/pack.yaml', 'name: house\nversion: "1"\nforbid: { websocket: hunter2 }\n');
  link(root, 'work/.wirewise', '../elsewhere');
  await expectSilence(['recommend'], join(root, 'work'));
  put(root, 'near/rules/pack.yaml', 'name: house\nversion: "1"\nforbid: { websocket: Ours. }\n');
  link(root, 'near/.wirewise', 'rules');
  expect((await runWith(['recommend', '--quiet'], { cwd: join(root, 'near') })).exitCode).toBe(0);
});

test('a starter may not be a link out of the pack', async () => {
  const root = makeFolder();
  put(root, 'secret', 'hunter2\n');
  put(root, 'house/pack.yaml', 'name: house\nversion: "1"\n');
  put(root, `house/${STARTER}/starter.yaml`, 'client:\n  files: { c.py: c.py }\n  run: x\n  proof: reviewed\n');
  link(root, `house/${STARTER}/c.py`, join(root, 'secret'));
  for (const more of [[], ['--out', 'project']]) {
    const argv = ['snippet', 'mqtt', '--language', 'python', '--rules', 'house', ...more];
    expect(await expectSilence(argv, root)).toContain('leads out of the pack');
  }
});

test('a mistyped key is still named, with the nearest one', async () => {
  const cwd = makeFolder();
  put(cwd, 'house/pack.yaml', 'nmae: house\nversion: "1"\n');
  expect((await runWith(['rules', 'validate', 'house'], { cwd })).stderr).toContain('Unknown key "nmae"');
  put(cwd, 'answers', 'directoin: both\n');
  expect((await runWith(['recommend', '--answers', 'answers'], { cwd })).stderr).toContain('"directoin"');
});
