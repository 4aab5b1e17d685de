/** What lies beneath what: `extends`, forbidding and allowing again, project files, starters in packs. */
import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { memoryFs } from './memory-fs.ts';
import { rulesOf, smallRules } from './small-pack.ts';

const load = (files: Readonly<Record<string, string>>, ...dirs: string[]) =>
  loadPacks({ base: smallRules(), dirs, fs: memoryFs(files) });

const problems = (files: Readonly<Record<string, string>>, ...dirs: string[]) =>
  load(files, ...dirs).diagnostics.map(formatDiagnostic);

const pack = (name: string, ...lines: string[]) => [`name: ${name}`, 'version: "1"', ...lines, ''].join('\n');

const preset = (id: string) => `- { id: ${id}, title: T, says: S, answers: {} }\n`;

describe('extends', () => {
  test('lays what is named beneath, once, however many name it', () => {
    const { packs, presets } = rulesOf(
      load(
        {
          'top/pack.yaml': pack('top', 'extends: [../left, ../right]'),
          'left/pack.yaml': pack('left', 'extends: ../common'),
          'right/pack.yaml': pack('right', 'extends: ../common/'),
          'common/pack.yaml': pack('common'),
          'common/presets.yaml': preset('shared'),
        },
        'top',
      ),
    );
    expect(packs.slice(1)).toEqual(['common@1', 'left@1', 'right@1', 'top@1']);
    expect(presets.filter(({ id }) => id === 'shared')).toHaveLength(1);
  });

  test('in a circle is an error at the entry that closes it', () => {
    const files = {
      'a/pack.yaml': pack('a', 'extends: ../b'),
      'b/pack.yaml': pack('b', 'extends:', '  - ../a'),
    };
    expect(problems(files, 'a')).toEqual([
      'b/pack.yaml:4:5: circular-extends: Circle of packs: a → b → a. Remove one "extends".',
    ]);
  });

  test('of nothing is an error at the entry', () => {
    expect(problems({ 'a/pack.yaml': pack('a', 'extends: ../gone') }, 'a')).toEqual([
      'a/pack.yaml:3:10: missing-folder: Expected a folder with rule files, relative to this file: gone: there is none.',
    ]);
  });

  test('of no folders is an error', () => {
    expect(problems({ 'a/pack.yaml': pack('a', 'extends: 7') }, 'a')).toEqual([
      'a/pack.yaml:3:10: wrong-value: Expected text or a list, got 7. Put it in quotes.',
    ]);
  });

  test('a source that is named twice is laid where it is named last', () => {
    const files = { 'a/pack.yaml': pack('a'), 'b/pack.yaml': pack('b') };
    expect(rulesOf(load(files, 'a', 'b', './a')).packs.slice(1)).toEqual(['b@1', 'a@1']);
  });
});

describe('forbid', () => {
  const forbidden = (files: Readonly<Record<string, string>>, ...dirs: string[]) =>
    rulesOf(load(files, ...dirs)).protocols.flatMap(({ id, forbidden: why }) => (why ? [[id, why]] : []));

  test('excludes with a reason and the pack that gives it', () => {
    const files = { 'a/pack.yaml': pack('a', 'forbid:', '  drum: Wakes the neighbours.') };
    expect(forbidden(files, 'a')).toEqual([['drum', { because: 'Wakes the neighbours.', pack: 'a@1' }]]);
  });

  test('a later pack has the last word: another reason, or false to allow again', () => {
    const files = {
      'a/pack.yaml': pack('a', 'forbid: { drum: Loud., pigeon: Hungry. }'),
      'b/pack.yaml': pack('b', 'forbid: { drum: false, pigeon: Lost. }'),
    };
    expect(forbidden(files, 'a', 'b')).toEqual([['pigeon', { because: 'Lost.', pack: 'b@1' }]]);
  });

  test('needs a protocol that exists, and a reason', () => {
    const files = { 'a/pack.yaml': pack('a', 'forbid: { drumm: Loud., pigeon: true }') };
    expect(problems(files, 'a')).toEqual([
      'a/pack.yaml:3:33: wrong-value: Expected text or false, got true. Put it in quotes.',
    ]);
    expect(problems({ 'a/pack.yaml': pack('a', 'forbid: { drumm: Loud. }') }, 'a')).toEqual([
      'a/pack.yaml:3:11: unknown-name: Unknown protocol "drumm". Did you mean "drum"?',
    ]);
  });

  test('changes the digest: other rules, other decisions', () => {
    const files = { 'a/pack.yaml': pack('a', 'forbid: { drum: Loud. }') };
    expect(rulesOf(load(files, 'a')).digest).not.toBe(smallRules().digest);
  });
});

describe('a project file', () => {
  const cell = '{ grade: 4, says: Near, because: The other end is across the yard., source: "judgement: house" }';

  test('replaces cells, forbids, answers, and lays packs beneath itself', () => {
    const rules = rulesOf(
      load(
        {
          'wirewise.yaml': [
            'extends: house',
            'forbid: { drum: Loud. }',
            `cells: { pigeon: { speed: ${cell} } }`,
            'answers: { weather: clear }',
          ].join('\n'),
          'house/pack.yaml': pack('house'),
          'house/presets.yaml': preset('in-house'),
        },
        'wirewise.yaml',
      ),
    );
    expect(rules.packs.slice(1)).toEqual(['house@1', 'wirewise.yaml']);
    expect(rules.protocols.find(({ id }) => id === 'pigeon')?.cells['speed']?.says).toBe('Near');
    expect(rules.protocols.find(({ id }) => id === 'drum')?.forbidden?.pack).toBe('wirewise.yaml');
    expect(rules.presets.map(({ id }) => id)).toContain('in-house');
    expect(rules.defaults).toEqual({ weather: 'clear' });
  });

  test.each([
    ['forbids: {}', 'wirewise.yaml:1:1: unknown-key: Unknown key "forbids". Did you mean "forbid"?'],
    [
      `cells: { pidgeon: { speed: ${cell} } }`,
      'wirewise.yaml:1:10: unknown-name: Unknown protocol "pidgeon". Did you mean "pigeon"?',
    ],
    [
      `cells: { pigeon: { sped: ${cell} } }`,
      'wirewise.yaml:1:20: unknown-name: Unknown criterion "sped". Did you mean "speed"?',
    ],
    [
      'cells: { pigeon: { speed: { grade: 3, says: Far, source: "judgement: x" } } }',
      'wirewise.yaml:1:27: missing-key: Missing "because": expected text.',
    ],
    [
      'answers: { wether: clear }',
      'wirewise.yaml:1:12: unknown-name: Unknown question "wether". Did you mean "weather"?',
    ],
    ['answers: { weather: sideways }', /^wirewise\.yaml:1:21: wrong-answer: .*clear/],
    [
      'extends: gone',
      'wirewise.yaml:1:10: missing-folder: Expected a folder with rule files, relative to this file: gone: there is none.',
    ],
  ])('%s is an error with its place', (text, expected) => {
    const [only, ...others] = problems({ 'wirewise.yaml': text }, 'wirewise.yaml');
    expect(others).toEqual([]);
    expect(only).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  test('under the other ending is told its name', () => {
    expect(problems({ 'wirewise.yml': 'forbid: {}' }, 'wirewise.yml')[0]).toContain('a file called wirewise.yaml');
  });
});

describe('what only the built-in rules have', () => {
  test.each(['projects', 'brokers', 'proxies'])('%s in a pack is told, not passed over', (name) => {
    const files = { 'a/pack.yaml': pack('a'), [`a/${name}/x.yaml`]: 'a: 1\n' };
    expect(problems(files, 'a')).toEqual([
      `a/${name}:1:1: unexpected-file: Unexpected ${name}: they come with the built-in rules alone. Starters of a pack use those.`,
    ]);
  });
});

describe('starters in a pack', () => {
  const manifest = [
    'client:',
    '  files: { main.py: main.py }',
    '  run: python main.py',
    '  proof: reviewed',
    '  values:',
    "    shout: { says: what to shout, default: 'hey' }",
    '',
  ].join('\n');
  const at = (protocol: string, language: string, text = manifest) => ({
    'a/pack.yaml': pack('a'),
    [`a/snippets/${protocol}/${language}/starter.yaml`]: text,
    [`a/snippets/${protocol}/${language}/main.py`]: "print '{{shout}}'\n",
  });
  const language = smallRules().languages[0]?.id ?? '';

  test('come with the rules', () => {
    const { starters, diagnostics } = load(at('drum', language), 'a');
    expect(diagnostics).toEqual([]);
    expect(starters['drum']?.[language]?.client?.files).toEqual([{ path: 'main.py', template: "print '{{shout}}'\n" }]);
  });

  test.each([
    [at('drumm', language), 'a/snippets/drumm:1:1: unknown-name: Unknown protocol "drumm". Did you mean "drum"?'],
    [at('drum', 'klingon'), 'a/snippets/drum/klingon:1:1: unknown-name: Unknown starter language "klingon".'],
    [
      at('drum', language, manifest.replace('main.py: main.py', 'main.x: main.py')),
      `a/snippets/drum/${language}/main.py:1:7: wrong-value: Unexpected value in a file like "main.x": they can stand in .ts, .js, .mjs, .html, .dpr, .pas, .py, .go, .java, .cs, .rs.`,
    ],
    [
      at('drum', language, manifest.replace('run:', 'runs:')),
      `a/snippets/drum/${language}/starter.yaml:3:3: unknown-key: Unknown key "runs". Did you mean "run"?`,
    ],
  ])('are checked, each fault with its place', (files, expected) => {
    expect(problems(files, 'a')).toContain(expected);
  });
});
