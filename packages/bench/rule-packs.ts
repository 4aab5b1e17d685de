// Figures of large rule packs: reading one against the YAML library's own parse of the same text, and deciding with it.
import { parse } from 'yaml';
import { decide } from '../../src/core/decide.ts';
import { loadPacks } from '../../src/rules/load.ts';
import type { FolderEntry, RuleFs } from '../../src/yaml/read-file.ts';
import { cpuMs } from './cpu.ts';
import type { Row } from './row.ts';

const PROTOCOLS = 1000;
const CRITERIA = 200;

const grades = (at: number) => (at * 7919) % 5;

function criteria(): string {
  const entries = Array.from({ length: CRITERIA }, (_, c) =>
    [
      `- id: c${c}`,
      `  label: Criterion ${c}`,
      `  asks: Does it do the thing with the number ${c}?`,
      '  group: bench',
      `  baseline: ${1 + (c % 5)}`,
    ].join('\n'),
  );
  return `${entries.join('\n')}\n`;
}

function protocol(p: number): string {
  const cells = Array.from({ length: CRITERIA }, (_, c) =>
    [
      `  c${c}:`,
      `    grade: ${grades(p * CRITERIA + c)}`,
      '    says: As it is',
      `    because: It does the thing with the number ${c} as well as ${p} others.`,
      '    source: "judgement: made up for the bench"',
    ].join('\n'),
  );
  const head = [
    `id: p${p}`,
    `name: Protocol ${p}`,
    'tier: core',
    `summary: The protocol with the number ${p}.`,
    'pickWhen: [somebody wants it]',
    'avoidWhen: [nobody wants it]',
    'needs: []',
    'combinesWith: []',
    'cells:',
  ];
  return `${[...head, ...cells].join('\n')}\n`;
}

const QUESTIONS = `- id: wanted
  kind: boolean
  label: Wanted
  asks: Is it wanted?
  help: Yes where somebody wants it.
  options:
    - { id: true, label: "Yes", weighs: { c1: 3 } }
    - { id: false, label: "No" }
`;

const files: Readonly<Record<string, string>> = {
  'pack/pack.yaml': 'name: large\nversion: "1"\n',
  'pack/criteria.yaml': criteria(),
  'pack/questions.yaml': QUESTIONS,
  ...Object.fromEntries(Array.from({ length: PROTOCOLS }, (_, p) => [`pack/protocols/p${p}.yaml`, protocol(p)])),
};

const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));

const folders: Readonly<Record<string, readonly FolderEntry[]>> = {
  pack: ['criteria.yaml', 'pack.yaml', 'questions.yaml', 'protocols'].map((name) => ({
    name,
    isFolder: name === 'protocols',
  })),
  'pack/protocols': Array.from({ length: PROTOCOLS }, (_, p) => ({ name: `p${p}.yaml`, isFolder: false })),
};

const memory: RuleFs = {
  readFile: (path) => {
    const content = bytes.get(path);
    return content ? { kind: 'file', bytes: content } : { kind: 'missing' };
  },
  readFolder: (path) => {
    const entries = folders[path];
    return entries ? { kind: 'folder', entries } : { kind: 'missing' };
  },
};

function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** What anybody has to pay who reads these files with this library. */
function parseAll(): void {
  for (const content of bytes.values()) parse(new TextDecoder().decode(content));
}

function load() {
  const { rules, diagnostics } = loadPacks({ dirs: ['pack'], fs: memory });
  if (!rules) throw new Error(`The pack of the bench has problems: ${diagnostics[0]?.message}`);
  return rules;
}

const parsed = cpuMs(parseAll);
const loaded = cpuMs(load);
const rules = load();
const decisions = Array.from({ length: 7 }, () => cpuMs(() => decide({ ...rules }, {}, { robustness: false })));
const size = `${thousands(PROTOCOLS)} protocols × ${CRITERIA} criteria`;
const rows: Row[] = [
  {
    what: `reading a pack of ${size}, against the YAML library's parse`,
    value: loaded / parsed,
    unit: '×',
    limit: 3,
  },
  { what: 'the same, in milliseconds', value: loaded, unit: 'ms' },
  { what: 'deciding with it, its matrix built anew', value: Math.min(...decisions), unit: 'ms', limit: 100 },
];
console.log(JSON.stringify(rows));
