import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ajv, cfworker, type Schema, type Validate } from '@wirewise/validators/json-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Question } from '../../src/core/model.ts';
import { readAnswers } from '../../src/documents/read-answers.ts';
import { allSchemas, jsonSchema, RULE_FILE_KINDS, SCHEMA_KINDS } from '../../src/documents/schemas.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { FILE_FORMS } from '../../src/rules/forms/files.ts';
import { runs } from '../set-up/runs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const rules = await builtInRules();
const SCHEMAS = allSchemas(rules);

/** Every validator of one schema: two drafts, two implementations. */
function validatorsOf(name: string): [string, Validate][] {
  return [`${name}.json`, `${name}.draft-07.json`].flatMap((file) => {
    const schema = SCHEMAS[file] ?? {};
    return [
      [`ajv, ${file}`, ajv(schema)] as [string, Validate],
      [`cfworker, ${file}`, cfworker(schema)] as [string, Validate],
    ];
  });
}

/** Whether all validators say the same, and what. */
function verdict(validators: readonly [string, Validate][], value: unknown): boolean {
  const said = validators.map(([, validate]) => validate(value).length === 0);
  expect(new Set(said).size, JSON.stringify(value)).toBe(1);
  return said[0] === true;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths of properties that say nothing about themselves. */
function undescribed(schema: unknown, path = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((part, at) => undescribed(part, `${path}/${at}`));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([key, part]) => {
    const own =
      key === 'properties' && isObject(part)
        ? Object.entries(part).flatMap(([name, property]) =>
            isObject(property) && !('description' in property) && !('$ref' in property) ? [`${path}/${name}`] : [],
          )
        : [];
    return key === 'examples' ? [] : [...own, ...undescribed(part, `${path}/${key}`)];
  });
}

describe('every schema', () => {
  test.each(Object.entries(SCHEMAS))('%s is accepted by strict validators of its draft', (_, schema) => {
    expect(ajv(schema)({ 'no-such-key': Symbol.iterator.toString() })).not.toEqual([]);
    expect(cfworker(schema)(17)).not.toEqual([]);
  });

  test('has a name of its own, a title and a description', () => {
    const all = Object.values(SCHEMAS);
    expect(all).toHaveLength(2 * (SCHEMA_KINDS.length + RULE_FILE_KINDS.length));
    expect(new Set(all.map(({ $id }) => $id)).size).toBe(all.length);
    for (const { $id, title, description } of all) {
      expect($id).toMatch(/^urn:wirewise:schema:v1(:[a-z0-9-]+)+$/);
      expect(title).toMatch(/^wirewise /);
      expect(String(description).length).toBeGreaterThan(10);
    }
  });

  test.each(Object.keys(SCHEMAS).filter((name) => /^(answers|batch|check|check-report|decision)\.json$/.test(name)))(
    '%s describes every property',
    (name) => expect(undescribed(SCHEMAS[name])).toEqual([]),
  );

  test('gives examples that are valid', () => {
    for (const kind of ['answers', 'check']) {
      const examples = SCHEMAS[`${kind}.json`]?.['examples'];
      expect(examples).toHaveLength(1);
      for (const example of Array.isArray(examples) ? examples : [])
        expect(verdict(validatorsOf(kind), example)).toBe(true);
    }
  });

  test('is in the package, where its exports say', () => {
    const require = createRequire(join(ROOT, 'package.json'));
    for (const [name, schema] of Object.entries(SCHEMAS)) {
      const path = require.resolve(`wirewise/schema/v1/${name}`);
      expect(relative(ROOT, path)).toBe(`dist/schema/v1/${name}`);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(schema);
    }
    expect(readdirSync(join(ROOT, 'dist/schema/v1')).sort()).toEqual(Object.keys(SCHEMAS).sort());
  });
});

describe('answers', () => {
  const validators = validatorsOf('answers');

  test('those of all presets and scenarios are valid', () => {
    const folder = join(ROOT, 'rules/scenarios');
    const scenarios = readdirSync(folder).flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')));
    const all = [...rules.presets, ...scenarios].map(({ answers }) => answers);
    expect(all.length).toBeGreaterThan(40);
    for (const answers of all) expect(verdict(validators, answers), JSON.stringify(answers)).toBe(true);
  });

  const odd = fc.constantFrom(null, '', 'yes', 'no', 'true', true, false, 0, -1, 0.5, 1, 1e9, '1', [], {}, ['x']);
  const someValue = ({ options }: Question) => {
    const one = fc.constantFrom<unknown>(...options.map(({ value }) => value), 'other');
    return fc.oneof(one, fc.array(one, { maxLength: 3 }), odd);
  };
  const grades = fc.dictionary(
    fc.constantFrom(...rules.criteria.map(({ id }) => id), 'other'),
    fc.oneof(fc.constantFrom(0, 1, 3, 4, 2.5, -1, 7), odd),
    { maxKeys: 3 },
  );
  const anyAnswers = fc.record(
    {
      ...Object.fromEntries(rules.questions.map((question) => [question.id, someValue(question)])),
      weight: fc.oneof(grades, odd),
      must: fc.oneof(grades, odd),
      other: odd,
    },
    { requiredKeys: [] },
  );
  const few = anyAnswers.chain((all) =>
    fc.subarray(Object.entries(all), { maxLength: 2 }).map((some) => Object.fromEntries<unknown>(some)),
  );

  test('whatever the program accepts is valid, and nothing else', () => {
    let valid = 0;
    let tried = 0;
    fc.assert(
      fc.property(few, (answers) => {
        let problems = 0;
        readAnswers(rules, answers, () => {
          problems += 1;
        });
        tried += 1;
        if (problems === 0) valid += 1;
        expect(verdict(validators, answers), JSON.stringify(answers)).toBe(problems === 0);
      }),
      runs(400),
    );
    // Neither side of the law is empty.
    expect(valid).toBeGreaterThan(tried / 5);
    expect(valid).toBeLessThan((4 * tried) / 5);
  });
});

describe('rule files', () => {
  const any = validatorsOf('rules');
  const byKind = new Map(RULE_FILE_KINDS.map((kind) => [kind, validatorsOf(`rules-${kind}`)]));
  const kindOf = (path: string) =>
    Object.entries(FILE_FORMS).find(([, form]) =>
      new RegExp(
        `^${form.path.replaceAll('.', '\\.').replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]+' : '(?:[^/]+/)+'))}$`,
      ).test(path),
    )?.[0] ?? '';
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  // What lies beside a starter or a proxy are programs and configurations.
  const shipped = filesIn(join(ROOT, 'rules')).filter(
    (name) => !/^(snippets|proxies)\//.test(name) || /\/(starter|proxy)\.yaml$/.test(name),
  );

  test('every kind has its shipped files', () => {
    // The file of a project is nobody's but the project's.
    expect([...new Set(shipped.map(kindOf)), 'wirewise'].sort()).toEqual([...RULE_FILE_KINDS].sort());
  });

  test('the file of a project is one of them', () => {
    const cell = { grade: 4, says: 'Here', because: 'So it is.', source: 'judgement: house' };
    const file = { extends: ['house'], forbid: { mqtt: 'No.', sse: false }, cells: { sse: { 'low-latency': cell } } };
    const validators = byKind.get('wirewise') ?? [];
    expect(verdict(validators, file)).toBe(true);
    expect(verdict(validators, { ...file, forbids: {} })).toBe(false);
    expect(verdict(validators, { cells: { sse: { 'low-latency': { ...cell, grade: 5 } } } })).toBe(false);
  });

  test.each(shipped)('%s is valid', (name) => {
    const value = parse(readFileSync(join(ROOT, 'rules', name), 'utf8'));
    expect(verdict(byKind.get(kindOf(name)) ?? [], value)).toBe(true);
    expect(verdict(any, value)).toBe(true);
  });

  const bad = join(ROOT, 'test/rules/bad-rules');
  const cases = readdirSync(bad).flatMap((name) =>
    filesIn(join(bad, name)).flatMap((file) => {
      const kind = kindOf(file);
      const value = kind === '' ? undefined : tryToParse(join(bad, name, file));
      return value === undefined ? [] : [{ name, file, kind, value }];
    }),
  );

  test.each(cases)('$name/$file is refused where its form refuses it', ({ name, file, kind, value }) => {
    const isValid = verdict(byKind.get(kind) ?? [], value);
    if (FILE_FORMS[kind]?.form.safeParse(value).success === false) expect(isValid).toBe(false);
    // And a schema is no stricter than the loader.
    const told = readFileSync(join(bad, name, 'expected.txt'), 'utf8');
    if (!isValid) expect(told).toContain(`${file}:`);
  });

  test('many of the bad ones are refused', () => {
    const refused = cases.filter(({ kind, value }) => !verdict(byKind.get(kind) ?? [], value)).map(({ name }) => name);
    expect(new Set(refused).size).toBeGreaterThanOrEqual(6);
  });

  test.each([
    [{ stale: 'drop', clients: ['browser', 'device'] }, true],
    [{ all: [{ rate: { from: 1, below: 5 } }, { not: { replay: true } }], any: [{ rate: { given: true } }] }, true],
    [{ count: { atLeast: 1, of: [{ first: ['x'] }, { feasible: ['x'] }, { saving: { from: 0.5 } }] } }, true],
    [{ all: { stale: 'drop' } }, false],
    [{ not: [{ stale: 'drop' }] }, false],
    [{ count: { atLeast: 1, most: 2, of: [{ stale: 'drop' }] } }, false],
    [{ first: 'x' }, false],
    [{ rate: { form: 1 } }, false],
    [{ any: [{ all: [{ rate: { from: 'a' } }] }] }, false],
    [{ stale: [] }, false],
    [{ stale: 3 }, false],
  ])('a condition %j: %s', (when, isValid) => {
    const question = { id: 'q', kind: 'number', unit: 's', above: 0, label: 'Q', asks: 'Really?', help: 'Say.', when };
    expect(verdict(byKind.get('questions') ?? [], [question])).toBe(isValid);
  });

  function tryToParse(path: string): unknown {
    try {
      const value = parse(readFileSync(path, 'utf8'), { logLevel: 'silent' });
      // Tags make values that JSON does not have; editors see none of them.
      return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
});

describe('a schema of other rules', () => {
  test('has their questions and criteria, and not ours', () => {
    const [question] = rules.questions;
    const [criterion] = rules.criteria;
    const own = {
      ...rules,
      questions: question ? [{ ...question, id: 'house-question' }] : [],
      criteria: criterion ? [{ ...criterion, id: 'house-criterion' }] : [],
      presets: [],
    };
    const schema = jsonSchema({ kind: 'answers', draft: '2020-12', rules: own }) ?? {};
    const value = question?.options[0]?.value;
    expect(ajv(schema)({ 'house-question': value, must: { 'house-criterion': 4 } })).toEqual([]);
    expect(ajv(schema)({ [question?.id ?? '']: value })).not.toEqual([]);
  });
});
