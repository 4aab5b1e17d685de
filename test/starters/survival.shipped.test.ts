import { describe, expect, test } from 'vitest';
import { EXCEPTIONS, excepts, FAULTS, faultsOf } from '../../packages/real-tests/survival/faults.ts';
import { digestOf, keyOf, readRecord } from '../../packages/real-tests/survival/record.ts';
import { findStarter } from '../../src/starters/render.ts';
import { label, names, starters } from './starters.ts';

/** How to put it right, at the end of every complaint. */
const RUN = 'run SURVIVAL=write npx vitest run --config packages/real-tests/vitest.config.ts survival/LANGUAGE';

const languages = [...new Set(names.map(({ language }) => language))];

describe.each(names.map((name) => [label(name), name] as const))('%s', (_, name) => {
  test('claims what the survival suite saw it pass, no more and no less', () => {
    const { proof, survives } = findStarter(starters, name) ?? {};
    const isUsual = faultsOf(name).length > 0;
    const seen = isUsual ? readRecord(name.language)[keyOf(name)] : undefined;
    expect(survives, RUN).toEqual(seen?.faults);
    expect(proof === 'survives', RUN).toBe(seen !== undefined);
    if (seen === undefined) return;
    const rows = faultsOf(name).map(({ id }) => id);
    expect(seen.faults, `The table of faults changed: ${RUN}`).toEqual(rows.toSorted());
    expect(seen.program, `The program changed since: ${RUN}`).toBe(digestOf(name));
  });
});

test('records are of starters that exist', () => {
  for (const language of languages) {
    const known = names.filter((one) => one.language === language).map(keyOf);
    expect(known).toEqual(expect.arrayContaining(Object.keys(readRecord(language))));
  }
});

test('exceptions are of faults and starters that exist', () => {
  for (const one of EXCEPTIONS) {
    const rows = FAULTS.filter((fault) => excepts(one, one.language, fault));
    expect(rows, one.because).not.toEqual([]);
    expect(names.some(({ language, protocol }) => language === one.language && protocol === one.protocol)).toBe(true);
  }
});

test('TypeScript, Python, Go, Java and Rust survive wherever there are faults and no exception', () => {
  const asked = names.filter(({ language }) =>
    ['typescript', 'python', 'go', 'java', 'csharp', 'rust'].includes(language),
  );
  const missing = asked.filter(
    (name) => faultsOf(name).length > 0 && findStarter(starters, name)?.proof !== 'survives',
  );
  expect(missing.map(label), RUN).toEqual([]);
});
