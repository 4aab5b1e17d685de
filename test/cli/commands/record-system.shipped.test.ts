/** `record --system`, `check` and `batch` with systems, from the user's side. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ajv } from '@wirewise/validators/json-schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

const cwd = makeFolder();
const run = (...argv: readonly string[]) => runWith(argv, { cwd });
const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

put(
  cwd,
  'fleet.yaml',
  `version: 1
name: fleet
shared: { operations: minimal }
legs:
  telemetry: { preset: iot-telemetry, audience: 5000, data: readings }
  dashboard: { clients: [browser], direction: server-to-client }
  orders: { clients: [backend], pattern: work-queue, delivery: at-least-once }
`,
);

async function schemaOf(kind: string) {
  return ajv(JSON.parse((await run('schema', kind)).stdout));
}

describe('a recorded system', () => {
  beforeAll(async () => {
    const { exitCode, stderr } = await run('record', '--system', 'fleet.yaml', '--output', 'fleet.wirewise.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Wrote fleet.wirewise.yaml\n' });
  });

  test('has the answers of each leg written out, and is valid before its schema', async () => {
    const record = parse(read('fleet.wirewise.yaml'));
    expect(record.decisions).toEqual({ telemetry: 'mqtt', dashboard: 'sse', orders: 'amqp' });
    expect(record.legs.telemetry).toMatchObject({ audience: 5000, operations: 'minimal', data: 'readings' });
    expect((await schemaOf('check'))(record)).toEqual([]);
    const { stdout } = await run('record', '--system', 'fleet.yaml', '--format', 'json');
    expect((await schemaOf('check'))(JSON.parse(stdout))).toEqual([]);
  });

  test('holds, is found below a folder, and is a system file, too', async () => {
    const { exitCode, stdout } = await run('check');
    expect(exitCode).toBe(0);
    expect(oneLine(stdout)).toContain('holds: fleet, telemetry: mqtt, dashboard: sse, orders: amqp 1 record: 1 holds.');
    put(cwd, 'below/fleet.yaml', read('fleet.wirewise.yaml'));
    put(cwd, 'below/system.yaml', read('fleet.yaml'));
    const below = await run('check', 'below', '--json');
    const report = JSON.parse(below.stdout);
    expect(report.files.map(({ file }: { file: string }) => file)).toEqual(['below/fleet.yaml']);
    expect((await schemaOf('check-report'))(report)).toEqual([]);
    expect((await run('system', 'fleet.wirewise.yaml', '--quiet')).stdout).toBe(
      'telemetry: mqtt\ndashboard: sse\norders: amqp\n',
    );
  });

  test('fails at the answer that now excludes a protocol', async () => {
    const now = '    must: { bidirectional: 4 }\n';
    const text = read('fleet.wirewise.yaml').replace('    direction: server-to-client\n', now);
    put(cwd, 'edited.wirewise.yaml', text);
    const { exitCode, stdout } = await run('check', 'edited.wirewise.yaml', '--json');
    expect(exitCode).toBe(1);
    const [{ problems }] = JSON.parse(stdout).files;
    const line = text.slice(0, text.indexOf(now)).split('\n').length;
    expect(problems[0]).toMatchObject({ rule: 'excluded', leg: 'dashboard', line, column: 13 });
    expect(problems[0].message).toMatch(/^dashboard: must: bidirectional=4 now excludes sse/);
  });

  test('fails as a whole where another assignment is better, and says which leg changed', async () => {
    put(
      cwd,
      'worse.wirewise.yaml',
      read('fleet.wirewise.yaml').replace('  dashboard: sse\n', '  dashboard: websocket\n'),
    );
    const { exitCode, stdout } = await run('check', 'worse.wirewise.yaml');
    expect(exitCode).toBe(1);
    expect(oneLine(stdout)).toContain(
      'outranked: The whole is now better with sse for dashboard, not websocket (balanced)',
    );
    expect(oneLine(stdout)).toContain('dashboard: decision: websocket, was sse');
    for (const format of ['github', 'sarif', 'junit'])
      expect((await run('check', 'worse.wirewise.yaml', '--format', format)).exitCode).toBe(1);
  });

  test('may be another one with a reason', async () => {
    const argv = ['record', '--system', 'fleet.yaml', '--decision', 'dashboard=websocket'];
    const refused = await run(...argv);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('add: --override "WHY"');
    const { exitCode } = await run(...argv, '--override', 'We have one.', '--output', 'own.wirewise.yaml');
    expect(exitCode).toBe(0);
    expect((await run('check', 'own.wirewise.yaml')).exitCode).toBe(0);
    const idle = await run('record', '--system', 'fleet.yaml', '--decision', 'dashboard=sse', '--override', 'Why?');
    expect(idle.stderr).toContain('Unexpected --override');
  });

  test('is decided anew from its own answers, and keeps its comments', async () => {
    const edited = read('fleet.wirewise.yaml')
      .replace('  dashboard: sse\n', '  dashboard: websocket\n')
      .replace('decisions:', '# ours\ndecisions:');
    put(cwd, 'old.wirewise.yaml', edited);
    const { exitCode, stderr } = await run('record', '--update', 'old.wirewise.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Wrote old.wirewise.yaml: sse for dashboard.\n' });
    expect(read('old.wirewise.yaml')).toContain('# ours\n');
    expect((await run('check', 'old.wirewise.yaml')).exitCode).toBe(0);
  });

  test.each([
    [['--system', 'fleet.yaml', '--latency', '5'], 'Unexpected --latency: a system has its answers in its file.'],
    [['--system', 'fleet.yaml', '--preset', 'chat'], 'Unexpected --preset'],
    [['--system', 'fleet.yaml', '--decision', 'mqtt'], 'Expected --decision LEG=PROTOCOL with --system, got "mqtt".'],
    [
      ['--system', 'fleet.yaml', '--decision', 'dashbord=sse'],
      'Unknown leg "dashbord" after --decision. Did you mean "dashboard"?',
    ],
    [
      ['--system', 'fleet.yaml', '--decision', 'dashboard=ssse'],
      'Unknown protocol "ssse" after --decision. Did you mean "sse"?',
    ],
    [['--system', 'fleet.yaml', '--output', 'fleet.wirewise.yaml'], 'Refusing to overwrite fleet.wirewise.yaml'],
    [['--name', 'x', '--prefer', 'best'], 'Unexpected --prefer: it needs --system.'],
  ])('%j is refused', async (argv, said) => {
    const { exitCode, stderr } = await run('record', ...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });

  test.each([
    ['a system without decisions', (text: string) => text.replace(/^decisions:[\s\S]*/m, ''), 'Missing "decisions"'],
    ['an unknown leg', (text: string) => text.replace('  dashboard: sse', '  dashbord: sse'), 'Unknown leg "dashbord"'],
    ['an unknown protocol', (text: string) => text.replace('orders: amqp', 'orders: ampq'), 'Unknown protocol "ampq"'],
    [
      'an unknown mistake',
      (text: string) => text.replace('decisions:', 'accepts: [nothing]\ndecisions:'),
      'Unknown mistake "nothing"',
    ],
    [
      'an unknown answer',
      (text: string) => text.replace('pattern: work-queue', 'pattern: queue'),
      'Unknown value "queue"',
    ],
  ])('%s: unusable, with its place', async (_, edit, said) => {
    put(cwd, 'bad.wirewise.yaml', edit(read('fleet.wirewise.yaml')));
    const { exitCode, stdout } = await run('check', 'bad.wirewise.yaml');
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^bad\.wirewise\.yaml:\d+:\d+: unusable-record: /);
    expect(oneLine(stdout)).toContain(said);
  });
});

describe('a line of a batch with legs', () => {
  const lines = [
    {
      id: 1,
      name: 'fleet',
      shared: { operations: 'minimal' },
      legs: { a: { preset: 'iot-telemetry' }, b: { direction: 'both' } },
    },
    { id: 2, legs: { a: { directon: 'both' } } },
    { id: 3, legs: {} },
    { id: 4, answers: { direction: 'both' } },
    { id: 5, legs: { a: {} }, outcome: 'mine' },
  ].map((line) => JSON.stringify(line));

  test('is decided as a system, in its place', async () => {
    const { exitCode, stdout } = await runWith(['batch'], { cwd, stdin: lines.join('\n') });
    expect(exitCode).toBe(1);
    const decided = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(decided.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    const validate = await schemaOf('batch');
    for (const line of decided) expect(validate(line)).toEqual([]);
    expect(decided[0]).toMatchObject({ name: 'fleet', legs: [{ name: 'a', protocol: 'mqtt' }, { name: 'b' }] });
    expect(decided[1].error.problems).toEqual([
      { path: ['legs', 'a', 'directon'], message: 'Unknown key "directon" of a leg. Did you mean "direction"?' },
    ]);
    expect(decided[2].error.message).toMatch(/^Expected at least one leg/);
    expect(decided[3].recommendation).toBeTruthy();
    expect(decided[4].error.message).toContain('the output has a field of that name');
  });

  test('takes the defaults of flags, --quiet and --fields', async () => {
    const [line = ''] = lines;
    const brief = await runWith(['batch', '--quiet', '--clients', 'browser'], { cwd, stdin: line });
    expect(JSON.parse(brief.stdout)).toEqual({ id: 1, name: 'fleet', protocols: { a: 'mqtt', b: 'websocket' } });
    const fields = await runWith(['batch', '--fields', 'outcome,assignments'], { cwd, stdin: line });
    expect(Object.keys(JSON.parse(fields.stdout)).sort()).toEqual(['assignments', 'id', 'name', 'outcome']);
  });
});
