/** What a criterion may hold beside its name and its baseline: reasons, a ruler, former ids, its own cells. */
import { describe, expect, test } from 'vitest';
import { deriveOrigins } from '../../src/rules/origins.ts';
import { protocolSkeleton } from '../../src/rules/skeleton.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { layOver, problemsOver, rulesOf, smallRules } from './small-pack.ts';

const cell = (grade: number, says: string) =>
  `{ grade: ${grade}, says: ${says}, because: So it is., source: "judgement: seen" }`;

const criterion = (more: string) => `
- id: already
  label: Already there
  asks: Do you have it?
  group: operations
  baseline: 1
${more}`;

const OTHERWISE = `  otherwise: ${cell(0, 'To buy')}\n`;

const lastCriterion = (more: string) => rulesOf(layOver({ 'criteria.yaml': criterion(more) })).criteria.at(-1);

describe('a criterion', () => {
  test('may say why its baseline is what it is, what its grades mean, and when it does not matter', () => {
    const more = `  because: Most have it.
  ruler: [None., Nearly none., Some., Most., All.]
  irrelevantWhen:
    - when: { weather: stormy }
      because: Nobody looks for it in a storm.
${OTHERWISE}`;
    expect(lastCriterion(more)).toMatchObject({
      because: 'Most have it.',
      ruler: ['None.', 'Nearly none.', 'Some.', 'Most.', 'All.'],
      irrelevantWhen: [
        { when: { answers: { weather: { is: ['stormy'] } } }, because: 'Nobody looks for it in a storm.' },
      ],
    });
  });

  test('has a ruler of five sentences, and conditions of questions that exist', () => {
    const more = `  ruler: [None., All.]
  irrelevantWhen:
    - { when: { wether: stormy }, because: So it is. }
    - { when: { first: [drum] }, because: So it is. }
${OTHERWISE}`;
    expect(problemsOver({ 'criteria.yaml': criterion(more) })).toEqual([
      'criteria.yaml:7:10: wrong-value: Expected exactly 5 entries, got a list of 2.',
      'criteria.yaml:9:17: unknown-name: Unknown question "wether". Did you mean "weather"?',
      'criteria.yaml:10:17: wrong-condition: Unexpected "first": only mistakes, needs, meanings and combinations may look at the ranking.',
    ]);
  });
});

describe('the cells of a criterion', () => {
  test('take the place of cells in protocol files, and "otherwise" is the cell of all others', () => {
    const { protocols } = rulesOf(
      layOver({ 'criteria.yaml': criterion(`  cells: { drum: ${cell(4, 'In the shed')} }\n${OTHERWISE}`) }),
    );
    expect(protocols.map(({ id, cells }) => [id, cells['already']?.grade])).toEqual([
      ['drum', 4],
      ['pigeon', 0],
    ]);
  });

  test('leave a hole where they name no protocol and there is no "otherwise"', () => {
    expect(problemsOver({ 'criteria.yaml': criterion(`  cells: { drum: ${cell(4, 'In the shed')} }\n`) })).toEqual([
      'criteria.yaml:2:7: missing-cell: Missing cell "already" of the protocol pigeon. Add it in protocols/pigeon.yaml, with "id: pigeon" and "extends: true".',
    ]);
  });

  test('are of protocols that exist', () => {
    const files = { 'criteria.yaml': criterion(`  cells: { drumm: ${cell(4, 'In the shed')} }\n${OTHERWISE}`) };
    expect(problemsOver(files)).toEqual([
      'criteria.yaml:7:12: unknown-name: Unknown protocol "drumm". Did you mean "drum"?',
    ]);
  });

  test('are overridden by a later pack, which is a replacement', () => {
    const loaded = layOver({
      'criteria.yaml': criterion(OTHERWISE),
      'protocols/pigeon.yaml': `id: pigeon\nextends: true\ncells: { already: ${cell(3, 'In the loft')} }\n`,
    });
    expect(rulesOf(loaded).protocols.map(({ cells }) => cells['already']?.says)).toEqual(['To buy', 'In the loft']);
    expect(deriveOrigins(smallRules(), loaded.parsed).replaced).toMatchObject([
      { protocol: 'pigeon', criterion: 'already', from: { says: 'To buy' }, to: { says: 'In the loft' } },
    ]);
  });

  test('are not in the file of the protocol, too', () => {
    const flag = `id: flag
name: Flag
tier: core
summary: A flag.
pickWhen: [you see it]
avoidWhen: [it is dark]
needs: []
combinesWith: []
cells:
  two-way: ${cell(4, 'Both')}
  speed: ${cell(4, 'Light')}
  already: ${cell(1, 'Hardly')}
`;
    const files = { 'criteria.yaml': criterion(`  cells: { flag: ${cell(4, 'Waving')} }\n${OTHERWISE}`) };
    expect(problemsOver({ ...files, 'protocols/flag.yaml': flag })).toEqual([
      'criteria.yaml:7:12: duplicate-key: Duplicate cell of flag: also in over/protocols/flag.yaml:12. Keep one of them.',
    ]);
    const without = flag.replace(/^ {2}already.*\n/m, '');
    const { protocols } = rulesOf(layOver({ ...files, 'protocols/flag.yaml': without }));
    expect(protocols.find(({ id }) => id === 'flag')?.cells['already']?.says).toBe('Waving');
  });

  test('with "otherwise" are not asked of a new protocol', () => {
    const { criteria } = rulesOf(layOver({ 'criteria.yaml': criterion(OTHERWISE) }));
    const text = protocolSkeleton('flag', criteria);
    expect(text).toContain('speed:');
    expect(text).not.toContain('already:');
  });
});

describe('a former id', () => {
  const renamed = { 'criteria.yaml': criterion(`  formerly: [owned]\n${OTHERWISE}`) };

  test('is taken for the current one in cells, weights and requirements, with a warning', () => {
    const loaded = layOver({
      ...renamed,
      'protocols/drum.yaml': `id: drum\nextends: true\ncells: { owned: ${cell(2, 'Perhaps')} }\n`,
      'questions.yaml': `
- id: rich
  kind: boolean
  label: Rich
  asks: Are you rich?
  help: Look.
  options:
    - { id: true, label: "Yes", weighs: { owned: 2 } }
    - { id: false, label: "No", also: [{ requires: { owned: 1 } }] }
`,
    });
    const { protocols, questions } = rulesOf(loaded);
    expect(protocols[0]?.cells['already']?.says).toBe('Perhaps');
    expect(questions.at(-1)?.options.map(({ effects }) => effects)).toEqual([
      [{ requires: {}, weighs: { already: 2 } }],
      [{ requires: { already: 1 }, weighs: {} }],
    ]);
    expect(loaded.warnings.map(formatDiagnostic)).toEqual([
      'over/protocols/drum.yaml:3:10: former-name: The criterion "owned" is now called "already". Rename it.',
      'over/questions.yaml:8:43: former-name: The criterion "owned" is now called "already". Rename it.',
      'over/questions.yaml:9:54: former-name: The criterion "owned" is now called "already". Rename it.',
    ]);
  });

  test('is not used beside the current one', () => {
    const cells = `{ owned: ${cell(2, 'Perhaps')}, already: ${cell(3, 'Mostly')} }`;
    const files = { ...renamed, 'protocols/drum.yaml': `id: drum\nextends: true\ncells: ${cells}\n` };
    expect(problemsOver(files)).toEqual([
      'protocols/drum.yaml:3:10: duplicate-key: Duplicate key: "owned" is now called "already". Keep one of them.',
    ]);
  });

  test('is of one criterion, and no current id', () => {
    const files = { 'criteria.yaml': criterion(`  formerly: [speed]\n${OTHERWISE}`) };
    expect(problemsOver(files)).toEqual([
      'criteria.yaml:7:14: duplicate-id: Duplicate former id "speed": another criterion has it.',
    ]);
  });
});
