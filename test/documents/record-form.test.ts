import { expect, test } from 'vitest';
import { basisOf } from '../../src/core/record/snapshot.ts';
import { readRecord } from '../../src/documents/read-record.ts';
import { recordAsYaml } from '../../src/documents/write-record.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { Findings } from '../../src/yaml/diagnostics.ts';

const rules = await builtInRules();
const [protocol = ''] = rules.protocols.map(({ id }) => id);
const basis = basisOf(rules, { answers: {}, decision: protocol, all: false, warnings: [] });
const record = { name: 'x', answers: {}, decision: protocol, all: false, accepts: [] };
const yaml = recordAsYaml(record, { basis }, '');

function read(text: string) {
  const findings = new Findings();
  const found = readRecord(rules, 'x.yaml', new TextEncoder().encode(text), findings);
  expect(findings.sorted()).toEqual([]);
  return found?.record.basis;
}

test('the grades of a record are one line a criterion, which names every protocol', () => {
  const [criterion = ''] = rules.criteria.map(({ id }) => id);
  const row = Object.entries(basis.grades[criterion] ?? {}).map(([id, grade]) => `${id}: ${grade}`);
  expect(yaml).toContain(`\n    ${criterion}: {${row.join(', ')}}\n`);
  expect(read(yaml)).toMatchObject(basis);
});

test('records of version 0.1.0, with a string of digits for each protocol, say the same', () => {
  const ids = Object.keys(basis.grades[rules.criteria[0]?.id ?? ''] ?? {});
  const digits = ids.map((id) => `    ${id}: "${rules.criteria.map((one) => basis.grades[one.id]?.[id]).join('')}"\n`);
  const old = yaml.replace(/ {2}grades:\n(?: {4}.*\n)+/, `  grades:\n${digits.join('')}`);
  expect(old).not.toBe(yaml);
  expect(read(old)).toMatchObject(basis);
});
