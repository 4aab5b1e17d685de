import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madrTemplate } from '@wirewise/validators/documents';
import { type Heading, type RootContent, readMarkdown } from '@wirewise/validators/markdown';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { advise } from '../../../src/cli/commands/recommend/advise.ts';
import type { Mistake } from '../../../src/core/mistake.ts';
import type { Answers, Cell, Preset, Protocol, Question, Rules } from '../../../src/core/model.ts';
import { isWebAddress } from '../../../src/phrases/labels.ts';
import type { Advice } from '../../../src/report/advice.ts';
import * as adr from '../../../src/report/markdown/adr.ts';
import { OTHER_OPTIONS } from '../../../src/report/markdown/adr-options.ts';
import * as markdown from '../../../src/report/markdown/page.ts';
import { builtInRules, builtInStarters } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';
import { runs } from '../../set-up/runs.ts';
import { allNodes, flawsOf, textIn } from './markdown-tree.ts';

const rules = await builtInRules();
const starters = await builtInStarters();
const cwd = mkdtempSync(join(tmpdir(), 'wirewise-documents-'));
writeFileSync(join(cwd, 'tsconfig.json'), '{}');
/** 2026-11-23. */
const env = { SOURCE_DATE_EPOCH: '1795392000' };

function adviceOn(answers: Answers, on: Rules = rules, preset?: Preset): Advice {
  const robustness = { samples: 200, seed: 1 };
  const sources = { rulesDirs: [], isProjectIgnored: false };
  return advise(on, starters, { answers, overrides: undefined, preset, core: false, ...sources, robustness, cwd });
}

function adrOf(advice: Advice, on: Rules = rules): string {
  const page = adr.render(advice, { rules: on, today: '2026-11-23' });
  if (typeof page !== 'string') throw new Error(page.problem);
  return page;
}

function headings(page: string): string[] {
  // The front matter is no part of Markdown.
  const body = page.replace(/^---\n[\s\S]*?\n---\n/, '');
  return readMarkdown(body)
    .children.filter((node): node is Heading => node.type === 'heading')
    .map((heading) => `${'#'.repeat(heading.depth)} ${textIn(heading)}`);
}

/** What stands under a heading, up to the next one of any level. */
function under(nodes: readonly RootContent[], title: string): RootContent[] {
  const from = nodes.findIndex((node) => node.type === 'heading' && textIn(node) === title);
  const rest = nodes.slice(from + 1);
  const to = rest.findIndex(({ type }) => type === 'heading');
  return to < 0 ? rest : rest.slice(0, to);
}

function itemsIn(nodes: readonly RootContent[]): string[] {
  return nodes.flatMap((node) => (node.type === 'list' ? node.children.map((item) => textIn(item)) : []));
}

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'markdown-live-dashboard': ['--preset', 'live-dashboard', '--format', 'markdown'],
  'markdown-polling': [
    ...['--direction', 'server-to-client', '--clients', 'browser', '--latency', '1000', '--rate', '0.0166667'],
    ...['--current', 'polling', '--poll-interval', '2', '--http', 'http1-only', '--format', 'markdown'],
  ],
  'markdown-none-feasible': ['--broker', 'unwanted', '--pattern', 'work-queue', '--core', '--format', 'markdown'],
  'markdown-nothing-answered': ['--format', 'markdown', '--title', 'A | B'],
  'adr-iot-telemetry': ['--preset', 'iot-telemetry', '--format', 'adr'],
  'adr-single-option': ['--content', 'media', '--peer-to-peer', '--format', 'adr', '--title', 'Calls'],
};

describe('golden pages', () => {
  test.each(Object.entries(COMMANDS))('%s', async (name, argv) => {
    const { stdout, stderr } = await runWith(['recommend', ...argv], { cwd, env });
    expect(stderr).toBe('');
    expect(flawsOf(readMarkdown(stdout))).toEqual([]);
    // Not a page of its own for every change of the rules.
    const lasting = stdout.replace(/sha256:[0-9a-f]{64}/g, 'sha256:…');
    await expect(lasting).toMatchFileSnapshot(`../golden/${name}.md`);
  });

  test('say everything that the report for terminals says', async () => {
    const words = ['recommend', '--preset', 'iot-telemetry'];
    const text = (await runWith(words, { cwd })).stdout;
    const page = textIn(readMarkdown((await runWith([...words, '--format', 'markdown'], { cwd })).stdout));
    const advice: Advice = JSON.parse((await runWith([...words, '--json'], { cwd })).stdout);
    const told = [
      ...advice.ranking.map(({ score }) => score.toFixed(1)),
      ...[...advice.ranking, ...advice.excluded].map(({ name }) => name),
      ...advice.warnings.map(({ id }) => id),
      ...(advice.recommendation?.needs ?? []).map(({ says }) => says),
      ...advice.unknown,
      advice.command,
      advice.preset?.title ?? 'no preset',
    ];
    const isIn = (whole: string) => (part: string) => whole.replace(/\s+/g, ' ').includes(part);
    expect(told.filter((part) => !isIn(text)(part))).toEqual([]);
    expect(told.filter((part) => !isIn(page)(part))).toEqual([]);
    for (const { text: program } of advice.snippet?.files ?? []) expect(page).toContain(program.trimEnd());
  });
});

describe('a decision record', () => {
  const template = madrTemplate;
  const sections = headings(template).filter((heading) => !heading.includes('{'));

  test('has the sections of the template of MADR 4.0.0, in its order', () => {
    expect(sections).toHaveLength(8);
    for (const { answers } of rules.presets) {
      const advice = adviceOn(answers);
      const own = advice.ranking.slice(0, 4).map(({ name }) => `### ${name}`);
      const isMore = advice.ranking.length > 4 || advice.excluded.length > 0;
      const options = [...own, ...(isMore ? [`### ${OTHER_OPTIONS}`] : [])];
      const [title, ...found] = headings(adrOf(advice));
      expect(title).toMatch(/^# /);
      const before = sections.indexOf('## Pros and Cons of the Options') + 1;
      expect(found).toEqual([...sections.slice(0, before), ...options, ...sections.slice(before)]);
    }
  });

  test('has the metadata of the template, and nothing else there', () => {
    const known = [...template.matchAll(/^([a-z-]+): /gm)].map(([, key]) => key);
    const [, yaml = ''] = /^---\n([\s\S]*?)\n---\n\n# /.exec(adrOf(adviceOn({}))) ?? [];
    expect(parse(yaml)).toEqual({ status: 'proposed', date: '2026-11-23' });
    for (const key of Object.keys(parse(yaml))) expect(known).toContain(key);
    expect(adr.render(adviceOn({}), { rules })).toMatch(/^---\nstatus: proposed\n---\n/);
  });

  test('chooses one of its options, and argues in the words of the template', () => {
    for (const { answers } of rules.presets) {
      const advice = adviceOn(answers);
      const page = readMarkdown(adrOf(advice)).children;
      const options = itemsIn(under(page, 'Considered Options'));
      const [chosen] = under(page, 'Decision Outcome').map(textIn);
      const name = /^Chosen option: "(.+)", (?:provisionally, )?because /.exec(chosen ?? '')?.[1];
      expect(name).toBe(advice.recommendation?.name);
      expect(options).toContain(name);
      for (const item of itemsIn(under(page, 'Consequences'))) expect(item).toMatch(/^(Good|Neutral|Bad), because /);
      const others = itemsIn(under(page, OTHER_OPTIONS));
      for (const option of options) {
        const pros = itemsIn(under(page, option));
        expect(pros.length > 0 || others.some((item) => item.startsWith(`${option}: `)), option).toBe(true);
        for (const item of pros) expect(item).toMatch(/^(Good|Neutral|Bad), because /);
      }
      expect(under(page, 'Confirmation').map(textIn).join('\n')).toContain('wirewise check');
    }
  });

  test('says of a tie and of a mere default what they are', () => {
    const [first] = rules.protocols;
    if (!first) throw new Error('There are protocols.');
    const twins = { ...rules, protocols: [first, { ...first, id: 'twin', name: 'Twin' }] };
    expect(adrOf(adviceOn({}, twins), twins)).toMatch(
      /Chosen option: ".+", provisionally, because something .* a tie between .* and /,
    );
    expect(adrOf(adviceOn({}))).toContain('No question is answered: this is the default');
  });

  test('is refused where nothing is feasible', async () => {
    const words = ['recommend', '--broker', 'unwanted', '--pattern', 'work-queue', '--core', '--format', 'adr'];
    const { exitCode, stdout, stderr } = await runWith(words, { cwd, env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: No record: no protocol meets every requirement\./);
  });
});

/** What a rule pack of ill will might hold. */
const HOSTILE = [
  '</td></tr></table><script>alert(1)</script>',
  'a | b\n| c | d |\n|---|---|',
  '# heading\n\n## another\n---',
  '`code` ``` \n```\n# out of the fence',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>',
  '[ref]: https://evil.example\n[ref]',
  '<!-- comment --> &lt;b&gt; &#60;',
  '* item\n1. one\n> quote\n    code\n~~~\n',
  '\\| \\` \\[ \\',
  'https://evil.example www.evil.example [^1]\n\n[^1]: note',
  '*stars* __lines__ ~~gone~~ $x$ @team',
  '\u001b[31m \u202e \u0000 \ufeff \ud800',
  '',
] as const;
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
/** A source may be any text, too. */
const hostileSource = fc.oneof(hostile, fc.webUrl({ withQueryParameters: true, withFragments: true }));

interface Poison {
  readonly text: (good: string) => string;
  readonly source: (good: string) => string;
}

/** Good texts with ill ones between them. */
const poison: fc.Arbitrary<Poison> = fc
  .tuple(fc.array(hostile, { minLength: 1, maxLength: 7 }), fc.array(hostileSource, { minLength: 1, maxLength: 5 }))
  .map(([texts, sources]) => {
    let at = 0;
    const turn = (list: readonly string[]) => list[at++ % list.length] ?? '';
    return { text: (good) => `${good}${turn(texts)}`, source: () => turn(sources) };
  });

function poisoned({ text, source }: Poison): Rules {
  const cell = (one: Cell): Cell => ({ ...one, because: text(one.because), source: source(one.source) });
  const protocol = (one: Protocol): Protocol => ({
    ...one,
    name: text(one.name),
    summary: text(one.summary),
    needs: one.needs.map((need) => ({ ...need, says: text(need.says) })),
    combinesWith: one.combinesWith.map((leg) => ({ ...leg, leg: text(leg.leg), why: text(leg.why) })),
    cells: Object.fromEntries(Object.entries(one.cells).map(([id, value]) => [id, cell(value)])),
  });
  const question = (one: Question): Question => ({
    ...one,
    asks: text(one.asks),
    options: one.options.map((option) => ({ ...option, label: text(option.label) })),
  });
  const mistake = (one: Mistake): Mistake => ({
    ...one,
    title: text(one.title),
    says: text(one.says),
    instead: text(one.instead),
    source: source(one.source),
  });
  return {
    ...rules,
    packs: rules.packs.map(text),
    criteria: rules.criteria.map((one) => ({ ...one, label: text(one.label) })),
    protocols: rules.protocols.map(protocol),
    questions: rules.questions.map(question),
    mistakes: rules.mistakes.map(mistake),
  };
}

function links(page: string): string[] {
  return allNodes(readMarkdown(page)).flatMap((node) => (node.type === 'link' ? [node.url] : []));
}

/** How a page is built: the kinds of its blocks and the depth of its headings, whatever stands in them. */
function shape(page: string): string[] {
  return readMarkdown(page).children.map((node) => (node.type === 'heading' ? `heading ${node.depth}` : node.type));
}

describe('data of ill will', () => {
  const cases = fc.tuple(poison, fc.constantFrom(...rules.presets.map(({ answers }) => answers), {}), hostile);
  const settings = runs(5);

  test('stays text in every page', () => {
    fc.assert(
      fc.property(cases, ([ill, answers, title]) => {
        const bad = poisoned(ill);
        const preset = { id: 'p', title, says: '', answers };
        const files = [{ path: title, text: title }];
        const plainAdvice = adviceOn(answers, bad, preset);
        const advice: Advice = {
          ...plainAdvice,
          command: `wirewise ${title}`,
          ...(plainAdvice.snippet && { snippet: { ...plainAdvice.snippet, files, run: title, install: title } }),
        };
        const sources = [
          ...bad.mistakes.map((one) => one.source),
          ...bad.protocols.flatMap(({ cells }) => Object.values(cells).map((one) => one.source)),
          ...bad.models.map((one) => one.source),
        ].filter(isWebAddress);
        const hosts = new Set(sources.map((address) => new URL(address).host));
        const goodAdvice = adviceOn(answers, rules, preset);
        for (const [page, good] of [
          [
            markdown.render(advice, { rules: bad, title: `x${title}` }),
            markdown.render(goodAdvice, { rules, title: 'x' }),
          ],
          [adrOf(advice, bad), adrOf(goodAdvice)],
        ] as const) {
          expect(flawsOf(readMarkdown(page))).toEqual([]);
          expect(links(page).filter((url) => !hosts.has(new URL(url).host))).toEqual([]);
          const headingsOnly = (blocks: string[]) => blocks.filter((one) => /heading|table|html/.test(one));
          expect(headingsOnly(shape(page))).toEqual(headingsOnly(shape(good)));
        }
      }),
      settings,
    );
  });

  test('never leaves its place in a file name', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 300 })), (title) => {
        expect(adr.fileName(adviceOn({ content: 'media' }), { rules, title })).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
      }),
      runs(50),
    );
  });
});

test('a file name is the title, short, cut at a dash', () => {
  const advice = adviceOn({ content: 'media', 'peer-to-peer': true });
  const named = (title: string) => adr.fileName(advice, { rules, title });
  expect(named('Prix: l’été à Zürich, 2026!')).toBe('prix-l-ete-a-zurich-2026');
  expect(named(`${'word '.repeat(20)}`)).toBe('word-word-word-word-word-word-word-word-word-word-word-word');
  expect(named('強制')).toBe('use-webrtc');
});
