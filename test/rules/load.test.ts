import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { nodeFs, type RuleFs } from '../../src/yaml/read-file.ts';
import { memoryFs } from './memory-fs.ts';
import { layOver, problemsOver, rulesOf, SMALL_PACK, smallRules } from './small-pack.ts';

const cell = (says: string) => `{ grade: 2, says: ${says}, because: So it is., source: "judgement: seen" }`;

describe('a whole pack', () => {
  test('has its name and its version as text', () => {
    expect(smallRules().packs).toEqual(['small@1.10']);
  });

  test('has cells in the order of the criteria, and criteria that say whether they are rows', () => {
    const { criteria, protocols } = smallRules();
    expect(criteria.map(({ id, table }) => [id, table])).toEqual([
      ['two-way', true],
      ['speed', false],
    ]);
    expect(protocols.map(({ id, cells }) => [id, Object.keys(cells)])).toEqual([
      ['drum', ['two-way', 'speed']],
      ['pigeon', ['two-way', 'speed']],
    ]);
    expect(protocols[1]?.cells['two-way']).toEqual({
      grade: 0,
      says: 'No',
      because: 'It only flies home.',
      source: 'https://example.org/pigeons',
      was: 'Yes',
    });
  });

  test('has companions with their conditions', () => {
    const pigeon = smallRules().protocols[1];
    expect(pigeon?.needs[0]?.when).toEqual({ first: ['pigeon'], answers: { weather: { is: ['clear'] } } });
    expect(pigeon?.combinesWith[0]).toEqual({
      protocol: 'drum',
      leg: 'at night',
      why: 'Pigeons sleep.',
      when: { answers: { 'at-night': { is: [true] } } },
    });
  });

  test('has choices with effects, of which the unconditional one comes first', () => {
    expect(smallRules().questions[0]).toEqual({
      id: 'weather',
      kind: 'choice',
      label: 'Weather',
      asks: 'How is the sky?',
      help: 'Look up.',
      about: 'decision',
      options: [
        {
          value: 'clear',
          label: 'Clear',
          prior: 3,
          effects: [
            { requires: { speed: 2 }, weighs: { speed: 1.5 } },
            {
              requires: {},
              weighs: { speed: 2 },
              when: { answers: { 'at-night': { is: [false] }, distance: { from: 10 } } },
            },
          ],
        },
        { value: 'stormy', label: 'Stormy', prior: 1, effects: [] },
      ],
    });
  });

  test('has numbers with bands, and yes or no', () => {
    const [, night, distance] = smallRules().questions;
    expect(night?.options.map(({ value }) => value)).toEqual([true, false]);
    expect(night?.when).toEqual({ answers: { weather: { is: ['clear'] } } });
    expect(distance).toMatchObject({ unit: 'km', above: 0 });
    expect(distance?.options).toEqual([
      { value: 5, label: 'near', prior: 1, effects: [] },
      { value: 50, label: 'far', prior: 1, from: 10, effects: [{ requires: {}, weighs: { speed: 3 } }] },
    ]);
  });

  test('has answers of presets in their plain form', () => {
    expect(smallRules().presets[0]?.answers).toEqual({
      weather: 'clear',
      'at-night': false,
      distance: 3,
      listeners: ['family'],
    });
  });

  test('is the same as JSON: it can be compiled', () => {
    expect(JSON.parse(JSON.stringify(smallRules()))).toEqual(smallRules());
  });

  test('misses what it cannot do without', () => {
    const { rules, diagnostics } = loadPacks({ dirs: ['p'], fs: memoryFs({ 'p/presets.yaml': '[]' }) });
    expect(rules).toBeUndefined();
    expect(diagnostics.map(({ code, place }) => [code, place.file])).toEqual([
      ['missing-file', 'p/criteria.yaml'],
      ['missing-file', 'p/pack.yaml'],
      ['missing-file', 'p/protocols'],
      ['missing-file', 'p/questions.yaml'],
    ]);
  });
});

describe('the digest', () => {
  test('does not depend on comments, spacing or the order of keys', () => {
    const languages = '- { id: signs, name: Signs, files: [] }\n';
    const same = '# Hands.\n- files: []\n  name: "Signs"\n  id: signs\n';
    const digest = (text: string) => rulesOf(layOver({ 'languages.yaml': text })).digest;
    expect(digest(languages)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest(same)).toBe(digest(languages));
    expect(digest(languages.replace('Signs', 'Sign'))).not.toBe(digest(languages));
    expect(digest(languages)).not.toBe(smallRules().digest);
  });
});

describe('a pack over others', () => {
  test('of nothing leaves the rules as they are', () => {
    const base = smallRules();
    expect(loadPacks({ base, dirs: [] })).toMatchObject({ rules: base, starters: {}, diagnostics: [] });
  });

  test('goes by the name of its folder when it gives none', () => {
    const rules = rulesOf(layOver({ 'presets.yaml': '[]' }));
    expect(rules.packs).toEqual(['small@1.10', 'over@unversioned']);
    expect(rules.digest).toBe(smallRules().digest);
  });

  test('appends', () => {
    const rules = rulesOf(
      layOver({
        'pack.yaml': 'name: more\nversion: "2"\n',
        'presets.yaml': '- { id: storm, title: Storm, says: It blows., answers: { weather: stormy } }\n',
      }),
    );
    expect(rules.packs).toEqual(['small@1.10', 'more@2']);
    expect(rules.presets.map(({ id }) => id)).toEqual(['picnic', 'storm']);
  });

  test('adds a criterion when it fills its cells', () => {
    const part = (id: string) => `{ id: ${id}, extends: true, cells: { range: ${cell(id)} } }`;
    const rules = rulesOf(
      layOver({
        'criteria.yaml': '- { id: range, label: Range, asks: Is it far?, group: reach, baseline: 1 }\n',
        'protocols/drum.yaml': part('drum'),
        'protocols/pigeon.yaml': part('pigeon'),
      }),
    );
    expect(rules.criteria.map(({ id }) => id)).toEqual(['two-way', 'speed', 'range']);
    expect(rules.protocols.map(({ cells }) => cells['range']?.says)).toEqual(['drum', 'pigeon']);
    expect(rules.protocols.map(({ cells }) => Object.keys(cells).at(-1))).toEqual(['range', 'range']);
  });

  test('is told every hole that its criterion makes, at the criterion', () => {
    const criteria = '- { id: range, label: Range, asks: Is it far?, group: reach, baseline: 1 }\n';
    expect(problemsOver({ 'criteria.yaml': criteria })).toEqual([
      expect.stringMatching(/^criteria.yaml:1:9: missing-cell: Missing cell "range" of the protocol drum. Add it in/),
      expect.stringMatching(/^criteria.yaml:1:9: missing-cell: Missing cell "range" of the protocol pigeon. Add it in/),
    ]);
  });

  test('changes a cell and nothing else', () => {
    const text = `id: drum\nextends: true\nreason: Ours are slower.\ncells:\n  speed: ${cell('Slow')}\n`;
    const before = smallRules().protocols[0];
    const after = rulesOf(layOver({ 'protocols/drum.yaml': text })).protocols[0];
    expect(after?.cells['speed']).toMatchObject({ grade: 2, says: 'Slow' });
    expect({ ...after, cells: { ...after?.cells, speed: before?.cells['speed'] } }).toEqual(before);
  });

  test('of two that change the same cell, the later one wins', () => {
    const part = (says: string) => `{ id: drum, extends: true, cells: { speed: ${cell(says)} } }`;
    const fs = memoryFs({ 'a/protocols/drum.yaml': part('A'), 'b/protocols/drum.yaml': part('B') });
    const saysWith = (...dirs: string[]) =>
      rulesOf(loadPacks({ base: smallRules(), dirs, fs })).protocols[0]?.cells['speed']?.says;
    expect(saysWith('a', 'b')).toBe('B');
    expect(saysWith('b', 'a')).toBe('A');
  });

  test('may not redefine what compiled rules hold', () => {
    const problems = problemsOver({
      'presets.yaml': '- { id: picnic, title: P, says: S., answers: {} }\n',
      'protocols/drum.yaml': 'id: drum\n',
    });
    expect(problems).toContain(
      'presets.yaml:1:9: duplicate-id: Duplicate preset "picnic": an earlier pack has it. Choose another id.',
    );
    expect(problems.join('\n')).toContain('protocols/drum.yaml:1:5: duplicate-id: Duplicate protocol "drum"');
  });

  test('adds its languages to the question for the language', () => {
    const rules = rulesOf(
      layOver({
        'languages.yaml': '- { id: signs, name: Signs, files: [] }\n',
        'presets.yaml': '- { id: mute, title: Mute, says: Hands., answers: { tongue: signs } }\n',
      }),
    );
    const tongue = rules.questions.find(({ id }) => id === 'tongue');
    expect(tongue?.options.map(({ value }) => value)).toEqual(['birdsong', 'whistle', 'signs']);
    expect(rules.presets.at(-1)?.answers).toEqual({ tongue: 'signs' });
  });

  test('over compiled rules gives what it gives over their folder', () => {
    const text = '- { id: storm, title: Storm, says: It blows., answers: { weather: stormy } }\n';
    const memory = memoryFs({ 'over/presets.yaml': text });
    const fs: RuleFs = {
      readFile: (path) => (path.startsWith('over') ? memory : nodeFs).readFile(path),
      readFolder: (path) => (path.startsWith('over') ? memory : nodeFs).readFolder(path),
    };
    const overCompiled = rulesOf(loadPacks({ base: smallRules(), dirs: ['over'], fs }));
    const overFolder = rulesOf(loadPacks({ dirs: [SMALL_PACK, 'over'], fs }));
    expect(overCompiled).toEqual(overFolder);
  });

  test('that cannot be read makes no name unknown that may stand in it', () => {
    const broken = 'id: [\n';
    const uses = '- { id: a, title: A, severity: info, trigger: T., when: { first: [flag] }, guard: G., ';
    const rest = 'unless: { at-night: true }, says: S., instead: I., source: "judgement: j" }\n';
    const problems = problemsOver({ 'protocols/flag.yaml': broken, 'mistakes.yaml': uses + rest });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter((one) => !one.startsWith('protocols/flag.yaml:'))).toEqual([]);
  });
});
