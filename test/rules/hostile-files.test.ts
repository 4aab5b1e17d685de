/** Files that nobody writes on purpose, or that somebody does: each is told in a line, none stops the program. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { LARGEST_FILE } from '../../src/yaml/read-file.ts';
import { memoryFs } from './memory-fs.ts';
import { layOver, problemsOver, rulesOf, smallRules } from './small-pack.ts';

const PRESET = '- id: storm\n  title: Storm\n  says: It blows.\n  answers: { weather: stormy }\n';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('bytes of a file', () => {
  test.each([
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], PRESET)],
    ['line ends as on Windows', bytes(PRESET.replaceAll('\n', '\r\n'))],
    ['no line end at the end', bytes(PRESET.trimEnd())],
    ['letters from everywhere', bytes(PRESET.replace('It blows.', 'Es stürmt 🌩 強風'))],
  ])('may have %s', (_name, content) => {
    const { presets } = rulesOf(layOver({ 'presets.yaml': content }));
    expect(presets.at(-1)).toMatchObject({ id: 'storm', answers: { weather: 'stormy' } });
  });

  test.each([
    ['bytes that are no UTF-8', bytes('- id: st', [0xff], 'rm\n'), '1:9: not-utf8'],
    ['a character cut in half', bytes('- id: a\n- id: ', [0xc3]), '2:7: not-utf8'],
    ['UTF-16', Uint8Array.from(Buffer.from(`\ufeff${PRESET}`, 'utf16le')), '1:1: not-utf8'],
    ['a NUL', bytes('- id: a\n  title: S\0\n'), '2:11: control-character'],
    ['an escape sequence', bytes('- id: "\u001b[2J"\n'), '1:8: control-character'],
    ['two byte order marks', bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], PRESET), '1:1: control-character'],
    ['nothing', bytes(), '1:1: empty-file'],
    ['spaces alone', bytes(' \n \n'), '1:1: empty-file'],
    ['an error on a Windows line', bytes('- id: a\r\n  titel: S\r\n'), '1:3: missing-key'],
  ])('may not be %s', (_name, content, start) => {
    expect(problemsOver({ 'presets.yaml': content })[0]).toContain(`presets.yaml:${start}`);
  });

  test('are told at the same columns with and without a byte order mark', () => {
    const wrong = PRESET.replace('stormy', 'stormie');
    expect(problemsOver({ 'presets.yaml': bytes([0xef, 0xbb, 0xbf], wrong) })).toEqual(
      problemsOver({ 'presets.yaml': wrong }),
    );
  });

  test.each(['[', '- ', '{a: ', '? ', '- - {b: [', '"', '&a [', '!', '>\n', '%'])('of %j, 20,000 times', (part) => {
    const problems = problemsOver({ 'presets.yaml': part.repeat(20_000) });
    expect(problems.length).toBeGreaterThan(0);
  });

  test('never put a control character into a message', () => {
    const tricky =
      '- { id: "\\e[1m", "\\e]0;t\\a": x, title: 5, says: "\\u202e", answers: { "\\e": 1, weather: "\\b" } }\n';
    const problems = problemsOver({ 'presets.yaml': tricky, 'no\u001b[2Jtes.yaml': 'x' });
    expect(problems.length).toBeGreaterThan(4);
    for (const problem of problems) expect(problem).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

test('a source of any length is judged in linear time', () => {
  const source = `http://${'a.'.repeat(500_000)} x`;
  const cells = `cells: { drum: { speed: { grade: 3, says: x, because: y, source: "${source}" } } }\n`;
  const began = process.cpuUsage();
  const { diagnostics } = loadPacks({
    base: smallRules(),
    dirs: ['wirewise.yaml'],
    fs: memoryFs({ 'wirewise.yaml': cells }),
  });
  const { user } = process.cpuUsage(began);
  expect(diagnostics.map(({ code }) => code)).toEqual(['wrong-value']);
  // The quadratic expression took minutes.
  expect(user).toBeLessThan(10_000_000);
});

describe('the disk', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'wirewise-rules-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const problemsIn = (name: string) =>
    loadPacks({ base: smallRules(), dirs: [join(dir, name)] }).diagnostics.map((one) =>
      formatDiagnostic(one).replace(`${dir}/`, ''),
    );

  function folder(name: string): string {
    mkdirSync(join(dir, name, 'protocols'), { recursive: true });
    return join(dir, name);
  }

  test('may have no such folder', () => {
    expect(problemsIn('nowhere')).toEqual([
      'nowhere:1:1: missing-folder: Expected a folder with rule files: there is none.',
    ]);
    expect(loadPacks({ dirs: [''] }).rules).toBeUndefined();
    expect(loadPacks({ dirs: ['a\0b'] }).diagnostics[0]?.code).toBe('missing-folder');
  });

  test('may have a file where the folder should be', () => {
    writeFileSync(join(dir, 'file'), 'x');
    expect(problemsIn('file')).toEqual([
      'file:1:1: missing-folder: Expected a folder with rule files: it is not a folder.',
    ]);
  });

  test('may have folders where files should be', () => {
    mkdirSync(join(folder('folders'), 'presets.yaml'));
    mkdirSync(join(folder('folders'), 'protocols', 'flag.yaml'));
    expect(problemsIn('folders')).toEqual([
      'folders/presets.yaml:1:1: unreadable-file: Expected a readable file: it is a folder.',
      'folders/protocols/flag.yaml:1:1: unreadable-file: Expected a readable file: it is a folder.',
    ]);
  });

  test('may have links that lead in a circle or nowhere', () => {
    const pack = folder('links');
    symlinkSync('presets.yaml', join(pack, 'presets.yaml'));
    symlinkSync('gone', join(pack, 'mistakes.yaml'));
    symlinkSync('..', join(pack, 'protocols', 'flag.yaml'));
    symlinkSync('circle', join(dir, 'circle'));
    const circle = 'its symbolic links lead in a circle';
    expect(problemsIn('links')).toEqual([
      'links/mistakes.yaml:1:1: unreadable-file: Expected a readable file: its symbolic link leads nowhere.',
      `links/presets.yaml:1:1: unreadable-file: Expected a readable file: ${circle}.`,
      'links/protocols/flag.yaml:1:1: unreadable-file: Expected a readable file: it is a folder.',
    ]);
    expect(problemsIn('circle')).toEqual([`circle:1:1: missing-folder: Expected a folder with rule files: ${circle}.`]);
  });

  test('may have links that lead out of the pack: nothing outside it is read or printed', () => {
    writeFileSync(join(dir, 'secret.yaml'), 'TOKEN: 5\n');
    mkdirSync(join(dir, 'elsewhere'));
    writeFileSync(join(dir, 'elsewhere', 'flag.yaml'), 'TOKEN: 5\n');
    const pack = join(dir, 'leaking');
    mkdirSync(join(pack, 'snippets', 'drum', 'go'), { recursive: true });
    symlinkSync('../secret.yaml', join(pack, 'pack.yaml'));
    symlinkSync('../secret.yaml', join(pack, 'presets.yaml'));
    symlinkSync('../elsewhere', join(pack, 'protocols'));
    const manifest = 'client: { files: { main.go: main.go }, run: go run ., proof: reviewed }\n';
    writeFileSync(join(pack, 'snippets', 'drum', 'go', 'starter.yaml'), manifest);
    symlinkSync('../../../../secret.yaml', join(pack, 'snippets', 'drum', 'go', 'main.go'));
    const out = 'its symbolic link leads out of the pack.';
    const unreadable = `unreadable-file: Expected a readable file: ${out}`;
    expect(problemsIn('leaking')).toEqual([
      `leaking/pack.yaml:1:1: ${unreadable}`,
      `leaking/presets.yaml:1:1: ${unreadable}`,
      `leaking/protocols:1:1: missing-folder: Expected a folder with protocols: ${out}`,
      'leaking/snippets/drum/go:1:1: unknown-name: Unknown starter language "go".',
      `leaking/snippets/drum/go/main.go:1:1: ${unreadable}`,
    ]);
  });

  test('may have a project file that is a link out of its folder', () => {
    const project = folder('project');
    writeFileSync(join(dir, 'env'), 'TOKEN: 5\n');
    symlinkSync('../env', join(project, 'wirewise.yaml'));
    expect(problemsIn('project/wirewise.yaml')).toEqual([
      'project/wirewise.yaml:1:1: unreadable-file: Expected a readable file: its symbolic link leads out of the pack.',
    ]);
  });

  test('may have a pack behind a link, with links inside it', () => {
    const pack = folder('linked');
    writeFileSync(join(pack, 'real.yml'), PRESET);
    symlinkSync('linked', join(dir, 'link'));
    symlinkSync('real.yml', join(pack, 'presets.yaml'));
    expect(problemsIn('link')).toEqual([
      'link/real.yml:1:1: unexpected-file: Unexpected name in a rule pack. Expected pack.yaml, criteria.yaml, questions.yaml, presets.yaml, mistakes.yaml, components.yaml, system-mistakes.yaml, estimates.yaml, confidence.yaml, languages.yaml, protocols, snippets, scenarios, systems.',
    ]);
  });

  test('may have a pipe, which is not waited for', () => {
    execFileSync('mkfifo', [join(folder('pipe'), 'presets.yaml')]);
    expect(problemsIn('pipe')).toEqual([
      'pipe/presets.yaml:1:1: unreadable-file: Expected a readable file: it is not a regular file.',
    ]);
  });

  test('may have a file that is too large', () => {
    const path = join(folder('large'), 'presets.yaml');
    writeFileSync(path, '[]\n');
    truncateSync(path, LARGEST_FILE + 1);
    expect(problemsIn('large')).toEqual([
      `large/presets.yaml:1:1: file-too-large: Expected at most ${LARGEST_FILE} bytes, got ${LARGEST_FILE + 1}. Split the pack.`,
    ]);
  });

  test('may deny access', () => {
    const denied = { kind: 'unreadable', cause: 'permission denied' } as const;
    const one = { readFile: () => denied, readFolder: memoryFs({ 'p/presets.yaml': '' }).readFolder };
    const { diagnostics } = loadPacks({ base: smallRules(), dirs: ['p'], fs: one });
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'p/presets.yaml:1:1: unreadable-file: Expected a readable file: permission denied.',
    ]);
    const none = loadPacks({ base: smallRules(), dirs: ['p'], fs: { ...one, readFolder: () => denied } });
    expect(none.diagnostics.map(({ code }) => code)).toEqual(['missing-folder']);
  });
});
