/** The commands in the README of a project give the same rules, wherever the project is. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeWorld, runWith } from '../fake-io.ts';

let top: string;
let cwd: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'snippet-rules-')));
  cwd = top;
});

afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

/** A pack with both ends in a language in which no other pack has them. */
function writePack(dir: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const role = (name: string) =>
    `${name}:\n  files: { ${name}.go: ${name}.go }\n  run: go run ${name}.go\n  proof: reviewed\n  values:\n    port: { says: Port, kind: integer, default: 1 }\n    room: { says: Room, default: hall }\n`;
  write('pack.yaml', "name: house\nversion: '1'\n");
  write('snippets/stomp/go/starter.yaml', role('client') + role('server'));
  for (const name of ['client', 'server']) write(`snippets/stomp/go/${name}.go`, 'go("{{port}}", "{{room}}")\n');
}

async function write(flags: readonly string[], out: string, world: FakeWorld = {}): Promise<readonly string[]> {
  const words = ['snippet', 'stomp', '--language', 'go', '--set', 'room=attic', ...flags, '--out', out];
  const { exitCode, stderr } = await runWith(words, { ...world, cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const readme = readFileSync(join(cwd, out, 'README.md'), 'utf8');
  return [...readme.matchAll(/^wirewise (.*)$/gm)].map(([, line = '']) => line);
}

/** As a reader pastes them, with a value of their own in the last one. */
async function paste(commands: readonly string[], out: string): Promise<void> {
  expect(commands.length).toBe(2);
  for (const line of commands) {
    const { exitCode, stderr } = await runWith(line.replace('…', '9').split(' '), { cwd: join(cwd, out) });
    expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr: '' });
  }
  expect(readFileSync(join(cwd, out, 'client.go'), 'utf8')).toBe('go(9, "attic")\n');
  expect(readFileSync(join(cwd, out, '../stomp-server/server.go'), 'utf8')).toBe('go(1, "attic")\n');
}

test.each([
  ['deep/app', ['--rules', 'packs/house'], {}, '--rules ../../packs/house'],
  ['app', ['--rules', '-house'], {}, '--rules ../-house'],
  ['app', [], { env: { WIREWISE_RULES: './house' } }, '--rules ../house'],
] as const)('a pack of a flag or of the environment, for %s', async (out, flags, world, expected) => {
  writePack(join(cwd, expected.replace(/.*\.\.\//, '')));
  const commands = await write(flags, out, world);
  for (const line of commands) expect(line).toContain(` ${expected} `);
  await paste(commands, out);
});

test('an absolute path stays', async () => {
  const pack = join(cwd, 'house');
  writePack(pack);
  const commands = await write(['--rules', pack, '--no-project'], 'app');
  for (const line of commands) expect(line).toContain(` --rules ${pack} --no-project `);
  await paste(commands, 'app');
});

test('a pack of the project, where the folder is in it, and where it is not', async () => {
  const project = join(cwd, 'project');
  writePack(join(project, '.wirewise'));
  cwd = project;
  const inside = await write([], 'app');
  expect(inside.join()).not.toContain('--rules');
  await paste(inside, 'app');
  const outside = await write([], '../elsewhere/app');
  expect(outside[0]).toContain(` --rules ${project}/.wirewise `);
  await paste(outside, '../elsewhere/app');
});

test('of the shortest form, the values that it has, and a command that writes it again', async () => {
  const { exitCode } = await runWith(['snippet', 'sse', '--language', 'typescript', '--minimal', '--out', 'app'], {
    cwd,
  });
  expect(exitCode).toBe(0);
  const readme = readFileSync(join(cwd, 'app/README.md'), 'utf8');
  expect([...readme.matchAll(/^\| `(.*?)`/gm)].map(([, name]) => name)).toEqual(['endpoint']);
  expect(readme).toMatch(/--role client --minimal --set endpoint=… --out \. --force$/m);
  expect(readme).toMatch(/--role server --out \.\.\/sse-server$/m);
  expect(readme).not.toContain('TOKEN');
  expect(existsSync(join(cwd, 'app/client.ts'))).toBe(true);
});
