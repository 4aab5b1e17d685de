/** `wirewise rules show|new|test|diff`, and the layers that a run finds by itself. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInScenarios } from '../../../src/rules/built-in-projects.ts';
import { runWith } from '../fake-io.ts';

const scenarios = await builtInScenarios();

/** A folder of these files. */
function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'wirewise-layers-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const pack = (name: string, more = '') => `name: ${name}\nversion: "1"\n${more}`;
const forbidMqtt = 'forbid:\n  mqtt: No brokers in this house.\n';
const cell = (grade: number, because: string) =>
  `{ grade: ${grade}, says: Here, because: ${because}, source: "judgement: house" }`;

describe('a project', () => {
  const dir = folder({ 'wirewise.yaml': `${forbidMqtt}answers: { clients: [device] }\n`, 'deep/er/file.txt': '' });

  test('is found upwards, and what it says counts', async () => {
    const { stdout, exitCode } = await runWith(['recommend', '--json', '--samples', '0'], {
      cwd: join(dir, 'deep/er'),
    });
    const { answers, excluded, ranking, tool } = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(answers).toEqual({ clients: ['device'] });
    expect(tool.rules.packs).toEqual(['core@1', 'wirewise.yaml']);
    expect(ranking.map(({ protocol }: { protocol: string }) => protocol)).not.toContain('mqtt');
    const out = excluded.find(({ protocol }: { protocol: string }) => protocol === 'mqtt');
    expect(out.forbidden).toEqual({ because: 'No brokers in this house.', pack: 'wirewise.yaml' });
  });

  test('--no-project leaves it aside, and the command that is given back says so', async () => {
    const { stdout } = await runWith(['recommend', '--no-project', '--json', '--samples', '0'], { cwd: dir });
    const { answers, command, tool } = JSON.parse(stdout);
    expect(answers).toEqual({});
    expect(tool.rules.packs).toEqual(['core@1']);
    expect(command).toBe('wirewise recommend --no-project');
    const batch = await runWith(['batch', '--no-project'], { cwd: dir, stdin: '{}' });
    expect(JSON.parse(batch.stdout).command).toBe(command);
    const wizard = await runWith(['--no-project', '--clients', 'browser'], { cwd: dir });
    expect(wizard.stderr).toContain('wirewise recommend --clients browser --no-project');
  });

  test('answers least: presets, files and flags go before it', async () => {
    const winner = async (...flags: string[]) => {
      const { stdout } = await runWith(['recommend', '--json', '--samples', '0', ...flags], { cwd: dir });
      return JSON.parse(stdout).answers.clients;
    };
    expect(await winner()).toEqual(['device']);
    expect(await winner('--preset', 'live-dashboard')).toEqual(['browser']);
    expect(await winner('--clients', 'backend')).toEqual(['backend']);
  });

  test('the search ends at the home folder, which is looked into', async () => {
    const packs = async (HOME: string) => {
      const world = { cwd: join(dir, 'deep/er'), env: { HOME } };
      const { stdout } = await runWith(['recommend', '--json', '--samples', '0'], world);
      return JSON.parse(stdout).tool.rules.packs;
    };
    expect(await packs(join(dir, 'deep'))).toEqual(['core@1']);
    expect(await packs(dir)).toEqual(['core@1', 'wirewise.yaml']);
  });

  test('with a fault is told with its place and the way around it', async () => {
    const bad = folder({ 'wirewise.yaml': 'forbid: { mqqt: No. }\n' });
    const { exitCode, stderr, stdout } = await runWith(['matrix'], { cwd: bad });
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^wirewise\.yaml:1:11: unknown-name: Unknown protocol "mqqt"\. Did you mean "mqtt"\?$/m);
    expect(stderr).toContain('--no-project leaves them out.');
  });

  test('may be a folder, and both: the file has the last word', async () => {
    const both = folder({
      '.wirewise/pack.yaml': pack('house', forbidMqtt),
      'wirewise.yaml': 'forbid: { mqtt: false }\n',
    });
    const { stdout } = await runWith(['recommend', '--preset', 'iot-telemetry', '--quiet'], { cwd: both });
    expect(stdout).toBe('mqtt\n');
  });
});

describe('precedence', () => {
  const grade = (name: string, value: number) => ({
    [`${name}/pack.yaml`]: pack(name),
    [`${name}/protocols/sse.yaml`]: `id: sse\nextends: true\ncells:\n  corporate-proxy: ${cell(value, `By ${name}.`)}\n`,
  });
  const dir = folder({ ...grade('flagged', 1), ...grade('surrounding', 0), ...grade('.wirewise', 4) });
  const because = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { stdout } = await runWith(['matrix', 'sse', '--criteria', 'all', '--json', ...argv], { cwd: dir, env });
    return JSON.parse(stdout).protocols[0].cells['corporate-proxy'].because;
  };
  // Paths in the variable stand where the program runs, as PATH's do.
  const env = { WIREWISE_RULES: ['surrounding', ''].join(delimiter) };

  test('flags go before the environment, that before the project, that before the built-in rules', async () => {
    // A pack's name has no dot.
    writeFileSync(join(dir, '.wirewise/pack.yaml'), pack('project'));
    expect(await because(['--no-project'])).not.toContain('By ');
    expect(await because([])).toBe('By .wirewise.');
    expect(await because([], env)).toBe('By surrounding.');
    expect(await because(['--rules', 'flagged'], env)).toBe('By flagged.');
  });

  test('rules show says which layer each comes from, and what was replaced by what', async () => {
    const { stdout } = await runWith(['rules', 'show', '--json', '--rules', 'flagged'], { cwd: dir, env });
    const { packs, replaced, entries } = JSON.parse(stdout);
    expect(packs.map(({ layer, pack: name }: { layer: string; pack: string }) => `${layer} ${name}`)).toEqual([
      'built-in core@1',
      'project project@1',
      'environment surrounding@1',
      'flag flagged@1',
    ]);
    const steps = replaced.map((one: { from: { grade: number }; to: { grade: number }; layer: string }) => [
      one.from.grade,
      one.to.grade,
      one.layer,
    ]);
    expect(steps.slice(1)).toEqual([
      [4, 0, 'environment'],
      [0, 1, 'flag'],
    ]);
    expect(entries).toContainEqual({ kind: 'protocol', id: 'sse', layer: 'built-in', pack: 'core@1' });
    const text = await runWith(['rules', 'show', 'sse', '--rules', 'flagged'], { cwd: dir, env });
    expect(text.stdout).toContain('sse corporate-proxy: 0 "Here" → 1 "Here" (flag flagged@1)\n    By flagged.');
  });

  test('the command that is given back names the packs of the environment, which may be another one there', async () => {
    const { stdout } = await runWith(['recommend', '--json', '--samples', '0', '--rules', 'flagged'], {
      cwd: dir,
      env,
    });
    expect(JSON.parse(stdout).command).toBe('wirewise recommend --rules surrounding --rules flagged');
  });

  test('a pack that the environment names and that is not there is told with the variable', async () => {
    const { exitCode, stderr } = await runWith(['matrix'], { cwd: dir, env: { WIREWISE_RULES: 'gone' } });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('missing-folder');
    expect(stderr).toContain('The variable WIREWISE_RULES names these rules.');
  });

  test('rules show knows what it is asked for, or names the nearest', async () => {
    const { exitCode, stderr } = await runWith(['rules', 'show', 'ssee'], { cwd: dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean "sse"?');
  });
});

describe('a forbidden protocol', () => {
  const dir = folder({ 'pack.yaml': pack('house', forbidMqtt) });
  const flags = ['--rules', dir, '--preset', 'iot-telemetry'];

  test.each([
    [['recommend', ...flags, '--samples', '0'], 'MQTT: forbidden by house@1: No brokers in this house.'],
    [['explain', 'mqtt', ...flags], 'It is forbidden by house@1: No brokers in this house.'],
    [['compare', 'mqtt', 'sse', ...flags], 'It is forbidden by house@1: No brokers in this house.'],
    [['matrix', 'mqtt', 'sse', '--rules', dir], 'MQTT: forbidden by house@1: No brokers in this house.'],
  ])('%j says so', async (argv, expected) => {
    const { stdout } = await runWith(argv);
    expect(stdout).toContain(expected);
  });

  test('everything that is feasible: no change of answers is promised', async () => {
    const all = ['websocket', 'sse', 'http2-push', 'mqtt', 'amqp', 'webrtc'].map((id) => `  ${id}: No.`).join('\n');
    const none = folder({ 'pack.yaml': pack('none', `forbid:\n${all}\n`) });
    const { stdout, exitCode } = await runWith(['recommend', '--core', '--rules', none]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('No change of answers helps: every protocol that meets');
  });
});

describe('a project file', () => {
  const dir = folder({
    'wirewise.yaml':
      'forbid: { mqtt: No brokers. }\ncells: { sse: { latency: { grade: 4, says: Quick, because: We measured., source: "judgement: measured" } } }\nanswers: { direction: both }\n',
  });

  test('is shown with all that it changes', async () => {
    const { stdout } = await runWith(['rules', 'show', '--origin'], { cwd: dir });
    expect(stdout).toMatch(/project +wirewise\.yaml\n +replaces sse latency; forbids mqtt; answers direction\n/);
    expect(stdout).not.toContain('adds no part');
  });

  test('is no hindrance to validate and test', async () => {
    expect((await runWith(['rules', 'validate'], { cwd: dir })).exitCode).toBe(0);
    expect((await runWith(['rules', 'test'], { cwd: dir })).stderr).toBe('');
  });
});

describe('a protocol with places to fill in', () => {
  test('is ranked, and each run says so; validate counts the places', async () => {
    const dir = folder({});
    await runWith(['rules', 'new', 'protocol', 'house-bus', '--out', 'house'], { cwd: dir });
    const { stdout, exitCode } = await runWith(['rules', 'validate', 'house'], { cwd: dir });
    expect(exitCode).toBe(0);
    const count = /^Not finished: (\d+) places marked TODO\. house-bus is ranked nevertheless\.$/m.exec(stdout)?.[1];
    expect(Number(count)).toBeGreaterThan(10);
    const ranked = await runWith(['recommend', '--rules', 'house', '--fields', 'ranking'], { cwd: dir });
    expect(ranked.stdout).toContain('house-bus');
    expect(ranked.stderr).toBe(
      `note: The protocol house-bus has ${count} places marked TODO, and is ranked nevertheless. "wirewise rules validate" lists them.\n`,
    );
  });
});

describe('rules new', () => {
  test('writes a protocol that is valid as it stands, and names what is to be filled in', async () => {
    const dir = folder({});
    const made = await runWith(['rules', 'new', 'protocol', 'house-bus', '--out', 'house'], { cwd: dir });
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readdirSync(join(dir, 'house'))).toEqual(['pack.yaml', 'protocols']);
    const { exitCode, stdout } = await runWith(['rules', 'validate', 'house', '--json'], { cwd: dir });
    expect(exitCode).toBe(0);
    const { packs, criteria, todos } = JSON.parse(stdout);
    expect(packs).toEqual(['core@1', 'house@1']);
    // Every cell, and name, summary, pickWhen, avoidWhen.
    expect(todos).toHaveLength(criteria + 4);
    const text = readFileSync(join(dir, 'house/protocols/house-bus.yaml'), 'utf8').split('\n');
    for (const { place } of todos) expect(text[place.line - 1]).toContain('TODO');
  });

  test('asks the questions of the pack itself, too', async () => {
    const criterion = '- { id: tea, label: Tea, asks: Does it make tea?, group: kitchen, baseline: 0 }\n';
    const names = (await runWith(['matrix', '--all', '--json'])).stdout;
    const protocols: { id: string }[] = JSON.parse(names).protocols;
    const parts = protocols.map(({ id }) => [
      `protocols/${id}.yaml`,
      `id: ${id}\nextends: true\ncells: { tea: ${cell(0, 'No kettle.')} }\n`,
    ]);
    const dir = folder({ 'pack.yaml': pack('kitchen'), 'criteria.yaml': criterion, ...Object.fromEntries(parts) });
    expect((await runWith(['rules', 'new', 'protocol', 'kettle'], { cwd: dir })).exitCode).toBe(0);
    expect(readFileSync(join(dir, 'protocols/kettle.yaml'), 'utf8')).toContain('# Does it make tea?\n  tea:');
    expect((await runWith(['rules', 'validate', '.'], { cwd: dir })).exitCode).toBe(0);
  });

  test.each([
    [['protocol', 'sse'], 'There is a protocol "sse" already'],
    [['protocol', 'House Bus'], 'Expected an id'],
    [['protocl', 'x'], 'Did you mean "protocol"?'],
    [['protocol'], 'Expected rules new protocol ID'],
  ])('%j is refused, and nothing is written', async (args, expected) => {
    const dir = folder({});
    const { exitCode, stderr } = await runWith(['rules', 'new', ...args], { cwd: dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('never writes over a file', async () => {
    const dir = folder({ 'house/pack.yaml': pack('mine') });
    const { exitCode, stderr } = await runWith(['rules', 'new', 'pack', 'house'], { cwd: dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('house/pack.yaml exists');
    expect(readFileSync(join(dir, 'house/pack.yaml'), 'utf8')).toBe(pack('mine'));
  });
});

describe('rules test', () => {
  const scenario = (first: string) =>
    [
      '- id: yard',
      '  title: Measurements of the yard',
      '  source: "judgement: our own decision of last year"',
      '  answers: { direction: client-to-server, clients: [device], broker: allowed }',
      `  expect: { first: [${first}] }`,
      '',
    ].join('\n');

  test('of a pack runs its scenarios beside the built-in ones, whose own misses are known', async () => {
    const dir = folder({ 'pack.yaml': pack('yard'), 'scenarios/yard.yaml': scenario('mqtt') });
    const { exitCode, stdout } = await runWith(['rules', 'test', dir, '--json']);
    const { scenarios, miss, known, first, defensible } = JSON.parse(stdout);
    expect({ exitCode, miss }).toEqual({ exitCode: 0, miss: 0 });
    expect(known).toBeGreaterThan(0);
    expect(first + defensible + known).toBe(scenarios.length);
    expect(scenarios.at(-1)).toMatchObject({ id: 'yard', winner: 'mqtt', verdict: 'first' });
  });

  test('a miss names the cells that cost most, with the answers that weigh them', async () => {
    const dir = folder({ 'pack.yaml': pack('yard'), 'scenarios/yard.yaml': scenario('websocket') });
    const { exitCode, stdout } = await runWith(['rules', 'test', dir]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`scenarios/yard.yaml:1: yard`);
    expect(stdout).toMatch(/websocket is \d+\.\d points behind/);
    expect(stdout).toMatch(/- [a-z-]+: grade \d against \d costs \d+\.\d \(/);
  });

  test('a miss by exclusion names the answer and the cell', async () => {
    const file = join(folder({ 'one.yaml': scenario('http2-push') }), 'one.yaml');
    const { exitCode, stdout } = await runWith(['rules', 'test', file]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('http2-push is excluded. Look at the answer, or at the cell:');
    expect(stdout).toMatch(/direction: client-to-server requires \d of Bi-directional/);
  });

  test('what a pack forbids is no miss of the built-in scenarios that expect it', async () => {
    const dir = folder({ 'pack.yaml': pack('house', forbidMqtt) });
    expect((await runWith(['rules', 'test', dir])).exitCode).toBe(0);
  });

  test.each([
    [scenario('mqqt'), /one\.yaml:5:21: unknown-name: Unknown protocol "mqqt"\. Did you mean "mqtt"\?/],
    [scenario('mqtt').replace('direction', 'directoin'), /one\.yaml:4:14: unknown-name: .*"directoin"/],
    [scenario('mqtt').replace('  expect', '  expects'), /one\.yaml:5:3: unknown-key: .*Did you mean "expect"\?/],
  ])('a fault in a scenario has its place', async (text, expected) => {
    const file = join(folder({ 'one.yaml': text }), 'one.yaml');
    const { exitCode, stderr } = await runWith(['rules', 'test', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(expected);
  });
});

const NO_TEA = [
  '- id: no-tea',
  '  title: No tea',
  '  severity: warning',
  '  trigger: devices connect',
  '  when: { clients: device }',
  '  guard: none known',
  '  unless: { clients: browser }',
  '  says: There is no tea.',
  '  instead: Bring tea.',
  '  source: "judgement: tea"',
  '',
].join('\n');

const QUESTION = [
  '- id: tea',
  '  kind: boolean',
  '  label: Tea',
  '  asks: Is there tea?',
  '  help: Say so.',
  '  options: [{ id: true, label: "Yes", weighs: { latency: 1 } }, { id: false, label: "No" }]',
  '',
].join('\n');

describe('rules diff', () => {
  const answers = 'direction: client-to-server\nclients: [device]\nbroker: allowed\n';
  const dir = folder({
    'old/pack.yaml': pack('house'),
    'new/pack.yaml': pack('house', forbidMqtt),
    'words/pack.yaml': pack('house'),
    'words/protocols/sse.yaml': `id: sse\nextends: true\ncells: { corporate-proxy: ${cell(3, 'As before.')} }\n`,
    'decisions/yard.yaml': `version: 1\nname: yard\nanswers:\n${answers.replace(/^/gm, '  ').trimEnd()}\ndecision: mqtt\n`,
  });

  test('tells what differs and whose first place changes: exit code 1', async () => {
    const argv = ['rules', 'diff', 'old', 'new', '--records', 'decisions/yard.yaml', '--json'];
    const { exitCode, stdout } = await runWith(argv, { cwd: dir });
    const { changes, outcomes, cases } = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(changes).toEqual([
      {
        kind: 'protocol',
        id: 'mqtt forbidden',
        from: null,
        to: { because: 'No brokers in this house.', pack: 'house@1' },
      },
    ]);
    expect(cases).toBe(scenarios.length + ['decisions/yard.yaml'].length);
    const record = outcomes.find(({ kind }: { kind: string }) => kind === 'record');
    expect(record).toEqual({
      kind: 'record',
      name: 'decisions/yard.yaml',
      from: 'mqtt',
      to: expect.any(String),
      status: { from: 'holds', to: 'fails' },
    });
    for (const { from, to } of outcomes) expect([from, to === 'mqtt']).toEqual(['mqtt', false]);
  });

  test('other words alone change no outcome: exit code 0', async () => {
    const { exitCode, stdout } = await runWith(['rules', 'diff', 'old', 'words'], { cwd: dir });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/~ cell sse corporate-proxy: \d ".*" → 3 "Here"/);
    expect(stdout).toContain('none with another result.');
  });

  test('reads records as check does: a new warning breaks one whose first place stays', async () => {
    const world = folder({
      'old/pack.yaml': pack('house'),
      'new/pack.yaml': pack('house'),
      'new/mistakes.yaml': NO_TEA,
      'decisions/yard.wirewise.yaml': `version: 1\nname: yard\nanswers: { clients: [device] }\ndecision: mqtt\n`,
      'decisions/compose.yaml': 'services: {}\n',
    });
    const diff = (...argv: string[]) => runWith(['rules', 'diff', 'old', 'new', '--records', ...argv], { cwd: world });
    const { exitCode, stdout, stderr } = await diff('decisions/');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('  record decisions/yard.wirewise.yaml: holds → fails\n');
    expect(stdout).toMatch(/\d+ cases decided with both: 1 with another result\.\n$/);
    const { stdout: checked } = await runWith(['check', 'decisions/', '--rules', 'new'], { cwd: world });
    expect(checked).toContain('unaccepted-warning: warning no-tea');
    expect((await diff('nowhere/*.yaml')).stderr).toBe('error: No file matches nowhere/*.yaml.\n');
    const none = await diff('decisions/compose.yaml');
    expect({ ...none, stderr: none.stderr.slice(0, 60) }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'decisions/compose.yaml:1:1: wrong-type: Expected a recorded ',
    });
  });

  test('a record that one version cannot read is unusable to that one', async () => {
    const world = folder({
      'old/pack.yaml': pack('house'),
      'new/pack.yaml': pack('house'),
      'new/questions.yaml': QUESTION,
      'yard.yaml': 'version: 1\nname: yard\nanswers: { tea: true }\ndecision: websocket\n',
    });
    const argv = ['rules', 'diff', 'old', 'new', '--records', 'yard.yaml', '--json'];
    const { exitCode, stdout } = await runWith(argv, { cwd: world });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).outcomes).toMatchObject([{ kind: 'record', status: { from: 'unusable', to: 'holds' } }]);
  });

  test('of a pack with itself finds nothing', async () => {
    const { exitCode, stdout } = await runWith(['rules', 'diff', 'old', 'old'], { cwd: dir });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('No difference.');
  });

  test('needs two folders', async () => {
    expect((await runWith(['rules', 'diff', 'old'], { cwd: dir })).exitCode).toBe(2);
  });
});

describe('a pack that brings its own starter, preset, mistake and language', () => {
  const dir = folder({
    'pack.yaml': pack('house'),
    'languages.yaml': '- { id: basic, name: BASIC, files: ["*.bas"] }\n',
    'presets.yaml': '- { id: yard, title: Yard, says: S, answers: { clients: [device], language: basic } }\n',
    'mistakes.yaml': [
      '- id: no-tea',
      '  title: No tea',
      '  severity: warning',
      '  trigger: devices connect',
      '  when: { clients: device }',
      '  guard: none known',
      '  unless: { clients: browser }',
      '  says: There is no tea.',
      '  instead: Make some.',
      '  source: "judgement: house"',
      '',
    ].join('\n'),
    'snippets/sse/basic/starter.yaml': [
      'client:',
      '  files: { main.py: main.bas }',
      '  run: basic main.bas',
      '  proof: reviewed',
      '  values: { topic: { says: what to watch, default: yard } }',
      '',
    ].join('\n'),
    'snippets/sse/basic/main.bas': "10 PRINT '{{topic}}'\n",
  });

  test('is used by snippet, with values of the command line', async () => {
    const argv = ['snippet', 'sse', '--language', 'basic', '--set', 'topic=roof', '--rules', dir];
    const { exitCode, stdout } = await runWith(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "10 PRINT 'roof'\n" });
  });

  test('is refused with a file in the place of the one of the broker', async () => {
    const clash = folder({
      'pack.yaml': pack('house'),
      'snippets/mqtt/python/starter.yaml':
        'client: { files: { client.py: a.py, Compose.yaml: b.yaml }, run: x, proof: reviewed, values: {} }\n',
      'snippets/mqtt/python/a.py': 'pass\n',
      'snippets/mqtt/python/b.yaml': 'services: {}\n',
    });
    const validated = await runWith(['rules', 'validate', clash]);
    expect(validated.exitCode).toBe(3);
    expect(validated.stderr).toMatch(
      /starter\.yaml:1:1: wrong-value: The starter has a file "Compose\.yaml", in the place/,
    );
    const out = folder({});
    const argv = ['snippet', 'mqtt', '--language', 'python', '--rules', clash, '--out', 'x'];
    const { exitCode, stderr } = await runWith(argv, { cwd: out });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The starter has a file "Compose.yaml"');
    expect(readdirSync(out)).toEqual([]);
  });

  test('leaves the built-in starters where they are', async () => {
    const argv = ['snippet', 'sse', '--language', 'python'];
    expect((await runWith([...argv, '--rules', dir])).stdout).toBe((await runWith(argv)).stdout);
  });

  test('is used by recommend, in the language that its preset names', async () => {
    const argv = ['recommend', '--preset', 'yard', '--json', '--samples', '0', '--rules', dir];
    const rest = ['mqtt', 'websocket', 'amqp', 'webrtc', 'http2-push'].map((id) => `  ${id}: No.`).join('\n');
    const only = folder({ 'pack.yaml': pack('only', `forbid:\n${rest}\n`) });
    const { recommendation, snippet, warnings } = JSON.parse((await runWith([...argv, '--rules', only])).stdout);
    expect(recommendation.protocol).toBe('sse');
    expect(snippet).toMatchObject({ language: 'basic', files: [{ path: 'main.py', text: "10 PRINT 'yard'\n" }] });
    expect(warnings.map(({ id }: { id: string }) => id)).toContain('no-tea');
  });
});
