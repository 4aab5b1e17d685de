/** What nobody types on purpose: no stack trace, no escape code, an exit code of the table, whatever comes. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/command-specs.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { type FakeWorld, runWith } from './fake-io.ts';

const rules = await builtInRules();
const cwd = mkdtempSync(join(tmpdir(), 'wirewise-hostile-'));
let tried = 0;

afterAll(() => {
  process.stderr.write(`${tried} hostile inputs tried\n`);
});

/** Everything but line ends and tabs that steers a terminal; SGR codes, too, since no output here is coloured. */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** @returns the exit code */
async function expectDecency(argv: readonly string[], world: FakeWorld = {}): Promise<number> {
  tried++;
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd, ...world });
  expect([EXIT.ok, EXIT.notFeasible, EXIT.usage, EXIT.badRules]).toContain(exitCode);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(stderr).not.toMatch(STEERING);
  expect(stdout).not.toMatch(STEERING);
  if (exitCode >= EXIT.usage) expect(stderr).not.toBe('');
  return exitCode;
}

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u009b31m',
    '\u202eevil',
    '__proto__',
    'constructor',
    'toString',
    '-',
    '--',
    '=',
    '',
    ' ',
    '\0',
    '\n',
    '../../etc',
    '%s%n',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '0x10',
    '9'.repeat(400),
    'a'.repeat(10_000),
    '强制',
    '👩‍👩‍👧‍👦',
  ),
);

// No word may name a place outside of the folder: some commands write where they are told.
const isInside = (word: string) => !/[/\\]/.test(word) && !word.includes('\0');
const knownWord = fc.constantFrom(
  ...COMMAND_NAMES,
  ...rules.questions.flatMap(({ id, options }) => [
    `--${id}`,
    `--no-${id}`,
    ...options.map(({ value }) => String(value)),
  ]),
  ...rules.protocols.map(({ id }) => id),
  ...rules.presets.map(({ id }) => id),
  ...['--json', '--all', '--format', '--preset', '--weight', '--must', '--samples', '--seed', '--criteria', '--notes'],
  ...[
    '--language',
    '--name',
    '--accept',
    '--decision',
    '--role',
    '--set',
    '--server',
    '--criterion',
    '--mistake',
    '--answers',
    '--from',
    '--draft',
    '--file',
    '--quiet',
    '--color',
    '--help',
  ],
);
const word = fc.oneof({ weight: 3, arbitrary: knownWord }, { weight: 1, arbitrary: nastyText.filter(isInside) });
/** The lab measures for seconds whatever it is told. */
const argv = fc
  .tuple(fc.constantFrom(...COMMAND_NAMES.filter((name) => name !== 'lab'), ''), fc.array(word, { maxLength: 8 }))
  .map(([command, words]) => (command === '' ? words : [command, ...words]))
  .filter((words) => !words.includes('lab'));

describe('random command lines', () => {
  test('are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(argv, async (words) => {
        await expectDecency([...words, '--samples', '0']);
        await expectDecency(words.filter((one) => one !== '--color'));
      }),
      { numRuns: 1_000, seed: 1 },
    );
  }, 120_000);

  test('write nothing but what they are told', () => {
    expect(readdirSync(cwd)).toEqual([]);
  });
});

const GOOD_ANSWERS = 'direction: both\nclients: [browser, device]\nlatency: 500\nweight: { latency: 3 }\n';

/** A file that was good, with bytes thrown in, cut out and doubled. */
function damaged(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const piece = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc.constantFrom(
      ...[
        '&a ',
        '*a',
        '? ',
        '- ',
        '{',
        '[',
        ': ',
        '!!js ',
        '<<: ',
        '\u001b[1m',
        '\0',
        '\r',
        '\ufeff',
        '"',
        '__proto__: 1\n',
        '9'.repeat(400),
      ].map((text) => Buffer.from(text)),
    ),
  );
  const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.nat(20), piece });
  return fc.array(cut, { minLength: 1, maxLength: 5 }).map((cuts) =>
    cuts.reduce((bytes, { at, out, piece: more }) => {
      const start = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start + out)]);
    }, Buffer.from(good)),
  );
}

/** What breaks readers of YAML: depth, aliases that multiply, size. */
const BOMBS: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(100_000),
  'maps in maps': '{a: '.repeat(50_000),
  'blocks in blocks': Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'aliases that multiply': [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`),
  ].join('\n'),
  'an alias of itself': 'a: &a [*a]',
  'ten megabytes in one line': `direction: ${'b'.repeat(10_000_000)}`,
  'ten megabytes of keys': Array.from({ length: 700_000 }, (_, at) => `key${at}: 1`).join('\n'),
  'a key that is the prototype': '__proto__: { direction: both }',
  'the constructor': 'constructor: { prototype: { direction: both } }',
};

describe('answers files', () => {
  test('that are damaged are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(GOOD_ANSWERS)), async (bytes) => {
        const path = join(cwd, 'answers.yaml');
        writeFileSync(path, bytes);
        await expectDecency(['recommend', '--answers', 'answers.yaml', '--samples', '0']);
        rmSync(path);
      }),
      { numRuns: 1_000, seed: 2 },
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    const path = join(cwd, 'answers.yaml');
    writeFileSync(path, text);
    await expectDecency(['recommend', '--answers', 'answers.yaml', '--samples', '0']);
    expect((await runWith(['recommend', '--answers', 'answers.yaml'], { cwd })).exitCode).toBe(EXIT.usage);
    await expectDecency(['recommend', '--answers', '-', '--samples', '0'], { stdin: text });
    rmSync(path);
  });
});

describe('saved decisions', async () => {
  const { stdout: saved } = await runWith(['recommend', '--json', '--samples', '20'], { cwd });

  test('that are damaged are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(saved)), async (bytes) => {
        const path = join(cwd, 'decision.json');
        writeFileSync(path, bytes);
        await expectDecency(['recommend', '--from', 'decision.json']);
        rmSync(path);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test('whose texts are hostile are answered decently', async () => {
    const texts = saved.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(texts.length).toBeGreaterThan(500);
    await fc.assert(
      fc.asyncProperty(fc.nat(texts.length - 1), nastyText, async (at, nasty) => {
        let count = 0;
        const text = saved.replace(/"(?:[^"\\]|\\.)*"/g, (one) => (count++ === at ? JSON.stringify(nasty) : one));
        await expectDecency(['recommend', '--from', '-'], { stdin: text });
        await expectDecency(['recommend', '--from', '-', '--json'], { stdin: text });
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    await expectDecency(['recommend', '--from', '-'], { stdin: text });
    expect((await runWith(['recommend', '--from', '-'], { stdin: text })).exitCode).toBe(EXIT.usage);
  });
});

describe('recorded decisions', async () => {
  const { stdout: good } = await runWith(['record', '--direction', 'both', '--name', 'orders'], { cwd });

  test('that are damaged are answered decently, in every format', async () => {
    const format = fc.constantFrom('text', 'json', 'github', 'sarif', 'junit');
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(good)), format, async (bytes, name) => {
        const path = join(cwd, 'orders.wirewise.yaml');
        writeFileSync(path, bytes);
        await expectDecency(['check', 'orders.wirewise.yaml', '--format', name]);
        rmSync(path);
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  test('of a nasty name are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, nastyText, async (name, why) => {
        await expectDecency(['record', `--name=${name}`, `--why=${why}`, '--direction', 'both']);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    await expectDecency(['check', '-'], { stdin: text });
    expect((await runWith(['check', '-'], { cwd, stdin: text })).exitCode).toBe(EXIT.usage);
  });
});

describe('the file of a project', () => {
  const GOOD = [
    'extends: house',
    'forbid: { mqtt: Operations runs no broker. }',
    'cells: { sse: { corporate-proxy: { grade: 4, says: Passes, because: Ours holds nothing back., source: "judgement: us" } } }',
    'answers: { hosting: own-servers, clients: [browser] }',
    '',
  ].join('\n');
  const project = mkdtempSync(join(tmpdir(), 'wirewise-hostile-project-'));
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
      { numRuns: 300, seed: 8 },
    );
    expect(refused).toBeGreaterThan(100);
  }, 120_000);

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

describe('lines of batch', () => {
  const GOOD = [
    '{"direction":"both","clients":["browser"]}',
    '{"id":"a","answers":{"latency":20,"must":{"latency":2}}}',
  ];

  /** One line comes out for each that came in and is not blank, and every one is JSON. */
  async function expectAnswers(input: Uint8Array | string, flags: readonly string[] = []): Promise<void> {
    tried++;
    const file = join(cwd, 'lines.ndjson');
    writeFileSync(file, input);
    const { exitCode, stdout, stderr } = await runWith(['batch', 'lines.ndjson', ...flags], { cwd });
    rmSync(file);
    expect({ stderr, isKnown: exitCode === EXIT.ok || exitCode === EXIT.notFeasible }).toEqual({
      stderr: '',
      isKnown: true,
    });
    expect(stdout).not.toMatch(STEERING);
    const lines =
      stdout === ''
        ? []
        : stdout
            .slice(0, -1)
            .split('\n')
            .map((line) => JSON.parse(line));
    expect(lines.some((line) => 'error' in line)).toBe(exitCode === EXIT.notFeasible);
    const given = Buffer.from(input)
      .toString('latin1')
      .split('\n')
      .filter((line) => /[^ \t\r]/.test(line.replace(/^\xef\xbb\xbf/, '')));
    expect(lines).toHaveLength(given.length);
  }

  test('that are damaged are answered, one for one', async () => {
    const input = damaged(Buffer.from(`${[...GOOD, ...GOOD].join('\n')}\n`));
    const flags = fc.constantFrom([], ['--quiet'], ['--all']);
    await fc.assert(fc.asyncProperty(input, flags, expectAnswers), { numRuns: 500, seed: 9 });
  });

  test('of nasty text are answered, one for one', async () => {
    const value = fc.oneof(nastyText, fc.jsonValue());
    const entry = fc.dictionary(fc.oneof(knownWord, fc.constantFrom('id', 'name', 'answers'), nastyText), value, {
      maxKeys: 4,
    });
    const line = fc.oneof(
      nastyText,
      entry.map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), (lines) => expectAnswers(lines.join('\n'))),
      { numRuns: 500, seed: 10 },
    );
  });

  test.each(Object.entries(BOMBS))('with %s are answered, one for one', async (_name, text) => {
    await expectAnswers(`${GOOD[0]}\n${text.replaceAll('\n', ' ')}\n${GOOD[1]}\n`);
  });
});

describe('rule packs', () => {
  const whole = join(import.meta.dirname, '../../rules');
  const FILES = ['pack.yaml', 'presets.yaml', 'mistakes.yaml', 'questions.yaml', 'protocols/sse.yaml'];

  test('that are damaged are answered decently', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewise-hostile-pack-'));
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
      { numRuns: 150, seed: 3 },
    );
    rmSync(folder, { recursive: true });
  }, 120_000);

  test.each(Object.entries(BOMBS))('with %s are refused', async (_name, text) => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewise-hostile-pack-'));
    writeFileSync(join(folder, 'presets.yaml'), text);
    await expectDecency(['recommend', '--rules', folder]);
    expect((await runWith(['recommend', '--rules', folder], { cwd })).exitCode).toBe(EXIT.badRules);
    rmSync(folder, { recursive: true });
  });
});

describe('names and values that steer a terminal', () => {
  const nasty = 'e\u202ev\u001b[31m\u009bx';
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-hostile-names-'));
  mkdirSync(join(folder, nasty, 'protocols'), { recursive: true });
  writeFileSync(
    join(folder, nasty, 'protocols/sse.yaml'),
    'id: sse\nextends: true\ncells: { corporate-proxy: { grade: 0, says: x, because: Ours., source: "judgement: us" } }\n',
  );
  const values = ['snippet', 'mqtt', '--language', 'go', `--set=topic=${nasty}`];

  test.each([
    ['a folder of rules', ['rules', 'show', '--origin', '--rules', nasty]],
    ['a folder of rules', ['rules', 'show', '--rules', nasty, '--json']],
    ['a folder of rules', ['rules', 'validate', nasty]],
    ['a folder of rules', ['rules', 'validate', nasty, '--json']],
    ['a folder of rules', ['rules', 'test', nasty, '--json']],
    ['a folder of rules', ['recommend', '--rules', nasty, '--samples', '0', '--json']],
    ['a folder of rules', ['skill', '--rules', nasty]],
    ['a folder to write', ['rules', 'new', 'protocol', 'bus', '--out', `new-${nasty}`, '--json']],
    ['a folder to write', ['snippet', 'mqtt', '--language', 'go', '--out', `out-${nasty}`, '--json']],
    ['a value', values],
    ['a value', [...values, '--json']],
  ])('%s: %j', async (_what, argv) => {
    expect(await expectDecency(argv, { cwd: folder })).toBe(EXIT.ok);
  });

  test('come back whole from JSON', async () => {
    const { stdout } = await runWith([...values, '--json'], { cwd: folder });
    expect(JSON.parse(stdout).values.topic).toBe(nasty);
  });
});

test.each(['wirewise.yaml', '.wirewise'])(
  'a project whose %s is a link to nowhere is told, not passed over',
  async (name) => {
    const project = mkdtempSync(join(tmpdir(), 'wirewise-hostile-link-'));
    symlinkSync('nowhere', join(project, name));
    expect(await expectDecency(['recommend', '--samples', '0'], { cwd: project })).toBe(EXIT.badRules);
    expect(await expectDecency(['recommend', '--samples', '0', '--no-project'], { cwd: project })).toBe(EXIT.ok);
  },
);
