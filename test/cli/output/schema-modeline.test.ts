import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { schemaModeline } from '../../../src/cli/output/schema-modeline.ts';
import { jsonSchema } from '../../../src/documents/schemas.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';

const rules = await builtInRules();
const schemas = new Map([
  ['check', jsonSchema({ kind: 'check', draft: '7', rules })?.['$id']],
  ['rules --file protocol', jsonSchema({ kind: 'rules', file: 'protocol', draft: '7', rules })?.['$id']],
]);

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
    const found = pathIn(schemaModeline({ kind: 'check' }, file, cwd), join(cwd, file));
    expect(found).toBe(join(root, schema));
    expect(existsSync(found)).toBe(true);
  }
});

test('is relative to the file, with slashes', () => {
  const root = world(
    ...['check', 'rules-protocol'].map((name) => `node_modules/wirewise/dist/schema/v1/${name}.draft-07.json`),
  );
  expect(schemaModeline({ kind: 'check' }, 'a/b.yaml', root)).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/wirewise\//,
  );
  expect(schemaModeline({ kind: 'rules', file: 'protocol' }, 'b.yaml', root)).toContain(
    '=./node_modules/wirewise/dist/schema/v1/rules-protocol.draft-07.json\n',
  );
});

test('is the name of the schema where the package is not installed', () => {
  const root = world('package.json', 'node_modules/wirewise/package.json');
  const schema = 'urn:wirewise:schema:v1:check:draft-07';
  expect(schemaModeline({ kind: 'check' }, 'docs/x.yaml', root)).toBe(
    `# yaml-language-server: $schema=${schema}\n# $schema: ${schema}\n`,
  );
  const rule = schemaModeline({ kind: 'rules', file: 'protocol' }, 'x.yaml', root);
  expect(rule).toContain('=urn:wirewise:schema:v1:rules:protocol:draft-07\n');
  for (const [kind, lines] of [
    [['check'], schemaModeline({ kind: 'check' }, 'x.yaml', root)],
    [['rules', '--file', 'protocol'], rule],
  ] as const) {
    expect(lines).toContain(`=${schemas.get(kind.join(' '))}\n`);
  }
});
