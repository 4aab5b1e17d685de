import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DefaultTreeAdapterMap, defaultTreeAdapter, type ParserError, parse } from '@wirewise/validators/html';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advise } from '../../../src/cli/commands/recommend/advise.ts';
import type { Answers } from '../../../src/core/model.ts';
import { html, styleOf } from '../../../src/report/html/markup.ts';
import { render } from '../../../src/report/html/page.ts';
import { builtInRules, builtInStarters } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';
import { runs } from '../../set-up/runs.ts';

type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['node'];

const rules = await builtInRules();
const starters = await builtInStarters();

function adviceOn(answers: Answers, core = false) {
  const robustness = { samples: 50, seed: 1 };
  const sources = { rulesDirs: [], isProjectIgnored: false };
  return advise(rules, starters, { answers, overrides: undefined, core, ...sources, robustness, cwd: '/' });
}

function presetAnswers(name: string): Answers {
  const preset = rules.presets.find(({ id }) => id === name);
  if (!preset) throw new Error(`There is no preset ${name}.`);
  return preset.answers;
}

/** Every element of a page, in order; a page that the HTML standard calls faulty fails. */
function elementsOf(page: string): Element[] {
  const errors: ParserError[] = [];
  const found: Element[] = [];
  const visit = (node: Node): void => {
    if (defaultTreeAdapter.isElementNode(node)) found.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(page, { onParseError: (error) => errors.push(error) }));
  expect(errors).toEqual([]);
  return found;
}

/** What no data may change: the elements in their order, each with the names of its attributes. */
function skeletonOf(elements: readonly Element[]): string[] {
  return (
    elements
      // Whether a source is a link does depend on data; what a link may be is looked at apart.
      .filter(({ tagName }) => tagName !== 'a')
      // So does how many words the command has; each one is a bare span.
      .filter(({ tagName, attrs }) => tagName !== 'span' || attrs.length > 0)
      .map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`)
  );
}

/** Fields with a handful of values of the program's own, which no file can hold otherwise. */
const CLOSED = ['severity', 'outcome', 'level', 'kind', 'tier', 'about', 'schemaVersion', 'action', 'at'];

/** Records whose keys are ids, and so text of rule packs. */
const BY_ID = ['answers', 'cells', 'weight', 'must', 'centralWeights', 'inputs', 'values'];

/** The same data with something behind every text and every id in it, so that ids still meet each other. */
function poison<Data>(data: Data, tail: string): Data;
function poison(data: unknown, tail: string, key = ''): unknown {
  if (typeof data === 'string') return CLOSED.includes(key) ? data : data + tail;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((entry) => poisonAt(entry, tail, key));
  const entries = Object.entries(data).map(([name, value]) => {
    return [BY_ID.includes(key) ? name + tail : name, poisonAt(value, tail, name)] as const;
  });
  return Object.fromEntries(entries);
}

const poisonAt: (data: unknown, tail: string, key: string) => unknown = poison;

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></svg><iframe src="javascript:alert(1)">',
  '--><!--',
  ']]><![CDATA[',
  '&lt;b&gt;&amp;&#60;',
  '\0\u001b[31m\u202e\u2028\ud800',
  '`$\u007b1}` {{x}}',
];

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '!', '-', '=', ' ', '`', 'a', ';', '#') }),
);

const WORLDS = {
  recommended: adviceOn(presetAnswers('live-dashboard')),
  warned: adviceOn({ direction: 'server-to-client', clients: ['browser'], current: 'polling', 'poll-interval': 2 }),
  unanswered: adviceOn({}),
  infeasible: adviceOn({ broker: 'unwanted', pattern: 'work-queue' }, true),
};

describe('the HTML report', () => {
  test('prints what was agreed on, to a file', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-'));
    const argv = ['recommend', '--preset', 'iot-telemetry', '--format', 'html', '--output', 'report.html'];
    expect(await runWith(argv, { cwd })).toEqual({ exitCode: 0, stdout: '', stderr: 'Wrote report.html\n' });
    const page = readFileSync(join(cwd, 'report.html'), 'utf8');
    await expect(page.replace(/sha256:\w+/, 'sha256:…')).toMatchFileSnapshot('../golden/iot-telemetry.html');
  });

  test.each(Object.entries(WORLDS))('has one h1, headings in order, unique ids, and no script: %s', (_name, advice) => {
    const elements = elementsOf(render(advice, { rules }));
    const levels = elements.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
    const ids = elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'id').map(({ value }) => value));
    expect(new Set(ids).size).toBe(ids.length);
    expect(elements.filter(({ tagName }) => ['script', 'link', 'img', 'iframe', 'base'].includes(tagName))).toEqual([]);
  });

  test.each(Object.entries(WORLDS))('keeps hostile text as text: %s', (_name, advice) => {
    const page = (tail: string) => elementsOf(render(poison(advice, tail), { rules: poison(rules, tail) }));
    const expected = skeletonOf(page('x'));
    const check = fc.property(hostileText, (tail) => {
      const elements = page(tail);
      expect(skeletonOf(elements)).toEqual(expected);
      for (const { attrs } of elements.filter(({ tagName }) => tagName === 'a')) {
        expect(attrs.map(({ name }) => name)).toEqual(['href', 'rel']);
        expect(attrs[0]?.value).toMatch(/^https?:\/\//);
      }
    });
    fc.assert(check, { ...runs(15), examples: HOSTILE.map((text) => [text]) });
  });

  test.each(['javascript:alert(1)', ' https://example.com', 'data:text/html,x', 'https://', 'judgement: ours'])(
    'makes no link of %s',
    (source) => {
      const protocols = rules.protocols.map((protocol) => {
        const cells = Object.entries(protocol.cells).map(([id, cell]) => [id, { ...cell, source }] as const);
        return { ...protocol, cells: Object.fromEntries(cells) };
      });
      const advice = { ...WORLDS.unanswered, warnings: [] };
      const elements = elementsOf(render(advice, { rules: { ...rules, protocols } }));
      expect(elements.filter(({ tagName }) => tagName === 'a')).toEqual([]);
    },
  );

  test('shows a saved decision whose protocols and criteria the rules no longer have', () => {
    const empty = { ...rules, protocols: [], criteria: [], questions: [], languages: [] };
    expect(elementsOf(render(WORLDS.recommended, { rules: empty })).length).toBeGreaterThan(50);
  });
});

test('folds what few need: the matrix, the reasons of exclusions, the open questions', () => {
  const page = render(adviceOn(presetAnswers('live-dashboard')), { rules });
  const open = String(page).replace(/<details>[\s\S]*?<\/details>/g, '');
  expect(open).toContain('<h2>Excluded</h2>');
  for (const folded of ['class="heat"', 'must be', 'open questions']) {
    expect(page).toContain(folded);
    expect(open).not.toContain(folded);
  }
});

describe('html``', () => {
  test('escapes what is not markup, joins lists, leaves out what is absent', () => {
    const inner = html`<b title="${'"'}">${['<', html`<i>`, undefined, false, null, 0]}</b>`;
    expect(html`${inner}`.text).toBe('<b title="&quot;">&lt;<i>0</b>');
  });

  test('takes no style sheet that ends its element', () => {
    expect(() => styleOf('a { } </style>')).toThrow(TypeError);
  });
});
