import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { schemaModeline } from '../../../src/cli/output/schema-modeline.ts';

function world(...files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'wirewise-modeline-'));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '{}');
  }
  return root;
}

/** Where an editor looks: beside the file, after `$schema=`. */
function pathIn(lines: string, file: string): string {
  const [, language = '', jetbrains = ''] =
    /^# yaml-language-server: \$schema=(\S+)\n# \$schema: (\S+)\n$/.exec(lines) ?? [];
  expect(jetbrains).toBe(language);
  return resolve(dirname(file), language);
}

test('leads from the file to the schema of the installed package', () => {
  const schema = 'node_modules/wirewise/dist/schema/v1/check.draft-07.json';
  const root = world('package.json', 'services/api/package.json', 'node_modules/wirewise/package.json', schema);
  for (const [file, cwd] of [
    ['decision.yaml', root],
    ['services/api/docs/decision.yaml', root],
    ['decision.yaml', join(root, 'services/api')],
  ] as const) {
    const found = pathIn(schemaModeline('check', file, cwd), join(cwd, file));
    expect(found).toBe(join(root, schema));
    expect(existsSync(found)).toBe(true);
  }
});

test('is relative to the file, with slashes', () => {
  const root = world('node_modules/wirewise/package.json');
  expect(schemaModeline('check', 'a/b.yaml', root)).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/wirewise\//,
  );
  expect(schemaModeline('rules-protocol', 'b.yaml', root)).toContain(
    '=./node_modules/wirewise/dist/schema/v1/rules-protocol.draft-07.json\n',
  );
});

test('leads to where the package will be, when it is not installed', () => {
  const root = world('package.json');
  expect(pathIn(schemaModeline('check', 'docs/x.yaml', root), join(root, 'docs/x.yaml'))).toBe(
    join(root, 'node_modules/wirewise/dist/schema/v1/check.draft-07.json'),
  );
  const bare = world('docs/x.txt');
  expect(pathIn(schemaModeline('check', 'docs/x.yaml', bare), join(bare, 'docs/x.yaml'))).toBe(
    join(bare, 'node_modules/wirewise/dist/schema/v1/check.draft-07.json'),
  );
});
