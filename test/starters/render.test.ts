import { describe, expect, test } from 'vitest';
import { listStarters, renderStarter, type StarterRequest } from '../../src/starters/render.ts';
import type { StartersData, StarterValue } from '../../src/starters/starter.ts';

const DATA: StartersData = {
  pigeon: {
    typescript: {
      client: {
        files: [{ path: 'a.ts', template: "send('{{to}}', '{{times}}', '{{fast}}'); // and \"{{to}}\"" }],
        install: 'npm install pigeon',
        run: 'npx tsx a.ts',
        proof: 'ran',
        against: 'a loft',
        slots: {
          to: { says: 'Where to', kind: 'text', default: 'dove://loft', starts: ['dove://'] },
          times: {
            says: 'How often',
            kind: 'integer',
            default: 1,
            atLeast: 0,
            atMost: 9,
            from: { care: { little: 0, much: 3 } },
          },
          fast: { says: 'In haste', kind: 'boolean', default: false, from: { load: { feather: true, stone: false } } },
        },
      },
    },
    delphi: {
      server: { files: [{ path: 'b.dpr', template: 'begin end.' }], run: 'run it', proof: 'reviewed', slots: {} },
    },
  },
  smoke: {},
};

function render(request: Partial<StarterRequest>) {
  return renderStarter(DATA, {
    protocol: 'pigeon',
    language: 'typescript',
    role: 'client',
    answers: {},
    set: {},
    ...request,
  });
}

function textOf(request: Partial<StarterRequest>): string {
  const result = render(request);
  return 'problem' in result ? result.problem.message : (result.files[0]?.text ?? '');
}

test('lists every starter, clients before servers', () => {
  expect(listStarters(DATA)).toEqual([
    { protocol: 'pigeon', language: 'typescript', role: 'client' },
    { protocol: 'pigeon', language: 'delphi', role: 'server' },
  ]);
});

test('renders the whole starter', () => {
  expect(render({})).toEqual({
    protocol: 'pigeon',
    language: 'typescript',
    role: 'client',
    proof: 'ran',
    against: 'a loft',
    files: [{ path: 'a.ts', text: "send('dove://loft', 1, false); // and 'dove://loft'" }],
    install: 'npm install pigeon',
    run: 'npx tsx a.ts',
    values: { to: 'dove://loft', times: 1, fast: false },
  });
});

describe('a value comes from what was set, else from the answers, else it is the default', () => {
  test.each([
    [{}, {}, "send('dove://loft', 1, false)"],
    [{ care: 'much' }, {}, "send('dove://loft', 3, false)"],
    [{ care: 'unheard of' }, {}, "send('dove://loft', 1, false)"],
    [{ load: ['stone', 'feather'] }, {}, "send('dove://loft', 1, true)"],
    [{ care: 'much' }, { times: '7' }, "send('dove://loft', 7, false)"],
    [{ load: 'feather' }, { fast: 'no', to: 'dove://x' }, "send('dove://x', 1, false)"],
  ])('%j and %j', (answers, set, text) => {
    expect(textOf({ answers, set })).toContain(text);
  });
});

describe('problems name what there is', () => {
  const cases: readonly (readonly [Partial<StarterRequest>, string, string])[] = [
    [
      { protocol: 'pigon' },
      'unknown-starter',
      'No starter for protocol "pigon". Did you mean "pigeon"? There are: pigeon, smoke.',
    ],
    [
      { protocol: 'constructor' },
      'unknown-starter',
      'No starter for protocol "constructor". There are: pigeon, smoke.',
    ],
    [
      { language: 'typescipt' },
      'unknown-starter',
      'No client starter for pigeon in "typescipt". Did you mean "typescript"? For pigeon there are: typescript (client), delphi (server).',
    ],
    [
      { role: 'server' },
      'unknown-starter',
      'No server starter for pigeon in "typescript". For pigeon there are: typescript (client), delphi (server).',
    ],
    [
      { set: { tims: 1 } },
      'unknown-value',
      'Unknown value "tims". Did you mean "times"? This starter has: to, times, fast.',
    ],
    [{ set: { times: '10' } }, 'bad-value', 'Expected a whole number from 0 to 9 for times, got "10".'],
    [{ set: { times: '1e0' } }, 'bad-value', 'Expected a whole number from 0 to 9 for times, got "1e0".'],
    [{ set: { fast: 'maybe' } }, 'bad-value', 'Expected yes or no for fast, got "maybe".'],
    [{ set: { to: 'loft\u202e' } }, 'bad-value', 'Expected to to start with dove://, got "loft\\u{202e}".'],
    [
      { set: { to: 'dove://\ud800' } },
      'bad-value',
      'Expected whole Unicode characters for to, got half a surrogate pair.',
    ],
    [{ set: { to: `dove://${'x'.repeat(5000)}` } }, 'bad-value', 'Expected at most 4096 characters for to, got 5007.'],
    [
      { set: { times: 'x', fast: 'y' } },
      'bad-value',
      'Expected a whole number from 0 to 9 for times, got "x".\nExpected yes or no for fast, got "y".',
    ],
  ];
  test.each(cases)('%j', (request, code, message) => {
    expect(render(request)).toEqual({ problem: { code, message } });
  });
});

test('a value that looks like a slot stays text', () => {
  expect(textOf({ set: { to: "dove://'{{times}}'" } })).toContain("send('dove://\\'{{times}}\\'', 1, false)");
});

test('names of object methods are no values', () => {
  const set: Record<string, StarterValue> = { toString: 1 };
  expect(render({ set })).toMatchObject({ problem: { code: 'unknown-value' } });
});

describe('products that need programs of their own', () => {
  const starter = (template: string) => ({
    files: [{ path: 'a.ts', template }],
    run: 'run it',
    proof: 'reviewed' as const,
    slots: {},
  });
  const data: StartersData = {
    pigeon: {
      go: { client: starter('plain'), variant: 'homing' },
      rust: { client: starter('usual'), variant: 'homing', variants: { racing: { client: starter('fast') } } },
    },
    smoke: { go: { client: starter('puff') } },
  };
  const ask = (request: Partial<StarterRequest>) =>
    renderStarter(data, { protocol: 'pigeon', language: 'rust', role: 'client', answers: {}, set: {}, ...request });

  test('are listed behind the usual one', () => {
    expect(listStarters(data)).toEqual([
      { protocol: 'pigeon', language: 'go', variant: 'homing', role: 'client' },
      { protocol: 'pigeon', language: 'rust', variant: 'homing', role: 'client' },
      { protocol: 'pigeon', language: 'rust', variant: 'racing', role: 'client' },
      { protocol: 'smoke', language: 'go', role: 'client' },
    ]);
  });

  test.each([
    [undefined, 'homing', 'usual'],
    ['homing', 'homing', 'usual'],
    ['racing', 'racing', 'fast'],
  ])('asked for %s gives %s', (variant, given, text) => {
    const result = ask(variant === undefined ? {} : { variant });
    expect(result).toMatchObject({ variant: given, files: [{ text }] });
  });

  test('without a choice none is named', () => {
    expect(ask({ protocol: 'smoke', language: 'go' })).not.toHaveProperty('variant');
  });

  test.each<[Partial<StarterRequest>, string]>([
    [
      { variant: 'raceing' },
      'Unknown variant "raceing". Did you mean "racing"? For pigeon in rust there are: homing, racing.',
    ],
    [{ variant: 'constructor' }, 'Unknown variant "constructor". For pigeon in rust there are: homing, racing.'],
    [
      { variant: 'racing', language: 'go' },
      'No client starter for racing in go. For pigeon in go there are: homing. For racing there are: rust.',
    ],
    [{ variant: 'racing', protocol: 'smoke', language: 'go' }, 'No variants of smoke: leave out --variant.'],
  ])('%j', (request, message) => {
    expect(ask(request)).toEqual({ problem: { code: 'unknown-starter', message } });
  });
});
