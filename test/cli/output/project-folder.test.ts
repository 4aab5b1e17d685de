import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeProject, type ProjectTarget, writeProject } from '../../../src/cli/output/project-folder.ts';
import { unprivileged } from '../unprivileged.ts';

const FILES = [
  { path: 'client.ts', text: 'run();\n' },
  { path: 'src/deep/part.ts', text: 'part();\n' },
  { path: 'README.md', text: '# é\n' },
];

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'project-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const write = (dir: string, more: Partial<ProjectTarget> = {}, files = FILES) =>
  writeProject(files, { cwd, dir, force: false, dryRun: false, ...more });

/** Everything under a folder, with what files hold and where links lead. */
function tree(folder = cwd): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    entries.map((name) => {
      const entry = lstatSync(join(folder, name));
      if (entry.isSymbolicLink()) return [name, 'link'];
      return [name, entry.isDirectory() ? 'folder' : readFileSync(join(folder, name), 'utf8')];
    }),
  );
}

const WRITTEN = {
  'README.md': '# é\n',
  'client.ts': 'run();\n',
  src: 'folder',
  'src/deep': 'folder',
  'src/deep/part.ts': 'part();\n',
};

/** Fails with these words, and changes nothing. */
function refuses(message: RegExp, attempt: () => unknown): void {
  const before = tree();
  expect(attempt).toThrow(
    expect.objectContaining({ name: 'Failure', exitCode: 2, message: expect.stringMatching(message) }),
  );
  expect(tree()).toEqual(before);
}

describe('a folder that is not there', () => {
  test.each(['demo', './demo', 'demo/', 'x/../demo'])('%s', (dir) => {
    expect(write(dir)).toEqual([
      { path: 'client.ts', bytes: 7, replaces: false },
      { path: 'src/deep/part.ts', bytes: 8, replaces: false },
      { path: 'README.md', bytes: 5, replaces: false },
    ]);
    expect(tree(join(cwd, 'demo'))).toEqual(WRITTEN);
    expect(readdirSync(cwd)).toEqual(['demo']);
  });

  test('comes with its parents', () => {
    write('a/b/c');
    expect(tree(join(cwd, 'a/b/c'))).toEqual(WRITTEN);
    expect(readdirSync(join(cwd, 'a/b'))).toEqual(['c']);
  });

  test('may have the longest name that there is', () => {
    const name = 'n'.repeat(255);
    write(name);
    expect(tree(join(cwd, name))).toEqual(WRITTEN);
    expect(readdirSync(cwd)).toEqual([name]);
  });

  test('cannot lie in a file', () => {
    writeFileSync(join(cwd, 'note'), 'x');
    refuses(/^error: Cannot write to note\/demo: a part of its path is not a folder\.$/, () => write('note/demo'));
    refuses(/Cannot write to note\/demo/, () => write('note/demo', { dryRun: true }));
  });
});

describe('a folder that is there', () => {
  test('keeps what it has', () => {
    mkdirSync(join(cwd, 'src'));
    writeFileSync(join(cwd, 'src/mine.ts'), 'mine');
    write('.');
    expect(tree()).toEqual({ ...WRITTEN, 'src/mine.ts': 'mine' });
  });

  test('may be reached over a link, because the user named it', () => {
    mkdirSync(join(cwd, 'real'));
    symlinkSync('real', join(cwd, 'demo'));
    write('demo');
    expect(tree(join(cwd, 'real'))).toEqual(WRITTEN);
    expect(lstatSync(join(cwd, 'demo')).isSymbolicLink()).toBe(true);
  });

  test('with files of the same names: every one is named, none is touched', () => {
    writeFileSync(join(cwd, 'client.ts'), 'mine');
    writeFileSync(join(cwd, 'README.md'), 'mine');
    const both = /client\.ts exists\. Give --force.*\nerror: README\.md exists\. .*\nerror: Nothing was written\.$/;
    refuses(both, () => write('.'));
    refuses(both, () => write('.', { dryRun: true }));
  });

  test('with --force: replaces those files, and says so', () => {
    writeFileSync(join(cwd, 'client.ts'), 'mine');
    writeFileSync(join(cwd, 'other.ts'), 'mine');
    const written = write('.', { force: true });
    expect(written.map(({ replaces }) => replaces)).toEqual([true, false, false]);
    expect(tree()).toEqual({ ...WRITTEN, 'other.ts': 'mine' });
  });

  test('is refused when it is a file or a link to nowhere', () => {
    writeFileSync(join(cwd, 'file'), 'x');
    symlinkSync('nowhere', join(cwd, 'dangling'));
    for (const force of [false, true]) {
      refuses(/^error: Expected a folder after --out, file is a file\.$/, () => write('file', { force }));
      refuses(/^error: Cannot write to dangling: it does not exist\.$/, () => write('dangling', { force }));
    }
  });
});

describe('nothing leads out of the folder, not even --force', () => {
  const outside = () => {
    mkdirSync(join(cwd, 'outside'));
    writeFileSync(join(cwd, 'outside/victim'), 'untouched');
    mkdirSync(join(cwd, 'demo'));
  };

  test.each([false, true])('a linked folder on the way, force %s', (force) => {
    outside();
    symlinkSync('../outside', join(cwd, 'demo/src'));
    refuses(/^error: demo\/src is a link, which might lead elsewhere\./, () => write('demo', { force }));
  });

  test.each([false, true])('a linked file, force %s', (force) => {
    outside();
    symlinkSync('../outside/victim', join(cwd, 'demo/client.ts'));
    symlinkSync('../outside/new', join(cwd, 'demo/README.md'));
    refuses(/demo\/client\.ts is a link.*\nerror: demo\/README\.md is a link/, () => write('demo', { force }));
  });

  test.each([false, true])('a folder where a file goes, and a file where a folder goes, force %s', (force) => {
    mkdirSync(join(cwd, 'demo/client.ts'), { recursive: true });
    writeFileSync(join(cwd, 'demo/src'), 'x');
    refuses(/Expected a file, demo\/client\.ts.*\nerror: Expected a folder, demo\/src is a file\./, () =>
      write('demo', { force }),
    );
  });

  test.each(['../out', '/tmp/out', 'a/../../out', 'a//b', 'a/./b', '', '.', '..', 'C:x', 'a\\b', 'a\nb', 'a b'])(
    'a path like %j is a bug of ours',
    (path) => {
      expect(() => write('demo', {}, [{ path, text: '' }])).toThrow(/Not a plain relative path/);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );
});

describe('--dry-run', () => {
  test('says the same and writes nothing', () => {
    writeFileSync(join(cwd, 'client.ts'), 'mine');
    const before = tree();
    const looked = write('.', { dryRun: true, force: true });
    expect(tree()).toEqual(before);
    expect(write('.', { force: true })).toEqual(looked);
    write('new/folder', { dryRun: true });
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });
});

describe('where it may not write', () => {
  test('nothing comes of a new folder in a read-only one', () => {
    mkdirSync(join(cwd, 'locked'));
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'locked'), 0o555);
    unprivileged(() =>
      refuses(/^error: Cannot write to locked\/a\/b: permission is denied\.$/, () => write('locked/a/b')),
    );
  });

  test('a failure half way takes everything back, also what --force replaced', () => {
    chmodSync(cwd, 0o755);
    const demo = join(cwd, 'demo');
    mkdirSync(join(demo, 'src/deep'), { recursive: true });
    writeFileSync(join(demo, 'client.ts'), 'mine');
    chmodSync(join(demo, 'src/deep'), 0o555);
    chmodSync(demo, 0o777);
    // The first file can be replaced, the second cannot be made.
    unprivileged(() =>
      refuses(/^error: Cannot write to demo: permission is denied\.$/, () => write('demo', { force: true })),
    );
    expect(readFileSync(join(demo, 'client.ts'), 'utf8')).toBe('mine');
  });

  test('folders that were made on the way are taken back, too', () => {
    chmodSync(cwd, 0o755);
    const demo = join(cwd, 'demo');
    mkdirSync(join(demo, 'z'), { recursive: true });
    chmodSync(join(demo, 'z'), 0o555);
    chmodSync(demo, 0o777);
    const files = [...FILES, { path: 'z/last.ts', text: 'x' }];
    unprivileged(() => refuses(/permission is denied/, () => write('demo', {}, files)));
    expect(tree(demo)).toEqual({ z: 'folder' });
  });

  test('a folder that is writable within a read-only one is filled all the same', () => {
    const demo = join(cwd, 'demo');
    mkdirSync(demo);
    chmodSync(demo, 0o777);
    chmodSync(cwd, 0o555);
    unprivileged(() => write('demo'));
    expect(tree(demo)).toEqual(WRITTEN);
  });
});

test('the list', () => {
  const files = [
    { path: 'a.ts', bytes: 1, replaces: true },
    { path: 'b.ts', bytes: 1, replaces: false },
  ];
  expect(describeProject(files, 'demo\x1b[2J', false)).toBe(
    'Wrote 2 files to demo\\u{1b}[2J:\n  a.ts (replaced)\n  b.ts\nREADME.md says how to run it.\n',
  );
  expect(describeProject(files.slice(1), 'demo', true)).toBe(
    'Would write 1 file to demo:\n  b.ts\nNothing was written.\n',
  );
});
