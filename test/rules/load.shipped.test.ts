import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Rules } from '../../src/core/model.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { HERE, rulesOf } from './small-pack.ts';

const SHIPPED = join(HERE, '..', '..', 'rules');

/** What the form leaves optional, for packs of users, and the built-in rules must give. Each entry lists what is missing. */
const REASONS: readonly { readonly name: string; missing(rules: Rules): string[] }[] = [
  {
    name: 'a reason for every baseline above 0',
    missing: ({ criteria }) => idsOf(criteria.filter(({ baseline, because }) => baseline > 0 && !because)),
  },
  {
    name: 'a ruler for every criterion',
    missing: ({ criteria }) => idsOf(criteria.filter(({ ruler }) => !ruler)),
  },
  {
    name: 'a reason for the priors of every question with options',
    missing: ({ questions }) =>
      idsOf(
        questions.filter(
          ({ about, options, priorBecause }) => about === 'decision' && options.length > 0 && !priorBecause,
        ),
      ),
  },
  {
    name: 'a reason for every requirement and weight',
    missing: ({ questions }) =>
      questions.flatMap(({ id, options }) =>
        options.flatMap(({ value, effects }) =>
          effects.flatMap(({ because }, at) => (because ? [] : [`${id} ${value}, effect ${at + 1}`])),
        ),
      ),
  },
  {
    name: 'a reason for every situation in which a criterion does not matter',
    missing: ({ criteria }) =>
      idsOf(criteria.filter(({ irrelevantWhen = [] }) => irrelevantWhen.some(({ because }) => !because))),
  },
  {
    name: 'whole sentences as reasons',
    missing: ({ criteria, questions }) =>
      [
        ...criteria.flatMap(({ because = '.', irrelevantWhen = [] }) => [
          because,
          ...irrelevantWhen.map((entry) => entry.because),
        ]),
        ...questions.flatMap(({ priorBecause = '.', options }) => [
          priorBecause,
          ...options.flatMap(({ effects }) => effects.map((effect) => effect.because ?? '.')),
        ]),
      ].filter((because) => !/^[^a-z].*[.]$|^[.]$/.test(because)),
  },
  {
    name: 'weights on the steps of the documented scale',
    missing: ({ criteria, questions }) => [
      ...criteria.filter(({ baseline }) => !STEPS.includes(baseline)).map(({ id, baseline }) => `${id}: ${baseline}`),
      ...questions.flatMap(({ id, options }) =>
        options.flatMap(({ value, effects }) =>
          effects.flatMap(({ weighs }) =>
            Object.entries(weighs).flatMap(([criterion, weight]) =>
              STEPS.includes(weight) ? [] : [`${id} ${value}: ${criterion} ${weight}`],
            ),
          ),
        ),
      ),
    ],
  },
];

/** The weights that the scale in CONTRIBUTING.md has. */
const STEPS = [0, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 30];

function idsOf(entries: readonly { readonly id: string }[]): string[] {
  return entries.map(({ id }) => id);
}

describe('the shipped rules', () => {
  const loaded = loadPacks({ dirs: [SHIPPED] });

  test('have no problem', () => {
    expect(loaded.diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  test('have a cell for every criterion in every protocol, in the order of the criteria', () => {
    const { criteria, protocols } = rulesOf(loaded);
    const order = criteria.map(({ id }) => id);
    expect(order.length).toBeGreaterThan(0);
    expect(protocols.length).toBeGreaterThan(0);
    for (const { id, cells } of protocols) expect({ id, cells: Object.keys(cells) }).toEqual({ id, cells: order });
  });

  test.each(REASONS)('give $name', ({ missing }) => {
    expect(missing(rulesOf(loaded))).toEqual([]);
  });

  test('come out the same each time', () => {
    const { rules, starters } = loadPacks({ dirs: [SHIPPED] });
    expect({ rules, starters }).toEqual({ rules: loaded.rules, starters: loaded.starters });
  });
});
