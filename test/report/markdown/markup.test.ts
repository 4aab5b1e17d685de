import { type Nodes, readMarkdown } from '@wirewise/validators/markdown';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocks, code, codeInCell, fence, list, plain, source, table } from '../../../src/report/markdown/markup.ts';
import { printable } from '../../../src/text/printable.ts';
import { runs } from '../../set-up/runs.ts';
import { allNodes, flawsOf, textIn } from './markdown-tree.ts';

/** Pieces that mean something to Markdown, to HTML or to GitHub, among whatever else there is. */
const piece = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['|', '\\', '\\|', '`', '``', '```', '~~~', '*', '**', '_', '__', '~', '~~', '[', ']', '](', ')', '!['],
      ...['<', '>', '<b>', '</td>', '<script>', '<!--', '-->', '<https://a.b>', '&amp;', '&#42;', '&copy', '$', '$$'],
      ...['#', '# ', ' #', '-', '- ', '+ ', '1. ', '7) ', '---', '===', '> ', '[x] ', '[^1]', ': ', '    ', '\t'],
      ...['\n', '\r\n', '\n\n', '\u2028', 'https://a.example/x', 'www.a.example', 'HTTP://A.B', 'x', ' ', 'and'],
    ),
  },
);
const nasty = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const settings = runs(200);

/** What is to be read of data: one line, controls written out. */
function onOneLine(data: string): string {
  return printable(data.replace(/\s+/g, ' ').trim(), Number.POSITIVE_INFINITY);
}

/** The nodes that are not of a plain page: none may come out of data. */
function markupIn(page: string, ordinary: readonly Nodes['type'][]): string[] {
  return allNodes(readMarkdown(page)).flatMap(({ type }) => (ordinary.includes(type) ? [] : [type]));
}

describe('data as text', () => {
  test('is read as it is, in a paragraph', () => {
    fc.assert(
      fc.property(nasty, (data) => {
        const page = blocks('before', plain(data), 'after');
        expect(markupIn(page, ['root', 'paragraph', 'text'])).toEqual([]);
        const wanted = ['before', onOneLine(data), 'after'].filter((text) => text !== '');
        expect(readMarkdown(page).children.map(textIn)).toEqual(wanted);
      }),
      settings,
    );
  });

  test('is read as it is, in a heading, in a list and between stars', () => {
    fc.assert(
      fc.property(nasty, (data) => {
        const page = blocks(`# ${plain(data)}`, list([plain(data), `Bad, because ${plain(data)}: ${plain(data)}`]));
        expect(markupIn(page, ['root', 'heading', 'list', 'listItem', 'paragraph', 'text'])).toEqual([]);
        const [heading, items] = readMarkdown(page).children;
        const text = onOneLine(data);
        expect(heading && textIn(heading)).toBe(text);
        expect(items && 'children' in items ? items.children.map(textIn) : []).toEqual([
          text,
          `Bad, because ${text}: ${text}`.trim(),
        ]);
      }),
      settings,
    );
  });

  test('is read as it is in cells, and never makes another cell', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const page = table(['A', 'B', 'C'], [[plain(a), codeInCell(b), plain(b)]]);
        const [found] = readMarkdown(page).children;
        if (found?.type !== 'table') throw new Error(`Not a table: ${page}`);
        expect(found.children.map(({ children }) => children.length)).toEqual([3, 3]);
        expect(found.children[1]?.children.map(textIn)).toEqual([a, b, b].map(onOneLine));
      }),
      settings,
    );
  });
});

describe('data as code', () => {
  test('is read as it is, in a line', () => {
    fc.assert(
      fc.property(nasty, (data) => {
        const page = `before ${code(data)} after`;
        const spans = allNodes(readMarkdown(page)).filter(({ type }) => type === 'inlineCode');
        expect(spans.map(textIn)).toEqual([onOneLine(data)].filter((text) => text !== ''));
        expect(flawsOf(readMarkdown(page))).toEqual([]);
      }),
      settings,
    );
  });

  test('is read as it is, in a block with a longer fence', () => {
    fc.assert(
      fc.property(nasty, (data) => {
        const [block, after, ...more] = readMarkdown(blocks(fence(data, 'go'), 'after')).children;
        expect(more).toEqual([]);
        expect(after && textIn(after)).toBe('after');
        const printed = data
          .replace(/\r\n?/g, '\n')
          .replace(/[^\n\t]/gu, (char) => printable(char))
          .replace(/\n+$/, '');
        expect(block).toMatchObject({ type: 'code', lang: 'go', value: printed });
      }),
      settings,
    );
  });

  test('keeps the tabs of a program, and takes no strange name of a language', () => {
    expect(fence('\tx := 1\n', 'go')).toBe('```go\n\tx := 1\n```');
    expect(fence('```\n', 'a`b')).toBe('````\n```\n````');
  });
});

describe('sources', () => {
  test('that are web addresses become links to just there', () => {
    const path = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(path, (data) => {
        const address = `https://a.example/${data}`;
        fc.pre(URL.canParse(address));
        const page = table(['A', 'B'], [['x', `${source(address)} end`]]);
        const links = allNodes(readMarkdown(page)).flatMap((node) => (node.type === 'link' ? [node.url] : []));
        expect(links.map((url) => decodeURI(new URL(url).href).replaceAll('%7C', '|'))).toEqual([
          decodeURI(new URL(address).href).replaceAll('%7C', '|'),
        ]);
        expect(flawsOf(readMarkdown(page))).toEqual([]);
      }),
      { ...settings, examples: [['a?b=1&copy;2&x'], ['a_(b)'], ['%20|']] },
    );
  });

  test.each([
    'javascript:alert(1)',
    'judgement: seen [here](https://x.y)',
    'ftp://a.b',
    'https://',
    'data:text/html,x',
  ])('%s is text', (data) => {
    const nodes = allNodes(readMarkdown(source(data)));
    expect(nodes.map(({ type }) => type)).toEqual(['root', 'paragraph', 'text']);
    expect(textIn(readMarkdown(source(data)))).toBe(data);
  });
});
