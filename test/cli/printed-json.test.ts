/** What scripts read, against the schemas that the program prints, by validators that we did not write. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ajv, cfworker, type Validate } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWith } from './fake-io.ts';
import { makeFolder, put, recordText } from './records-world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'wirewise-printed-'));

/** Every validator of what `schema` prints: two drafts, two implementations. */
async function validatorsOf(...words: readonly string[]): Promise<readonly Validate[]> {
  const schemas = await Promise.all(
    [[], ['--draft', '7']].map(async (draft) =>
      JSON.parse((await runWith(['schema', ...words, ...draft], { cwd })).stdout),
    ),
  );
  return schemas.flatMap((schema) => [ajv(schema), cfworker(schema)]);
}

function expectValid(validators: readonly Validate[], value: unknown): void {
  for (const validate of validators) expect(validate(value), JSON.stringify(value)?.slice(0, 300)).toEqual([]);
}

function expectInvalid(validators: readonly Validate[], value: unknown): void {
  for (const validate of validators) expect(validate(value), JSON.stringify(value)).not.toEqual([]);
}

describe('lines of batch', async () => {
  const batch = await validatorsOf('batch');
  const decision = await validatorsOf('decision');
  const LINES = [
    '{"direction": "both"}',
    '{"id": "orders", "name": 7, "answers": {"clients": ["browser"], "must": {"latency": 3}}}',
    '{"broker": "unwanted", "pattern": "work-queue"}',
    '',
    'no JSON',
    '[1]',
    '{"id": "bad", "answers": {"direction": "sideways", "latency": -1}}',
    '{"answers": null}',
    `"${'x'.repeat(1_100_000)}"`,
  ];
  const linesOf = async (...flags: string[]) => {
    const { exitCode, stdout } = await runWith(['batch', ...flags], { cwd, stdin: LINES.join('\n') });
    expect(exitCode).toBe(1);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  test.each([[[]], [['--all']], [['--samples', '50']], [['--quiet']]])(
    'with %j are valid, the bad ones too',
    async (flags) => {
      const lines = await linesOf(...flags);
      expect(lines.map((line) => line.error !== undefined)).toEqual([
        false,
        false,
        false,
        true,
        true,
        true,
        true,
        true,
      ]);
      for (const line of lines) expectValid(batch, line);
    },
  );

  test('that were decided are decisions; the bad ones are none', async () => {
    const lines = await linesOf();
    for (const line of lines.slice(0, 3)) expectValid(decision, line);
    for (const line of lines.slice(3)) expectInvalid(decision, line);
  });

  test('are refused when they are neither', async () => {
    const [good, , , bad] = await linesOf();
    expectInvalid(batch, { ...good, excluded: 'none' });
    expectInvalid(batch, { ...bad, error: { ...bad.error, problems: [] } });
    expectInvalid(batch, { ...bad, line: 0 });
    expectInvalid(batch, { id: 'x' });
    expectInvalid(batch, []);
  });
});

describe('records', async () => {
  const check = await validatorsOf('check');
  const DECISIONS = [
    ['--direction', 'both'],
    ['--preset', 'chat', '--weight', 'latency=5', '--must', 'latency=2', '--why', 'two\nlines'],
    ['--preset', 'read-only-feed', '--all'],
    [
      '--broker',
      'existing',
      '--no-replay',
      '--rate',
      '0.5',
      '--clients',
      'browser,device',
      '--accept',
      'reconnect-storm',
    ],
  ];

  test.each(DECISIONS)('of %j are valid in both formats, and say the same', async (...argv) => {
    const yaml: unknown = parse(await recordText([...argv, '--name', 'x'], cwd));
    const json: unknown = JSON.parse(await recordText([...argv, '--name', 'x', '--format', 'json'], cwd));
    expect(json).toEqual(yaml);
    expectValid(check, yaml);
    expectInvalid(check, { ...parse(await recordText([...argv, '--name', 'x'], cwd)), decision: 7 });
  });
});

describe('reports of check', async () => {
  const report = await validatorsOf('check-report');

  test('are valid whatever they tell', async () => {
    const folder = makeFolder();
    const good = await recordText(['--direction', 'both', '--name', 'good'], folder);
    put(folder, 'holds.wirewise.yaml', good);
    put(folder, 'idle.wirewise.yaml', good.replace('decision:', 'accepts: [token-in-query-string]\ndecision:'));
    put(folder, 'edited.wirewise.yaml', good.replace('direction: both', 'direction: peer-to-peer\n  broker: existing'));
    put(folder, 'outranked.wirewise.yaml', 'version: 1\nname: o\nanswers: { direction: both }\ndecision: mqtt\n');
    put(
      folder,
      'warned.wirewise.yaml',
      'version: 1\nname: w\nanswers: { clients: [browser], http: http1-only }\ndecision: sse\n',
    );
    put(folder, 'broken.wirewise.yaml', 'version: 1\nname: [\n');
    put(folder, 'other.yaml', 'a: 1\n');
    const { stdout } = await runWith(['check', '.', 'nowhere/*.yaml', '--json'], { cwd: folder });
    const printed = JSON.parse(stdout);
    expectValid(report, printed);
    const rules = printed.files.flatMap(({ problems }: { problems: { rule: string }[] }) =>
      problems.map(({ rule }) => rule),
    );
    expect(new Set(rules)).toEqual(
      new Set(['excluded', 'outranked', 'unaccepted-warning', 'unusable-record', 'idle-acceptance']),
    );
    expectInvalid(report, { ...printed, outcome: 'fine' });
  });
});

describe('what rules new writes', () => {
  test('is valid of its kind', async () => {
    const folder = makeFolder();
    for (const argv of [
      ['pack', 'house'],
      ['protocol', 'house-bus'],
    ]) {
      const { exitCode } = await runWith(['rules', 'new', ...argv, '--out', 'house'], { cwd: folder });
      expect(exitCode).toBe(0);
    }
    const read = (name: string): unknown => parse(readFileSync(join(folder, 'house', name), 'utf8'));
    expectValid(await validatorsOf('rules', '--file', 'pack'), read('pack.yaml'));
    expectValid(await validatorsOf('rules', '--file', 'protocol'), read('protocols/house-bus.yaml'));
    expectValid(await validatorsOf('rules'), read('protocols/house-bus.yaml'));
  });
});
