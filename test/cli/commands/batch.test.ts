import { lstatSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { run } from '../../../src/cli/run.ts';
import { runWith } from '../fake-io.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wirewise-batch-'));
});

const LINES = [
  '{"direction":"both"}',
  '{"id":"feed","answers":{"direction":"server-to-client","clients":["browser"]}}',
  '',
  '{"latncy":3}',
  '{"id":"push","answers":{"app-closed":true}}',
  '{"id":9,"name":"häßlich 👋🏽","answers":{"latency":20}}',
];

function parseLines(text: string) {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('wirewise batch', () => {
  test('answers line by line, in order, and goes on behind a bad one', async () => {
    const { exitCode, stdout, stderr } = await runWith(['batch'], { stdin: LINES.join('\n') });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: 1 of 5 lines could not be decided; each has an "error" in its place.\n',
    });
    const out = parseLines(stdout);
    expect(out.map((line) => [line.id, line.recommendation?.protocol ?? line.error?.message ?? line.outcome])).toEqual([
      [undefined, 'websocket'],
      ['feed', 'sse'],
      [undefined, 'Unknown question "latncy". Did you mean "latency"?'],
      ['push', 'none-feasible'],
      [9, 'webrtc'],
    ]);
    expect(out[2].line).toBe(4);
    expect(out[4].name).toBe('häßlich 👋🏽');
  });

  test.each([[[]], [['--samples', '50', '--seed', '3']], [['--all', '--weight', 'latency=9', '--must', 'ordering']]])(
    'a decision is what recommend --json prints, without the starter and the words of the command: %j',
    async (flags) => {
      const answers = { direction: 'both', clients: ['browser', 'device'], rate: 5, current: 'polling' };
      const one = await runWith(['batch', ...flags], { stdin: JSON.stringify(answers) });
      const draws = flags.includes('--samples') ? [] : ['--samples', '0'];
      const recommend = ['recommend', '--json', '--answers', '-', ...draws, ...flags];
      // The words of the command are for programs that start it; a line of a batch has enough to write.
      const {
        snippet,
        argv: _,
        ...expected
      } = JSON.parse((await runWith(recommend, { stdin: JSON.stringify(answers) })).stdout);
      expect(snippet.protocol).toBe(expected.recommendation.protocol);
      expect(JSON.parse(one.stdout)).toEqual(expected);
      expect('robustness' in expected).toBe(flags.includes('--samples'));
    },
  );

  test('a line may name its preset, and has keys of its own, which come back on errors, too', async () => {
    const own = { id: 'a', team: { mail: 'x@y' }, tags: [1] };
    const lines = [
      { ...own, preset: 'chat' },
      { ...own, preset: 'chat', answers: { direction: 'sideways' } },
    ];
    const { stdout } = await runWith(['batch'], { stdin: lines.map((line) => JSON.stringify(line)).join('\n') });
    const [decision, error] = parseLines(stdout);
    expect(decision).toMatchObject({ ...own, preset: { id: 'chat' }, outcome: 'recommended' });
    expect(error).toMatchObject({ ...own, line: 2, error: { problems: [{ path: ['answers', 'direction'] }] } });
  });

  test.each([
    '12345678901234567890',
    '1e400',
    '-0',
    '1.50',
    '{"b":[1E2,"1e2, \\u0007 ü",null],"a":{"1":9007199254740993}}',
  ])('a line is called what it was called: %s', async (value) => {
    const label = `"trace":${value},"id":"a","x y\\"":${value}`;
    const lines = [`{${label},"answers":{}}`, `{${label},"answers":{"direction":1}}`, `{${label},"legs":{"a":{}}}`];
    const stdin = [...lines, `{"answers":{"direction":1},${label.replaceAll('":', '": \t')}}`].join('\n');
    for (const flags of [[], ['--quiet']]) {
      const { stdout } = await runWith(['batch', ...flags], { stdin });
      const out = stdout.trimEnd().split('\n');
      expect(out).toHaveLength(4);
      for (const line of out.slice(0, 3)) expect(line.slice(0, label.length + 2)).toBe(`{${label},`);
      expect(out.map((line) => Object.keys(JSON.parse(line)).slice(0, 3))).toEqual(
        out.map(() => ['trace', 'id', 'x y"']),
      );
      expect(out[3]).toBe(out[1]?.replace('"line":2', '"line":4'));
    }
  });

  test('a name of a system that is a number is kept, too', async () => {
    const { stdout } = await runWith(['batch'], { stdin: '{"name":10000000000000000001,"legs":{"a":{}}}' });
    expect(stdout).toMatch(/^\{"name":10000000000000000001,/);
    expect(stdout.match(/"name":1/g)).toHaveLength(1);
  });

  test('nothing feasible is a decision, and no failure', async () => {
    const { exitCode, stdout } = await runWith(['batch'], { stdin: '{"app-closed":true}' });
    expect(exitCode).toBe(0);
    expect(parseLines(stdout)[0]).toMatchObject({ outcome: 'none-feasible', recommendation: null });
  });

  test('nothing comes of nothing', async () => {
    expect(await runWith(['batch'], { stdin: '' })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await runWith(['batch'], { stdin: '\n\n' })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('--quiet: the protocol alone, null for none; bad lines as ever', async () => {
    const { stdout } = await runWith(['batch', '--quiet'], { stdin: LINES.join('\r\n') });
    const out = parseLines(stdout);
    expect(out.filter((line) => !line.error)).toEqual([
      { protocol: 'websocket' },
      { id: 'feed', protocol: 'sse' },
      { id: 'push', protocol: null },
      { id: 9, name: 'häßlich 👋🏽', protocol: 'webrtc' },
    ]);
    expect(out[2]).toMatchObject({ line: 4, error: { problems: [{ path: ['latncy'] }] } });
  });

  test('flags and presets count where a line says nothing', async () => {
    const stdin = '{}\n{"direction":"server-to-client"}\n{"clients":null}';
    const { stdout } = await runWith(['batch', '--direction', 'both', '--clients', 'device'], { stdin });
    expect(parseLines(stdout).map(({ answers }) => answers)).toEqual([
      { direction: 'both', clients: ['device'] },
      { direction: 'server-to-client', clients: ['device'] },
      { direction: 'both' },
    ]);
  });

  test('what a user calls a line comes back, and steers no terminal', async () => {
    const id = 'a\u009b31m\u202e\n"\\';
    const lines = [
      { id, answers: {} },
      { id, answers: { '\u009b': 1 } },
    ];
    const { stdout } = await runWith(['batch'], { stdin: lines.map((line) => JSON.stringify(line)).join('\n') });
    const [decision, error] = parseLines(stdout);
    expect([decision.id, error.id, error.error.problems[0].path]).toEqual([id, id, ['answers', '\u009b']]);
    expect(stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
  });

  test.each<[string, string[], number, string]>([
    ['a file that is not there', ['nowhere.ndjson'], 2, 'error: Cannot read nowhere.ndjson: it does not exist.\n'],
    ['a folder', ['.'], 2, 'error: Cannot read .: it is a folder.\n'],
    ['another format', ['--format', 'text'], 2, 'error: Unknown format "text". Expected json.\n'],
    ['bad defaults', ['--latency', '-1'], 2, expect.stringContaining('Expected a number (ms) above 0 for --latency')],
    ['two uses of stdin', ['--answers', '-'], 2, expect.stringContaining('Name a file for one of them.')],
    ['an output in no folder', ['-o', 'no/where'], 2, 'error: Cannot write no/where: its folder does not exist.\n'],
    ['an output with a line end', ['-o', 'a\nb/c'], 2, 'error: Cannot write a\\u{a}b/c: its folder does not exist.\n'],
    ['an output that is a folder', ['-o', '.'], 2, 'error: Cannot write .: it is a folder; name a file in it.\n'],
  ])('%s is refused before anything is written', async (_name, argv, exitCode, stderr) => {
    expect(await runWith(['batch', ...argv], { cwd, stdin: '{}\n' })).toEqual({ exitCode, stdout: '', stderr });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a file in, a file out, even the same one', async () => {
    const file = join(cwd, 'services.ndjson');
    writeFileSync(file, `\ufeff${LINES.slice(0, 2).join('\r\n')}`);
    const ran = await runWith(['batch', 'services.ndjson', '--output', 'services.ndjson'], { cwd });
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(parseLines(readFileSync(file, 'utf8')).map(({ id }) => id)).toEqual([undefined, 'feed']);
    expect(readdirSync(cwd)).toEqual(['services.ndjson']);
  });

  test.each([['batch'], ['recommend'], ['record', '--name', 'x'], ['recommend', '--format', 'adr']])(
    'a link that leads nowhere is not replaced by a file: %s %s %s',
    async (...argv) => {
      symlinkSync('nowhere', join(cwd, 'link.md'));
      expect(await runWith([...argv, '--preset', 'chat', '-o', 'link.md'], { cwd, stdin: '{}' })).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: 'error: Cannot write link.md: its symbolic link leads nowhere.\n',
      });
      expect(lstatSync(join(cwd, 'link.md')).isSymbolicLink()).toBe(true);
      expect(readdirSync(cwd)).toEqual(['link.md']);
    },
  );

  test('a device is written to, and not replaced', async () => {
    // Through a link, so that what goes wrong here hurts nobody.
    symlinkSync('/dev/null', join(cwd, 'null'));
    expect(await runWith(['batch', '-o', 'null'], { cwd, stdin: '{}' })).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await runWith(['recommend', '-o', 'null'], { cwd })).toMatchObject({ exitCode: 0, stdout: '' });
    expect(lstatSync(join(cwd, 'null')).isSymbolicLink()).toBe(true);
  });

  test('an output with bad lines appears all the same', async () => {
    const ran = await runWith(['batch', '-o', 'out.ndjson'], { cwd, stdin: LINES.join('\n') });
    expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
    expect(parseLines(readFileSync(join(cwd, 'out.ndjson'), 'utf8'))).toHaveLength(5);
  });

  test('input that breaks off is an error, and leaves no file', async () => {
    const broken = async function* () {
      yield Buffer.from('{}\n');
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    };
    const toStdout = worldOf(Readable.from(broken()));
    expect(await run(['batch'], toStdout.io)).toBe(2);
    expect(toStdout.stderr()).toBe('error: Cannot read standard input: the device failed.\n');
    const toFile = worldOf(Readable.from(broken()));
    expect(await run(['batch', '-o', 'out.ndjson'], toFile.io)).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('progress is told on a terminal while the decisions go elsewhere, and only then', async () => {
    const stdin = '{}\n'.repeat(100);
    const onTerminal = await runWith(['batch', '-o', 'out.ndjson'], { cwd, stdin, terminal: true });
    expect(onTerminal.stderr).toContain('One JSON object of answers a line; Ctrl-D ends.');
    expect(onTerminal.stderr).toMatch(/line \d+/);
    expect((await runWith(['batch'], { cwd, stdin, terminal: true })).stderr).not.toMatch(/line \d+/);
    expect((await runWith(['batch', '-q', '-o', 'x'], { cwd, stdin, terminal: true })).stderr).toBe('');
    expect((await runWith(['batch', '-o', 'out.ndjson'], { cwd, stdin })).stderr).toBe('');
  });
});

/** A world with this stdin, and a stdout that takes a piece when it is told to. */
function worldOf(stdin: Readable) {
  const waiting: (() => void)[] = [];
  let taken = '';
  const stdout = new Writable({
    decodeStrings: false,
    highWaterMark: 16 * 1024,
    write: (chunk, _encoding, done) => {
      taken += String(chunk);
      waiting.push(done);
    },
  });
  let errors = '';
  const stderr = new Writable({
    write: (chunk, _encoding, done) => {
      errors += String(chunk);
      done();
    },
  });
  const io: Io = { stdin, stdout, stderr, print: (text) => stdout.write(text), env: {}, cwd };
  return {
    io,
    stdout,
    stderr: () => errors,
    taken: () => taken,
    takeNext: () => waiting.shift()?.(),
  };
}

describe('a reader that takes its time', () => {
  test('holds up the reading: what waits stays small', async () => {
    // Their decisions are 1,000 times as large as what may wait.
    const LINES_IN = 5000;
    let given = 0;
    const stdin = new Readable({
      read() {
        given++;
        this.push(given > LINES_IN ? null : '{"direction":"both"}\n');
      },
    });
    const world = worldOf(stdin);
    let exitCode: number | undefined;
    run(['batch'], world.io).then((code) => {
      exitCode = code;
    });
    // Nothing is taken: soon nothing more is read.
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    const readAtFirst = given;
    expect(readAtFirst).toBeLessThan(2000);
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    expect(given).toBe(readAtFirst);
    let most = 0;
    while (exitCode === undefined) {
      most = Math.max(most, world.stdout.writableLength);
      world.takeNext();
      await nextTurn();
    }
    expect(exitCode).toBe(0);
    // The reader's own room, one piece of ours, and one decision.
    expect(most).toBeLessThan((16 + 64 + 16) * 1024);
    expect(world.taken().split('\n')).toHaveLength(LINES_IN + 1);
  }, 60_000);

  test('who writes line by line gets its answer before the next line', async () => {
    const world = worldOf(new Readable({ read: () => undefined }));
    const ended = run(['batch', '--quiet'], world.io);
    for (let line = 1; line <= 3; line++) {
      world.io.stdin.push('{}\n');
      while (world.taken().split('\n').length <= line) await nextTurn();
      world.takeNext();
    }
    world.io.stdin.push(null);
    expect(await ended).toBe(0);
    expect(world.taken()).toBe('{"protocol":"websocket"}\n'.repeat(3));
  });
});

test('a system on a line has no robustness, and is refused where samples are asked for', async () => {
  const stdin = '{"id":1,"legs":{"a":{"direction":"both"}}}\n{"direction":"both"}';
  const { exitCode, stdout } = await runWith(['batch', '--samples', '10'], { stdin });
  expect(exitCode).toBe(1);
  const [error, decision] = parseLines(stdout);
  expect(error).toMatchObject({ id: 1, error: { problems: [{ path: ['legs'] }] } });
  expect(error.error.message).toMatch(/^Unexpected --samples: /);
  expect(decision.robustness).toBeDefined();
  expect((await runWith(['batch', '--samples', '0'], { stdin })).exitCode).toBe(0);
});
