/** `wirewise check` from the user's side: records of a folder, and what changes under them. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ajv } from '@wirewise/validators/json-schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';
import { type HouseGrades, makeFolder, put, putHouse, recordText } from '../records-world.ts';

const cwd = makeFolder();
let dashboard = '';

beforeAll(async () => {
  dashboard = await recordText(['--preset', 'live-dashboard', '--name', 'dashboard'], cwd);
  put(cwd, 'decisions/dashboard.wirewise.yaml', dashboard);
  put(cwd, 'decisions/edited.wirewise.yaml', edit(/^ {2}direction: both/m, '  direction: server-to-client'));
  put(
    cwd,
    'decisions/by hand.yaml',
    'version: 1\nname: by hand\nanswers:\n  direction: both\ndecision: sse\naccepts: [reconnect-storm]\n',
  );
  put(cwd, 'decisions/slips.yaml', 'version: 1\nname: slips\nanswers:\n  directon: both\ndecision: ssee\n');
  put(cwd, 'decisions/notes.yaml', 'title: no decision\n');
  put(cwd, 'decisions/node_modules/x/y.wirewise.yaml', 'nonsense');
});

function edit(part: RegExp, by: string): string {
  expect(dashboard).toMatch(part);
  return dashboard.replace(part, by);
}

async function check(argv: readonly string[], stdin = '') {
  return runWith(['check', ...argv], { cwd, stdin });
}

/** The text without the line breaks that the width of the terminal brings. */
async function checkText(argv: readonly string[], stdin = '') {
  const { exitCode, stdout } = await check(argv, stdin);
  return { exitCode, stdout: stdout.replace(/\n {2,4}(?!- )/g, ' ') };
}

describe('golden files', () => {
  test.each(['text', 'json', 'github', 'sarif', 'junit'])('%s', async (format) => {
    const { exitCode, stdout, stderr } = await check(['decisions', '--format', format]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe('error: Cannot use 1 of 4 as recorded decisions.\n');
    // The figures of the shipped rules are no affair of these files; the basis, which has them, is near some lines.
    const stable = stdout
      .replace(/sha256:\w+/g, 'sha256:…')
      .replace(/timestamp="[^"]*"/, 'timestamp="…"')
      .replace(/with\s+[\d.]+/g, 'with …')
      .replace(/"[0-9a-f]{10,16}:1"/g, '"…:1"');
    await expect(stable).toMatchFileSnapshot(`check-golden/report.${format}.txt`);
  });
});

describe('exit codes', () => {
  test('0 when all hold, 1 when one fails, 2 when one cannot be used: the others are checked all the same', async () => {
    expect((await check(['decisions/dashboard.wirewise.yaml'])).exitCode).toBe(0);
    expect((await check(['decisions/edited.wirewise.yaml', 'decisions/dashboard.wirewise.yaml'])).exitCode).toBe(1);
    const { exitCode, stdout } = await checkText([
      'decisions/slips.yaml',
      'missing.yaml',
      'decisions/edited.wirewise.yaml',
    ]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('decisions/slips.yaml:4:3: unusable-record: Unknown question "directon". Did you mean');
    expect(stdout).toContain(
      'decisions/slips.yaml:5:11: unusable-record: Unknown protocol "ssee". Did you mean "sse"?',
    );
    expect(stdout).toContain('\nerror: Cannot read missing.yaml: it does not exist.\n');
    expect(stdout).toContain('decisions/edited.wirewise.yaml:');
    expect(stdout).toContain('3 records: 0 hold, 1 fails, 2 unusable.');
  });

  test('2 when nothing is found, with nothing on stdout', async () => {
    for (const word of ['nowhere', '*.nothing', 'decisions/node_modules/x/../x/z']) {
      const { exitCode, stdout, stderr } = await check([word]);
      expect({ word, exitCode, stdout }).toEqual({ word, exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^error: (Cannot read|No file matches|No recorded decision)/);
    }
  });

  test('a glob that matches nothing is told without a place, in every format, and the others are checked', async () => {
    const run = async (format: string) => {
      const argv = ['nowhere/*.yaml', 'decisions/dashboard.wirewise.yaml', '--format', format];
      const { exitCode, stdout, stderr } = await check(argv);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: 'error: Cannot use 1 of 2 as recorded decisions.\n',
      });
      return stdout;
    };
    expect(await run('text')).toMatch(
      /^decisions.*: holds: .*\n(.*\n)*error: No file matches nowhere\/\*\.yaml\.\n2 rec/,
    );
    expect(await run('github')).toMatch(
      /^::error title=wirewise unusable-record::No file matches nowhere\/\*\.yaml\.\n/,
    );
    const { files } = JSON.parse(await run('json'));
    expect(files).toMatchObject([{ status: 'holds' }, { file: 'nowhere/*.yaml', status: 'unusable' }]);
    expect(Object.keys(files[1].problems[0])).toEqual(['rule', 'level', 'key', 'message', 'causes']);
    const { runs } = JSON.parse(await run('sarif'));
    expect(runs[0].results).toEqual([]);
    expect(runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'No file matches nowhere/*.yaml.' } }],
      },
    ]);
    expect(await run('junit')).toContain(
      '<error type="unusable-record" message="No file matches nowhere/*.yaml.">nowhere/*.yaml: unusable-record: No file',
    );
  });

  test('a folder without any record is no silent pass, and says what it looked for', async () => {
    put(cwd, 'empty/ci.yaml', 'on: push\n');
    const { exitCode, stderr } = await check(['empty']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No recorded decision in empty. Looked for *.wirewise.yaml, and for YAML and JSON with');
    expect(stderr).toContain('1 other YAML or JSON file is not one');
  });
});

describe('what is checked', () => {
  const filesOf = async (argv: readonly string[], stdin?: string) => {
    const { stdout } = await check(['--json', ...argv], stdin);
    const { files, passedOver } = JSON.parse(stdout);
    return { files: files.map(({ file }: { file: string }) => file), passedOver };
  };

  test('a folder: what is called so, or looks so; the rest is told', async () => {
    expect(await filesOf(['decisions/'])).toEqual({
      files: [
        'decisions/by hand.yaml',
        'decisions/dashboard.wirewise.yaml',
        'decisions/edited.wirewise.yaml',
        'decisions/slips.yaml',
      ],
      passedOver: ['decisions/notes.yaml'],
    });
  });

  test('globs are expanded here, in order, and a file counts once', async () => {
    const { files } = await filesOf(['decisions/*.wirewise.yaml', './decisions/dashboard.wirewise.yaml']);
    expect(files).toEqual(['decisions/dashboard.wirewise.yaml', 'decisions/edited.wirewise.yaml']);
    expect((await filesOf(['**/*.wirewise.{yaml,json}'])).files).toEqual(files);
  });

  test('a file of that very name goes before the glob', async () => {
    put(cwd, 'odd/[ab].wirewise.yaml', dashboard);
    put(cwd, 'odd/a.wirewise.yaml', 'nonsense');
    expect((await filesOf(['odd/[ab].wirewise.yaml'])).files).toEqual(['odd/[ab].wirewise.yaml']);
    const { exitCode } = await check(['odd/[ab].wirewise.yaml']);
    expect(exitCode).toBe(0);
  });

  test('links to files are followed, those to folders are not, and one that leads nowhere is unusable', async () => {
    put(cwd, 'kept/real.wirewise.yaml', dashboard);
    put(cwd, 'linked/own.wirewise.yaml', dashboard);
    symlinkSync('../kept/real.wirewise.yaml', join(cwd, 'linked/a.wirewise.yaml'));
    symlinkSync('own.wirewise.yaml', join(cwd, 'linked/b.wirewise.yaml'));
    symlinkSync('nowhere', join(cwd, 'linked/lost.wirewise.yaml'));
    symlinkSync('..', join(cwd, 'linked/up'));
    const names = (files: readonly string[]) => files.map((name) => `linked/${name}.wirewise.yaml`);
    expect(await filesOf(['linked'])).toEqual({ files: names(['a', 'b', 'lost', 'own']), passedOver: [] });
    expect((await check(['linked'])).stdout).toContain('Cannot read linked/lost.wirewise.yaml: it does not exist.');
    for (const glob of ['linked/*.yaml', 'linked/**/*.yaml'])
      expect((await filesOf([glob])).files).toEqual(names(['a', 'b', 'lost', 'own']));
    symlinkSync('linked', join(cwd, 'way'));
    expect((await filesOf(['way/*.yaml', 'l*/a.wirewise.yaml'])).files).toEqual([
      ...['a', 'b', 'lost', 'own'].map((name) => `way/${name}.wirewise.yaml`),
      'linked/a.wirewise.yaml',
    ]);
  });

  test('without a word: a link that leads nowhere, or in a circle, was a record and is unusable', async () => {
    const here = makeFolder();
    put(here, 'kept/own.wirewise.yaml', dashboard);
    symlinkSync('nowhere', join(here, 'kept/gone.wirewise.yaml'));
    symlinkSync('ring.wirewise.yaml', join(here, 'ring.wirewise.yaml'));
    symlinkSync('kept', join(here, 'folder.wirewise.yaml'));
    const { exitCode, stdout } = await runWith(['check'], { cwd: here });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Cannot read kept/gone.wirewise.yaml: it does not exist.');
    expect(stdout).toContain('Cannot read ring.wirewise.yaml: its symbolic links lead in a circle.');
    expect(stdout).toMatch(/3 records: 1 holds/);
  });

  test('standard input, and words behind --', async () => {
    expect((await filesOf(['--', '-'], dashboard)).files).toEqual(['(standard input)']);
    expect((await check(['-'], dashboard)).exitCode).toBe(0);
    const { exitCode, stdout } = await checkText(['-'], '');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Expected a recorded decision, the file is empty.');
  });

  test('JSON is read, too', async () => {
    const json = await recordText(['--preset', 'live-dashboard', '--name', 'dashboard', '--json'], cwd);
    put(cwd, 'json/dashboard.json', json);
    put(cwd, 'json/package.json', '{ "name": "x", "version": "1.0.0" }');
    expect(await filesOf(['json'])).toEqual({ files: ['json/dashboard.json'], passedOver: ['json/package.json'] });
    expect((await check(['json'])).exitCode).toBe(0);
  });
});

describe('slips in a record', () => {
  test.each([
    [
      'accepts: [reconnect-strom]',
      '6:11: unusable-record: Unknown mistake "reconnect-strom". Did you mean "reconnect-storm"?',
    ],
    ['acepts: []', '6:1: unusable-record: Unknown key "acepts". Did you mean "accepts"?'],
    ['version: 1', '6:1: unusable-record: Duplicate'],
    ['basis: {}', '6:8: unusable-record: Missing "decision"'],
    ['all: maybe', '6:6: unusable-record: Expected true or false'],
  ])('%s', async (line, message) => {
    const { exitCode, stdout } = await checkText(
      ['-', '-q'],
      `version: 1\nname: x\nanswers:\n  direction: both\ndecision: websocket\n${line}\n`,
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain(`(standard input):${message}`);
  });

  test.each([
    ['[1, 2]', 'Expected a recorded decision'],
    ['a: 1', 'Expected a recorded decision'],
    ['{"schemaVersion": 1, "answers": {}}', 'Missing "version"'],
    ['version: 2\nname: x\nanswers: {}\ndecision: sse\n', 'Expected 1, the only version so far, got 2'],
    ['version: 1\nname: x\nanswers: {latency: -3}\ndecision: sse\n', 'Expected a number (ms) above 0 for latency'],
    ['version: 1\nname: x\nanswers: {must: {latncy: 3}}\ndecision: sse\n', 'Unknown criterion "latncy"'],
  ])('%s', async (text, message) => {
    const { exitCode, stdout } = await checkText(['-'], text);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(message);
  });
});

describe('rule packs', () => {
  const record = async (version: string, grades: HouseGrades) => {
    putHouse(cwd, version, grades);
    const text = await recordText(['--direction', 'both', '--name', 'orders', '--rules', 'house'], cwd);
    put(cwd, 'orders.wirewise.yaml', text);
    return (await check(['orders.wirewise.yaml', '--rules', 'house'])).exitCode;
  };

  test('that change a grade are named with cell, old and new grade', async () => {
    expect(await record('1', { websocket: { latency: 4 } })).toBe(0);
    putHouse(cwd, '2', { websocket: { bidirectional: 2 } });
    const { exitCode, stdout } = await checkText(['orders.wirewise.yaml', '--rules', 'house']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('direction: both now excludes websocket');
    expect(stdout).toContain('- rules: house@2 changed websocket.bidirectional from 4 to 2');
  });

  test('that were edited under the same version, or are left out, are told so', async () => {
    expect(await record('1', { amqp: { bidirectional: 4 }, websocket: { bidirectional: 4 } })).toBe(0);
    putHouse(cwd, '1', { websocket: { bidirectional: 0 } });
    const edited = await checkText(['orders.wirewise.yaml', '--rules', 'house']);
    expect(edited.stdout).toContain('an edit of core@1 or house@1 under the same version changed');
    expect(await record('1', { sse: { bidirectional: 4, latency: 4 }, websocket: { bidirectional: 0 } })).toBe(0);
    const without = await checkText(['orders.wirewise.yaml']);
    expect(without.exitCode).toBe(1);
    expect(without.stdout).toContain('rules: leaving out house@1 changed sse.bidirectional');
  });

  test('that bring a mistake are named, with what to do about it', async () => {
    expect(await record('1', {})).toBe(0);
    putHouse(cwd, '2', {}, [
      {
        id: 'no-sockets-here',
        title: 'The house has no sockets',
        severity: 'warning',
        trigger: 'Always.',
        when: { direction: 'both' },
        guard: 'Never.',
        unless: { direction: 'server-to-client' },
        says: 'They were taken out.',
        instead: 'Ask the house.',
        source: 'judgement: in-house knowledge',
      },
    ]);
    const { exitCode, stdout } = await checkText(['orders.wirewise.yaml', '--rules', 'house']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('unaccepted-warning: warning no-sockets-here is not');
    expect(stdout).toContain('- rules: house@2 changed when to warn of it');
    expect(stdout).toContain('- Instead: Ask the house.');
    const accepted = readFileSync(join(cwd, 'orders.wirewise.yaml'), 'utf8');
    put(cwd, 'orders.wirewise.yaml', accepted.replace(/^(decision: .*)$/m, '$1\naccepts: [no-sockets-here]'));
    expect((await check(['orders.wirewise.yaml', '--rules', 'house'])).exitCode).toBe(0);
    // Without the pack nobody knows that id: not a pass, but a word on it.
    expect((await checkText(['orders.wirewise.yaml'])).stdout).toContain('Unknown mistake "no-sockets-here"');
  });
});

describe('several formats', () => {
  test('go each to its file, and one to stdout', async () => {
    const argv = ['decisions', '--format', 'sarif=out.sarif', '--format', 'junit=out.xml', '--json'];
    const { exitCode, stdout } = await check(argv);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).counts.files).toBe(4);
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toMatch(/^<\?xml/);
  });

  test('that all go to files leave stdout empty, and stderr says that something fails', async () => {
    const { exitCode, stdout, stderr } = await check(['decisions/edited.wirewise.yaml', '--format', 'json=o.json']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe('error: 1 of 1 recorded decisions no longer hold.\n');
  });

  test('--output goes with the one for stdout', async () => {
    const { stdout } = await check([
      'decisions',
      '--format',
      'github',
      '--output',
      'o.txt',
      '--format',
      'sarif=o.sarif',
    ]);
    expect(stdout).toBe('');
    expect(readFileSync(join(cwd, 'o.txt'), 'utf8')).toMatch(/^::error file=decisions/);
  });

  test.each([
    [['--format', 'text', '--json'], 'Expected one format for stdout, got text and json.'],
    [['--format', 'sarf=x'], 'Unknown format "sarf". Did you mean "sarif"?'],
    [['--format', 'sarif='], 'Expected a file after --format sarif=.'],
    [['--format', 'sarif=x', '--output', 'y'], 'Unexpected --output'],
    [['--format', 'sarif=x', '--format', 'junit=x'], 'Duplicate file x'],
    [['--output', 'decisions/slips.yaml'], 'Refusing to overwrite decisions/slips.yaml: it is a record to check.'],
    [['--format', 'text=./decisions/slips.yaml'], 'Refusing to overwrite'],
    [['--format', 'json=no/such/folder/x'], 'Cannot write no/such/folder/x: its folder does not exist.'],
  ])('%s is refused', async (argv, message) => {
    const { exitCode, stdout, stderr } = await check(['decisions', ...argv]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('the JSON is as its schema has it', async () => {
  const { stdout: schema } = await runWith(['schema', 'check-report']);
  const { stdout } = await check(['decisions', '--json']);
  expect(ajv(JSON.parse(schema))(JSON.parse(stdout))).toEqual([]);
});

test('a record of every preset holds, and says nothing of it when asked for quiet', async () => {
  const { presets } = await builtInRules();
  for (const { id } of presets) {
    const refused = await runWith(['record', '--preset', id, '--name', id], { cwd });
    const accept = /--accept (\S+)/.exec(refused.stderr)?.[1];
    const text =
      refused.exitCode === 0
        ? refused.stdout
        : await recordText(['--preset', id, '--name', id, ...(accept ? ['--accept', accept] : [])], cwd);
    expect(await check(['-', '--quiet'], text)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  }
});
