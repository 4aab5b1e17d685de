import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { decisionLine } from '../../src/report/decision-line.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { arbitraryAnswers } from '../core/arbitrary-rules.ts';

const rules = await builtInRules();

test('is what JSON.stringify writes, with or without robustness, overrides and protocols that are possible', () => {
  const settings = fc.record(
    {
      robustness: fc.constant({ samples: 100, seed: 1 }),
      overrides: fc.constantFrom({ must: { latency: 4 } }, { weight: { latency: 3, ordering: 0 } }),
      core: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(arbitraryAnswers(rules), settings, (answers, options) => {
      const decision = decide(rules, answers, options as Parameters<typeof decide>[2]);
      expect(decisionLine(decision)).toBe(JSON.stringify(decision));
      const label = { name: '{"0":1}' };
      expect(decisionLine(decision, JSON.stringify(label))).toBe(JSON.stringify({ ...label, ...decision }));
    }),
  );
});
