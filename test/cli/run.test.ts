import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ISSUES } from '../../src/core/version.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from './fake-io.ts';

const rules = await builtInRules();
const cwd = mkdtempSync(join(tmpdir(), 'wirewise-run-'));

describe('every question of the registry', () => {
  const withOptions = rules.questions.map((question) => {
    const [option] = question.options;
    return { id: question.id, kind: question.kind, value: option ? option.value : 7 };
  });

  test.each(withOptions)(
    '$id is a flag, a key of an answers file and a field of the JSON',
    async ({ id, kind, value }) => {
      const flag = kind === 'boolean' ? [`--${id}`] : [`--${id}`, String(value)];
      const byFlag = JSON.parse((await runWith(['recommend', '--json', '--samples', '0', ...flag], { cwd })).stdout);
      const expected = kind === 'choices' ? [value] : value;
      expect(byFlag.answers).toEqual({ [id]: expected });
      const stdin = JSON.stringify({ [id]: expected });
      const byFile = JSON.parse(
        (await runWith(['recommend', '--json', '--samples', '0', '--answers', '-'], { cwd, stdin })).stdout,
      );
      expect(byFile).toEqual(byFlag);
      expect(byFlag.unknown).not.toContain(id);
    },
  );

  test('stands in the help', async () => {
    const { stdout } = await runWith(['help', 'answers']);
    for (const { id } of rules.questions) expect(stdout).toMatch(new RegExp(`^  --${id}( |$)`, 'm'));
  });

  test('comes back from the command that the report gives', async () => {
    for (const { id } of rules.presets) {
      const decision = JSON.parse((await runWith(['recommend', '--json', '--preset', id], { cwd })).stdout);
      const words = decision.command.split(' ').slice(1);
      const again = JSON.parse((await runWith([...words, '--json'], { cwd })).stdout);
      // The command spells the answers out, so that it holds when the preset changes.
      expect(again, id).toEqual({ ...decision, preset: undefined });
    }
  });
});

describe('an error', () => {
  const argv = ['explain', '--mistake', 'no-such-mistake-at-all'];

  test('is broken between words on a terminal, and one line for programs', async () => {
    const plain = (await runWith(argv, { cwd })).stderr;
    expect(plain.trimEnd()).not.toContain('\n');
    for (const columns of [40, 80, 200]) {
      const { stderr, exitCode } = await runWith(argv, { cwd, terminal: true, columns });
      expect(exitCode).toBe(2);
      expect(stderr.replaceAll('\n  ', ' ')).toBe(plain);
      for (const line of stderr.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.min(columns, 80));
    }
  });

  test('keeps a command to paste whole', async () => {
    const flags = rules.questions.flatMap(({ id, kind }) => (kind === 'boolean' ? [`--${id}`] : []));
    const { stderr } = await runWith(['--no-input', ...flags], { cwd, terminal: true, columns: 40 });
    expect(stderr).toContain(`wirewise recommend ${flags.join(' ')}\n`);
  });
});

describe('where answers come from', () => {
  const file = join(cwd, 'needs.yaml');
  writeFileSync(file, 'direction: both\nlatency: 100\nweight: { latency: 9 }\n');
  const answersOf = async (...argv: string[]) =>
    JSON.parse((await runWith(['recommend', '--json', '--samples', '0', ...argv], { cwd })).stdout);

  test('flags win over the file, the file over the preset', async () => {
    const { answers } = await answersOf('--preset', 'read-only-feed', '--answers', 'needs.yaml', '--latency', '20');
    expect(answers).toMatchObject({ clients: ['browser'], direction: 'both', latency: 20 });
  });

  test('weights and musts come from the file and from flags', async () => {
    const decision = await answersOf('--answers', 'needs.yaml', '--must', 'binary-payload', '--must', 'ordering=4');
    expect(decision.overrides).toEqual({ weight: { latency: 9 }, must: { 'binary-payload': 3, ordering: 4 } });
    const latency = decision.ranking[0].contributions.find(
      ({ criterion }: { criterion: string }) => criterion === 'latency',
    );
    expect(latency).toMatchObject({ weight: 9, because: [{ question: '--weight', answer: 'latency=9' }] });
  });

  test('several answers may be given with commas and by repeating the flag', async () => {
    expect((await answersOf('--clients', 'device,browser', '--clients', 'backend')).answers.clients).toEqual([
      'browser',
      'device',
      'backend',
    ]);
  });

  test.each([
    [['--replay'], true],
    [['--replay', 'yes'], true],
    [['--replay', 'no'], false],
    [['--no-replay'], false],
  ])('%j', async (argv, expected) => {
    expect((await answersOf(...argv)).answers.replay).toBe(expected);
  });
});

describe('bad input ends with exit code 2, says where, and prints nothing on stdout', () => {
  test.each<[string, string[], string | undefined, RegExp]>([
    [
      'unknown flag',
      ['recommend', '--directon', 'both'],
      undefined,
      /^error: Unknown flag "--directon"\. Did you mean --direction\?$/m,
    ],
    [
      'unknown value',
      ['recommend', '--direction', 'bth'],
      undefined,
      /Unknown value "bth" for --direction\. Expected .*both.* Did you mean "both"\?/,
    ],
    [
      'not a number',
      ['recommend', '--latency', '500 furlongs'],
      undefined,
      /Expected a number \(ms\), or one with ms, s, min, h or d, for --latency, got "500 furlongs"/,
    ],
    ['number out of range', ['recommend', '--latency', '-1'], undefined, /above 0 for --latency, got -1/],
    [
      'flag before its command',
      ['--json', 'recommend'],
      undefined,
      /Flags come after the command: wirewise recommend …/,
    ],
    ['missing value', ['recommend', '--latency'], undefined, /^error: Missing <\S+> after --latency\.$/m],
    ['missing preset', ['recommend', '-p'], undefined, /^error: Missing <preset> after --preset\.$/m],
    ['missing word', ['snippet'], undefined, /^error: Missing <protocol>\.$/m],
    ['flag of two lines', ['--fo\no'], undefined, /^error: Unknown flag "--fo\no"\.$/m],
    ['unknown preset', ['recommend', '--preset', 'chatt'], undefined, /Unknown preset "chatt".*Did you mean "chat"\?/],
    ['unknown command', ['recomend'], undefined, /Unknown command "recomend".*Did you mean "recommend"\?/],
    ['unknown format', ['recommend', '--format', 'xml'], undefined, /Unknown format "xml"\. Expected text, json/],
    ['unknown protocol', ['explain', 'mqt'], undefined, /Unknown protocol "mqt"\. Did you mean "mqtt"\?$/m],
    ['protocol like none', ['explain', 'telnet'], undefined, /Unknown protocol "telnet"\. Expected websocket, sse, /],
    [
      'unknown criterion',
      ['recommend', '--must', 'latenc'],
      undefined,
      /Unknown criterion "latenc" after --must\. Did you mean "latency"\?/,
    ],
    [
      'a list as one text',
      ['recommend', '--answers', '-'],
      'clients: browser, device\n',
      /Unknown value "browser, device" for clients\. Write a list: \[browser, device\]\.$/m,
    ],
    [
      'a list as one text in JSON',
      ['recommend', '--answers', '-'],
      '{"clients":"browser,device"}',
      /Write a list: \[browser, device\]\.$/m,
    ],
    [
      'two values where one is taken',
      ['recommend', '--answers', '-'],
      'direction: both, server-to-client\n',
      /Unknown value "both, server-to-client" for direction\. Expected server-to-client, /,
    ],
    ['bad weight', ['recommend', '--weight', 'latency=-1'], undefined, /Expected --weight CRITERION=N/],
    ['bad grade', ['recommend', '--must', 'latency=5'], undefined, /grade from 0 to 4/],
    [
      'missing file',
      ['recommend', '--answers', 'nowhere.yaml'],
      undefined,
      /Cannot read nowhere\.yaml: it does not exist/,
    ],
    [
      'malformed YAML',
      ['recommend', '--answers', '-'],
      'direction: [both\n',
      /\(standard input\):\d+:\d+: yaml-syntax: /,
    ],
    ['malformed JSON', ['recommend', '--answers', '-'], '{"direction": ', /\(standard input\):\d+:\d+: yaml-syntax: /],
    [
      'unknown key',
      ['recommend', '--answers', '-'],
      'latency: 5\ndirectoin: both\n',
      /:2:1: wrong-answer: Unknown question "directoin"\. Did you mean "direction"\?/,
    ],
    [
      'unknown value in a file',
      ['recommend', '--answers', '-'],
      'clients: [browser, phone]\n',
      /:1:20: wrong-answer: Unknown value "phone" for clients/,
    ],
    ['doubled key', ['recommend', '--answers', '-'], 'latency: 5\nlatency: 6\n', /:2:1: duplicate-key/],
    ['__proto__', ['recommend', '--answers', '-'], '__proto__: { direction: both }\n', /:1:1: reserved-name/],
    ['an escape code', ['recommend', '--answers', '-'], 'direction: "\\e[31mboth"\n', /control-character/],
    ['a list instead of a map', ['recommend', '--answers', '-'], '- both\n', /Expected a map of answers/],
    ['compare with itself', ['compare', 'sse', 'sse'], undefined, /two different protocols/],
    ['nothing to explain', ['explain'], undefined, /Expected one of PROTOCOL, --criterion ID, --mistake ID/],
    ['unknown starter', ['snippet', 'http2-push', '--language', 'javascript'], undefined, /http2-push/],
  ])('%s', async (_, argv, stdin, message) => {
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd, ...(stdin !== undefined && { stdin }) });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at |\u001b/);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('all problems of the flags are told at once', async () => {
    const { stderr } = await runWith(['recommend', '--direction', 'x', '--broker', 'y', '--streams', '0']);
    expect(stderr.match(/^error: /gm)).toHaveLength(3);
  });
});

describe('asking', () => {
  test.each([
    ['without a terminal', {}, []],
    ['in CI', { terminal: true, env: { CI: 'true' } }, []],
    ['with --no-input', { terminal: true }, ['--no-input']],
  ])('is refused %s, with a command that works', async (_, world, argv) => {
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd, ...world });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    const command = stderr.match(/^ {2}wirewise (.+)$/m)?.[1];
    expect((await runWith(command?.split(' ') ?? [], { cwd })).exitCode).toBe(0);
  });
});

describe('--output', () => {
  test('writes the report to the file, whole, and nothing to stdout', async () => {
    const { exitCode, stdout } = await runWith(['recommend', '--json', '--output', 'out.json'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).schemaVersion).toBe(1);
    expect(readdirSync(cwd).filter((name) => name.includes('draft'))).toEqual([]);
  });

  test('says why it cannot, and leaves nothing behind', async () => {
    const { exitCode, stderr } = await runWith(['recommend', '--output', 'missing/out.txt'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('error: Cannot write missing/out.txt: its folder does not exist.\n');
    expect(existsSync(join(cwd, 'missing'))).toBe(false);
  });
});

describe('colour', () => {
  const isColoured = async (argv: string[], env: Record<string, string>, terminal: boolean) =>
    (await runWith(['matrix', ...argv], { env, terminal })).stdout.includes('\u001b[');
  test.each([
    [[], {}, true, true],
    [[], {}, false, false],
    [[], { TERM: 'dumb' }, true, false],
    [[], { NO_COLOR: '1' }, true, false],
    [[], { NO_COLOR: '' }, true, true],
    [[], { FORCE_COLOR: '1' }, false, true],
    [[], { FORCE_COLOR: '0' }, true, false],
    [[], { NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
    [['--color'], { NO_COLOR: '1' }, false, true],
    [['--no-color'], { FORCE_COLOR: '1' }, true, false],
  ])('%j %j, terminal %s: %s', async (argv, env, terminal, expected) => {
    expect(await isColoured(argv, env, terminal)).toBe(expected);
  });
});

test('the same input gives the same bytes, and another seed other draws', async () => {
  const json = async (...argv: string[]) => (await runWith(['recommend', '--json', ...argv], { cwd })).stdout;
  expect(await json('--seed', '7')).toBe(await json('--seed', '7'));
  expect(await json('--seed', '7')).not.toBe(await json('--seed', '8'));
});

test('a bug ends with exit code 70, a stack, and where to report it', async () => {
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get: () => {
        throw new RangeError('no such thing');
      },
    },
  );
  const { exitCode, stdout, stderr } = await runWith(['matrix'], { env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 70, stdout: '' });
  expect(stderr).toContain(
    `Please report it, with the command and these lines: ${ISSUES}\n\nRangeError: no such thing\n`,
  );
  expect(stderr).toMatch(/ at findRuleSources /);
});
