/** The schemas as the tools of other teams take them. */
import { quicktypeOf, typesOf } from '@wirewise/validators/code-from-schema';
import { ajvObjections } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { allSchemas, jsonSchema } from '../../src/documents/schemas.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const rules = await builtInRules();

test.each(Object.entries(allSchemas(rules)))(
  '%s: Ajv has no objection in its strict mode, which has those of its usual one',
  (_name, schema) => {
    expect(ajvObjections(schema)).toEqual([]);
  },
);

test('Ajv objects to what it does not know', () => {
  expect(ajvObjections({ type: 'string', format: 'ends_with' })).not.toEqual([]);
  expect(ajvObjections({ type: ['string', 'number'] })).not.toEqual([]);
});

const question = rules.questions[0]?.id ?? '';

describe.each([
  ['decision', ['recommendation', 'ranking', 'schemaVersion']],
  ['answers', [question]],
  ['check', ['decision', 'answers', 'basis']],
])('%s', (kind, fields) => {
  test('json-schema-to-typescript makes types of it', async () => {
    for (const draft of ['2020-12', '7'] as const) {
      const types = await typesOf(jsonSchema({ kind, draft, rules }) ?? {}, kind);
      for (const field of fields) expect(types).toMatch(new RegExp(`^ +"?${field}"?\\??: `, 'm'));
    }
  });

  test.each(['typescript', 'python', 'go', 'csharp'] as const)('quicktype makes %s of it', async (language) => {
    const code = await quicktypeOf(jsonSchema({ kind, draft: '7', rules }) ?? {}, 'Top', language);
    for (const field of fields) expect(code.toLowerCase()).toContain(field.replaceAll(/[^a-z]/gi, '').toLowerCase());
  });
});
