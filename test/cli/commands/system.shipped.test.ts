/** `wirewise system` from the user's side, with the rules that ship. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Parser } from '@wirewise/validators/asyncapi';
import { type ParserError, parse as parseHtml } from '@wirewise/validators/html';
import { ajv } from '@wirewise/validators/json-schema';
import { readMarkdown } from '@wirewise/validators/markdown';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SCHEMA_KINDS } from '../../../src/documents/schemas.ts';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const cwd = makeFolder();

const FLEET = `version: 1
name: fleet
says: Devices, the page of their owners, and the orders behind them.
shared: { operations: minimal }
legs:
  telemetry: { preset: iot-telemetry, audience: 5000, says: Readings of devices. }
  dashboard: { clients: [browser], direction: server-to-client }
  orders: { clients: [backend], pattern: work-queue, delivery: at-least-once }
`;
put(cwd, 'fleet.yaml', FLEET);
put(cwd, 'impossible.yaml', `${FLEET}  odd: { content: page-assets, clients: [device], must: { bidirectional: 4 } }\n`);

const system = (...argv: readonly string[]) => runWith(['system', ...argv], { cwd });

async function schemaOf(kind: string) {
  const { stdout } = await runWith(['schema', kind]);
  return ajv(JSON.parse(stdout));
}

describe('formats', () => {
  test('text fits 80 columns, and names legs, components, other assignments and their cost', async () => {
    const { exitCode, stdout, stderr } = await system('fleet.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const part of [
      'telemetry: MQTT',
      'One thing to run (Message broker).',
      'Other assignments',
      '--prefer fewest',
    ])
      expect(stdout).toContain(part);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/nothing more to run; telemetry loses [\d.]+ points against MQTT/);
  });

  test('json is what its schema says', async () => {
    const { stdout } = await system('fleet.yaml', '--json');
    const advice = JSON.parse(stdout);
    expect((await schemaOf('system-decision'))(advice)).toEqual([]);
    expect(advice.command).toBe('wirewise system fleet.yaml');
    expect(advice.assignments.filter(({ chosen }: { chosen: boolean }) => chosen)).toHaveLength(1);
  });

  test('markdown has a diagram with each end, leg and component', async () => {
    const { stdout } = await system('fleet.yaml', '--format', 'markdown');
    const diagram = readMarkdown(stdout).children.find((node) => node.type === 'code' && node.lang === 'mermaid');
    const text = diagram?.type === 'code' ? diagram.value : '';
    expect(text).toMatch(/^flowchart LR\n/);
    for (const part of ['"Device"', '"Browser"', '"Message broker"', '"Backend"', '"telemetry: MQTT"'])
      expect(text).toContain(part);
  });

  test('adr has the sections of MADR, and goes into a folder under a number', async () => {
    put(cwd, 'adr/0001-first.md', '# First\n');
    expect((await system('fleet.yaml', '--format', 'adr', '--output', 'adr/')).exitCode).toBe(0);
    const page = readFileSync(join(cwd, 'adr/0002-protocols-of-fleet.md'), 'utf8');
    for (const title of ['Context and Problem Statement', 'Decision Outcome', 'Confirmation', 'More Information'])
      expect(page).toMatch(new RegExp(`^##+ ${title}$`, 'm'));
    expect(page).toContain('```mermaid');
  });

  test('html is valid, loads nothing, and describes its picture', async () => {
    const { stdout } = await system('fleet.yaml', '--format', 'html');
    const errors: ParserError[] = [];
    parseHtml(stdout, { onParseError: (error) => errors.push(error) });
    expect(errors).toEqual([]);
    expect(stdout).toContain('content="default-src &#39;none&#39;;');
    expect(stdout).not.toMatch(/<(script|img|link|iframe)\b/);
    expect(stdout).toMatch(/<svg [^>]*role="img" aria-labelledby="diagram-title diagram-desc"/);
    expect(stdout).toContain('telemetry: Device to Backend over MQTT through Message broker.');
  });

  test('asyncapi has a server and a channel for each leg, and names legs that it cannot describe', async () => {
    const { stdout } = await system('fleet.yaml', '--format', 'asyncapi');
    const { diagnostics } = await new Parser().parse(stdout);
    expect(diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')).toEqual([]);
    const document = parse(stdout);
    expect(Object.keys(document.servers)).toEqual(['telemetry', 'dashboard', 'orders']);
    expect(document.channels.dashboard.servers).toEqual([{ $ref: '#/servers/dashboard' }]);
    const poll = 'version: 1\nname: x\nlegs:\n  a: { direction: both }\n  b: { hosting: requests-only }\n';
    const { stdout: partly } = await runWith(['system', '-', '--format', 'asyncapi'], { stdin: poll });
    expect(partly).toMatch(/Not described: b \(/);
    const { exitCode, stderr } = await runWith(['system', '-', '--format', 'asyncapi'], {
      stdin: 'version: 1\nname: x\nlegs:\n  b: { hosting: requests-only }\n',
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: No AsyncAPI document: b: /);
  });

  test('what is too close to call comes first, in every format', async () => {
    const text = 'version: 1\nname: f\nlegs:\n  a: { direction: both }\n';
    const { stdout: json } = await runWith(['system', '-', '--json'], { stdin: text });
    const [{ decision }] = JSON.parse(json).legs;
    expect(decision.recommendation.confidence.level).toBe('close');
    for (const format of ['text', 'markdown', 'adr', 'html', 'asyncapi']) {
      const { stdout } = await runWith(['system', '-', '--format', format], { stdin: text });
      const [doubt, whole] = [stdout.indexOf('Too close to call: a ('), stdout.search(/(WebSocket|MQTT) for a/)];
      expect([format, doubt > 0, doubt < whole || format === 'adr']).toEqual([format, true, true]);
      if (format === 'text') expect(stdout).toMatch(/^f: Too close to call: a \(/);
      if (format === 'adr') expect(stdout).toMatch(/## Decision Outcome\s+Too close to call: a \(/);
    }
  });

  test('names in the file cannot steer a terminal or a page', async () => {
    const text = `version: 1\nname: "<b>\\u009b31m & |x|"\nlegs:\n  a: { says: "<i>\`x\` [y](z)", direction: both }\n`;
    for (const format of ['text', 'json', 'markdown', 'adr', 'html', 'asyncapi']) {
      const { exitCode, stdout, stderr } = await runWith(['system', '-', '--format', format], { stdin: text });
      expect(`${stdout}${stderr}`).not.toMatch(/[\u0080-\u009f]/);
      if (exitCode === 0 && format === 'html') expect(stdout).not.toContain('<i>');
    }
  });
});

describe('the command line', () => {
  test('--prefer picks another assignment, and --core ranks six', async () => {
    const fewest = JSON.parse((await system('fleet.yaml', '--prefer', 'fewest', '--json')).stdout);
    expect(fewest.components).toEqual([]);
    expect(fewest.command).toBe('wirewise system fleet.yaml --prefer fewest');
    expect((await system('fleet.yaml', '--prefer', 'cheapest')).exitCode).toBe(2);
    const core = JSON.parse((await system('fleet.yaml', '--core', '--json')).stdout);
    for (const { decision } of core.legs) for (const { tier } of decision.ranking) expect(tier).toBe('core');
  });

  test('--quiet prints a line for each leg', async () => {
    expect((await system('fleet.yaml', '--quiet')).stdout).toBe('telemetry: mqtt\ndashboard: sse\norders: amqp\n');
  });

  test('a leg without a feasible protocol: exit code 1, and what to relax', async () => {
    const { exitCode, stdout } = await system('impossible.yaml');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('odd: none feasible');
    expect(stdout).toContain('telemetry: MQTT');
    for (const format of ['json', 'markdown', 'html'])
      expect((await system('impossible.yaml', '--format', format)).exitCode).toBe(1);
    const { exitCode: refused, stderr } = await system('impossible.yaml', '--format', 'adr');
    expect({ refused, stderr }).toMatchObject({ refused: 1, stderr: /^error: No record: / });
  });

  test.each([
    [[], 'Missing the file of the system.'],
    [['nowhere.yaml'], 'Cannot read nowhere.yaml: it does not exist.'],
    [['fleet.yaml', '--title', 'x'], 'Expected --format markdown or adr with --title.'],
    [['fleet.yaml', '--new'], 'Unexpected fleet.yaml: --new writes a file.'],
    [['fleet.yaml', 'other.yaml'], 'Unexpected "other.yaml"'],
  ])('%j is refused', async (argv, said) => {
    const { exitCode, stderr } = await system(...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });

  test('recommend says what a system file is', async () => {
    const { exitCode, stderr } = await runWith(['recommend', '--answers', 'fleet.yaml'], { cwd });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('use "wirewise system fleet.yaml"'),
    });
  });

  test('--new writes a commented file that runs and is valid', async () => {
    expect((await system('--new', '--output', 'new.yaml')).stderr).toBe('Wrote new.yaml\n');
    const text = readFileSync(join(cwd, 'new.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=.*system/);
    expect((await schemaOf('system'))(parse(text))).toEqual([]);
    const { exitCode, stdout } = await system('new.yaml', '--quiet');
    expect({ exitCode, lines: stdout.trimEnd().split('\n').length }).toEqual({ exitCode: 0, lines: 3 });
    expect((await system('--new', '--output', 'new.yaml')).stderr).toContain('Refusing to overwrite new.yaml');
    expect((await system('--new', '--output', 'new.yaml', '--force')).exitCode).toBe(0);
    expect(existsSync(join(cwd, 'system.yaml'))).toBe(false);
  });

  test('each comment of the example is an answer that can be given', async () => {
    const { stdout } = await system('--new');
    const shared = stdout.split('\n').flatMap((line) => /^#( {2}[a-z-]+: .*?) #/.exec(line)?.[1] ?? []);
    expect(shared.length).toBeGreaterThan(30);
    const text = `version: 1\nname: x\nshared:\n${shared.join('\n')}\nlegs:\n  a: {}\n`;
    const { exitCode, stderr } = await runWith(['system', '-', '--quiet'], { stdin: text });
    expect(stderr).not.toMatch(/wrong-answer|unknown/);
    expect([0, 1]).toContain(exitCode);
  });

  test('schemas of systems are printed', () => {
    expect(SCHEMA_KINDS).toEqual(expect.arrayContaining(['system', 'system-decision']));
  });
});

test('what the system files of this repository say is valid before the schema of their editors', async () => {
  const validate = await schemaOf('system');
  expect(validate(parse(FLEET))).toEqual([]);
  expect(validate({ ...parse(FLEET), legs: {} })).not.toEqual([]);
  expect(validate({ ...parse(FLEET), legs: { a: { directon: 'both' } } })).not.toEqual([]);
  const published = readFileSync(join(ROOT, 'rules/systems/iot-fleet.yaml'), 'utf8');
  expect(validate(parse(published))).toEqual([]);
});
