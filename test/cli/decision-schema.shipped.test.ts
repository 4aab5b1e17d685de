/** Every decision that the program prints, against the schema that it prints. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { ajv, cfworker, type Validate } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { SCHEMA_KINDS } from '../../src/documents/schemas.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from './fake-io.ts';

const cwd = tmpdir();
const rules = await builtInRules();

async function printed(...argv: string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd });
  expect({ stderr, isAdvice: exitCode < 2 }).toEqual({ stderr: '', isAdvice: true });
  return JSON.parse(stdout);
}

async function printedSchema(...argv: string[]): Promise<Readonly<Record<string, unknown>>> {
  const schema = await printed('schema', ...argv);
  expect(schema).toBeTypeOf('object');
  return Object.fromEntries(Object.entries(schema ?? {}));
}

const new2020 = await printedSchema('decision');
const draft7 = await printedSchema('decision', '--draft', '7');
const VALIDATORS: readonly (readonly [string, Validate])[] = [
  ['ajv 2020-12', ajv(new2020)],
  ['ajv draft-07', ajv(draft7)],
  ['cfworker 2020-12', cfworker(new2020)],
  ['cfworker draft-07', cfworker(draft7)],
];

function expectValid(decision: unknown): void {
  for (const [name, validate] of VALIDATORS) expect(validate(decision), name).toEqual([]);
}

function expectInvalid(decision: unknown): void {
  for (const [name, validate] of VALIDATORS) expect(validate(decision), name).not.toEqual([]);
}

describe('decisions are valid', () => {
  test.each(rules.presets.map(({ id }) => id))(
    'of the preset %s, with and without draws and the extended ones',
    async (id) => {
      expectValid(await printed('recommend', '--preset', id, '--json', '--samples', '500'));
      expectValid(await printed('recommend', '--preset', id, '--json', '--samples', '0', '--all'));
      expectValid(await printed('recommend', '--preset', id, '--json', '--samples', '50', '--all'));
    },
  );

  test.each(rules.languages.map(({ id }) => id))('with a starter in %s', async (id) => {
    expectValid(await printed('recommend', '--language', id, '--samples', '0', '--json'));
  });

  test.each<[string, string[], string]>([
    ['without any answer', [], 'recommended'],
    ['with none feasible', ['--must', 'p2p-nat-traversal=4', '--must', 'cdn-cacheable=4'], 'none-feasible'],
    ['of a tie', ['--weight', 'fanout-broadcast=0', ...tying()], 'tie'],
    ['with overrides', ['--weight', 'latency=5', '--must', 'browser-support', '--preset', 'chat'], 'recommended'],
    [
      'with an estimate',
      ['--direction', 'server-to-client', '--current', 'polling', '--poll-interval', '2'],
      'recommended',
    ],
  ])('%s', async (_, argv, outcome) => {
    const decision = await printed('recommend', ...argv, '--json', '--samples', '100');
    expect(decision).toMatchObject({ outcome });
    expectValid(decision);
  });

  test('of the library, which come without starter and command', () => {
    for (const { answers } of rules.presets) expectValid(JSON.parse(JSON.stringify(decide(rules, answers))));
  });

  /** All weights but one are 0, so that every protocol with the best grade there is first. */
  function tying(): string[] {
    const [kept, ...rest] = rules.criteria.map(({ id }) => id);
    return [`--weight=${kept}=1`, ...rest.map((id) => `--weight=${id}=0`)];
  }
});

describe('the schema is open to what may come, and to nothing else', async () => {
  const decision = await printed('recommend', '--preset', 'chat', '--json', '--samples', '50');
  const text = JSON.stringify(decision);
  const changed = (change: (copy: Record<string, unknown>) => void) => {
    const copy: Record<string, unknown> = JSON.parse(text);
    change(copy);
    return copy;
  };

  test('new keys are fine, on every level', () => {
    const maps = ['answers', 'values', 'centralWeights', 'inputs', 'weight', 'must'];
    let grown = 0;
    const grow = (key: string, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || maps.includes(key)) return value;
      grown += 1;
      return { fromTheFuture: [1], ...value };
    };
    expectValid(JSON.parse(text, grow));
    expect(grown).toBeGreaterThan(100);
  });

  const required = [
    'schemaVersion',
    'tool',
    'answers',
    'unknown',
    'outcome',
    'recommendation',
    'hinges',
    'precedents',
    'ranking',
    'excluded',
    'warnings',
    'beyond',
  ];
  test.each(required)('%s may not be missing, nor be something else', (key) => {
    expectInvalid(changed((copy) => delete copy[key]));
    expectInvalid(changed((copy) => Object.assign(copy, { [key]: 17 })));
  });

  test('what is required is what the type requires', () => {
    const { required: stated } = new2020;
    expect(stated).toEqual(required);
  });
});

describe('wirewise schema', () => {
  test.each(SCHEMA_KINDS)('%s prints the schema that the package holds', async (kind) => {
    const shipped = (name: string) =>
      JSON.parse(readFileSync(resolve(import.meta.dirname, '../../dist/schema/v1', name), 'utf8'));
    const printed = async (...flags: string[]) => JSON.parse((await runWith(['schema', kind, ...flags])).stdout);
    expect(await printed()).toEqual(shipped(`${kind}.json`));
    expect(await printed('--draft', '7')).toEqual(shipped(`${kind}.draft-07.json`));
  });

  test('prints one kind of rule file', async () => {
    expect((await runWith(['schema', 'rules', '--file', 'protocol'])).stdout).toContain(
      '"urn:wirewise:schema:v1:rules:protocol"',
    );
  });

  test.each<[string[], string]>([
    [['desicion'], 'Unknown schema "desicion". Did you mean "decision"?'],
    [['rules', '--file', 'protocl'], 'Did you mean "protocol"?'],
    [['answers', '--file', 'protocol'], 'Unexpected --file: only "schema rules" is about several kinds of files.'],
    [['answers', '--draft', '4'], 'Unknown draft "4". Expected 2020-12, 7.'],
    [['answers', '--format', 'markdown'], 'Unknown format "markdown".'],
    [
      [],
      'error: Missing schema name. Expected one of answers, decision, system, system-decision, rules, check, batch, check-report.\n',
    ],
    [['answers', 'decision'], 'Unexpected "decision"'],
  ])('%j is refused', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runWith(['schema', ...argv]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
