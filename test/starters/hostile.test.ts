import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderLiteral } from '../../src/starters/literals.ts';
import { renderStarter, type StarterName } from '../../src/starters/render.ts';
import type { RenderedStarter, StarterValue } from '../../src/starters/starter.ts';
import { SLOT_ENDINGS } from '../../src/starters/starter.ts';
import { runs } from '../set-up/runs.ts';
import { takeCurlyApart } from './curly.ts';
import { tokenizePascal } from './pascal.ts';
import { takePythonApart } from './python.ts';
import { label, names, slotsOf, starters } from './starters.ts';

/** Pieces that have ended strings, comments, pages and shells before; fast-check joins and repeats them. */
const PIECES = [
  "'",
  '"',
  '`',
  '\\',
  '\\\\',
  "''",
  '\u0024{1}',
  '#{1}',
  '{{topic}}',
  "'{{topic}}'",
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\0',
  '\x1b[31m',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u202e',
  '\u2066',
  '\u200f',
  '\ufeff',
  '\u00a0',
  '*/',
  '/*',
  '//',
  '{',
  '}',
  '(*',
  '*)',
  '<!--',
  '-->',
  '</script>',
  '<script>',
  ']]>',
  '; Halt;',
  "'+alert(1)+'",
  '%s',
  '$(id)',
  '#13',
  '#$41',
  'é',
  '漢',
  '🚀',
  'e\u0301',
  ' ',
  'a',
  '\x7f',
  '"""',
  "'''",
] as const;

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...PIECES)
      .chain((piece) => fc.integer({ min: 50, max: 400 }).map((times) => piece.repeat(times).slice(0, 4000))),
  },
);
/** Also what no slot accepts: the writer of literals has to be safe by itself. */
const evenBroken = fc.oneof(
  hostile,
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);

/** One whole string literal of JavaScript, and nothing after it. */
const WHOLE_LITERAL = /^'(?:[^'\\\r\n\u2028\u2029<]|\\(?:[\\'nrt]|u[0-9a-f]{4}))*'$/;

function evaluateScript(literal: string): unknown {
  return new Function(`"use strict"; return ${literal};`)();
}

describe('a literal is one literal, and evaluates to the value', () => {
  test.each(['ts', 'js', 'mjs', 'html'])('.%s', (ending) => {
    fc.assert(
      fc.property(evenBroken, (value) => {
        const literal = renderLiteral(`x.${ending}`, value);
        expect(literal).toMatch(WHOLE_LITERAL);
        expect(evaluateScript(literal)).toBe(value);
      }),
    );
  });

  test.each(['dpr', 'pas'])('.%s', (ending) => {
    fc.assert(
      fc.property(evenBroken, (value) => {
        const literal = renderLiteral(`x.${ending}`, value);
        expect(tokenizePascal(literal)).toEqual([{ kind: 'text', value }]);
        expect(literal.split('\n').every((line) => line.length < 1000 && /^[ -~]*$/.test(line))).toBe(true);
      }),
    );
  });

  test('.java and .cs, whose escapes are those of JavaScript', () => {
    fc.assert(
      fc.property(evenBroken, fc.constantFrom('java', 'cs'), (value, ending) => {
        const literal = renderLiteral(`x.${ending}`, value);
        expect(literal).toMatch(/^"(?:[^"\\\r\n\u2028\u2029]|\\(?:[\\"nrt]|u[0-9a-f]{4}))*"$/);
        expect(JSON.parse(literal)).toBe(value);
      }),
    );
  });

  test('.py, .go and .rs', () => {
    const shapes = {
      py: /^'(?:[^'\\\r\n]|\\(?:[\\'nrt]|u([0-9a-f]{4})|U([0-9a-f]{8})))*'$/,
      go: /^"(?:[^"\\\r\n]|\\(?:[\\"nrt]|u([0-9a-f]{4})|U([0-9a-f]{8})))*"$/,
      rs: /^"(?:[^"\\\r\n]|\\(?:[\\"nrt]|u\{([0-9a-f]{1,6})\}))*"$/,
    };
    const decode = (body: string) =>
      body.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, braced, short, long, char) =>
        char === undefined
          ? String.fromCodePoint(Number.parseInt(braced ?? short ?? long, 16))
          : JSON.parse(`"${/[nrt]/.test(char) ? `\\${char}` : ''}"`) || char,
      );
    fc.assert(
      fc.property(hostile, fc.constantFrom('py', 'go', 'rs'), (value, ending) => {
        const literal = renderLiteral(`x.${ending}`, value);
        expect(literal).toMatch(shapes[ending]);
        expect(decode(literal.slice(1, -1))).toBe(value);
      }),
    );
  });

  test('Go and Rust cannot write a lone surrogate: it becomes U+FFFD', () => {
    expect(renderLiteral('x.go', 'a\ud800')).toBe('"a\\ufffd"');
    expect(renderLiteral('x.rs', 'a\ud800')).toBe('"a\\u{fffd}"');
  });

  test('nothing that hides or reorders text is written as itself, in any language', () => {
    fc.assert(
      fc.property(evenBroken, fc.constantFrom(...SLOT_ENDINGS), (value, ending) => {
        expect(renderLiteral(`x.${ending}`, value).replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

/** Values for every slot of a starter: hostile text behind what the slot wants text to start with, else the default. */
function valuesFor(name: StarterName, text: string): Readonly<Record<string, StarterValue>> {
  const slots = Object.entries(slotsOf(name));
  return Object.fromEntries(
    slots.map(([name, slot]) => [name, slot.kind === 'text' ? (slot.starts?.[0] ?? '') + text : slot.default]),
  );
}

function render(name: StarterName, set: Readonly<Record<string, StarterValue>>): RenderedStarter {
  const result = renderStarter(starters, { ...name, answers: {}, set });
  if ('problem' in result) throw new Error(result.problem.message);
  return result;
}

/** What a file is made of, its texts apart: the code must not depend on them. */
function takeApart(path: string, text: string): { readonly code: string; readonly texts: readonly string[] } {
  if (path.endsWith('.dpr')) {
    const tokens = tokenizePascal(text);
    const code = tokens.map(({ kind, value }) => (kind === 'text' ? "''" : value)).join(' ');
    return { code, texts: tokens.filter(({ kind }) => kind === 'text').map(({ value }) => value) };
  }
  if (path.endsWith('.py')) return takePythonApart(text);
  if (path.endsWith('.go')) return takeCurlyApart('go', text);
  if (path.endsWith('.rs')) return takeCurlyApart('rs', text);
  if (path.endsWith('.java')) return takeCurlyApart('java', text);
  if (path.endsWith('.cs')) return takeCurlyApart('cs', text);
  // Without comments and types, with all texts in the same quotes.
  const loader = path.endsWith('.ts') ? 'ts' : 'js';
  const plain = transformSync(text, {
    loader,
    format: 'esm',
    charset: 'ascii',
    supported: { 'template-literal': false },
  }).code;
  const texts: string[] = [];
  const code = plain.replace(/(["'`])(?:(?!\1)[^\\]|\\[\s\S])*\1/g, (literal) => {
    if (literal.startsWith('`')) return literal;
    texts.push(String(evaluateScript(literal)));
    return "''";
  });
  return { code, texts };
}

describe.each(names.map((name) => [label(name), name] as const))('%s', (_, name) => {
  test('hostile text stays text in every slot', () => {
    const plain = render(name, valuesFor(name, 'plain'));
    fc.assert(
      fc.property(hostile, (text) => {
        const set = valuesFor(name, text);
        const starter = render(name, set);
        expect(starter.values).toEqual(set);
        const texts: string[] = [];
        for (const [index, file] of starter.files.entries()) {
          const before = plain.files[index]?.text ?? '';
          if (!/\.(ts|js|dpr|py|go|rs|java|cs)$/.test(file.path)) {
            expect(file.text).toBe(before);
            continue;
          }
          const [now, then] = [takeApart(file.path, file.text), takeApart(file.path, before)];
          expect(now.code).toBe(then.code);
          texts.push(...now.texts);
        }
        const wanted = Object.entries(set).flatMap(([slot, value]) =>
          slotsOf(name)[slot]?.kind === 'text' ? [value] : [],
        );
        expect(texts).toEqual(expect.arrayContaining(wanted));
      }),
      runs(10),
    );
  });
});
