// Line by line what `batch` does, against what nobody can leave out: to parse the line, to print what comes of it.
import { LineDecider } from '../../src/cli/commands/batch/line-decider.ts';
import { LineSplitter } from '../../src/cli/commands/batch/line-splitter.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { cpuMs } from './cpu.ts';
import { median } from './median.mjs';
import type { Row } from './row.ts';
import { readScenarios } from './scenarios.mjs';

const ROUNDS = 15;
/** They run before the code is compiled. */
const FIRST_ROUNDS = 3;

const rules = await builtInRules();
const texts = readScenarios(process.argv[2] ?? '').map((one) => `${JSON.stringify(one)}\n`);
const lines = texts.map((text) => Buffer.from(text));
const decider = new LineDecider(
  { rules, rulesDirs: [], isProjectIgnored: false },
  { answers: {}, overrides: undefined, core: false },
  { quiet: false, samples: undefined, seed: undefined },
);
const splitter = new LineSplitter(1024 * 1024);
const decisions: unknown[] = lines.map((line) => JSON.parse(decideLine(line)));

function decideLine(line: Buffer): string {
  return [...splitter.push(line)].map((one) => decider.decide(one)).join('');
}

function roundsMs(work: (line: number) => unknown): number {
  return cpuMs(() => {
    for (let round = 0; round < 40; round++) for (const line of lines.keys()) work(line);
  });
}

const ratios = Array.from({ length: ROUNDS }, () => {
  const bare = roundsMs((line) => JSON.stringify(JSON.parse(texts[line] ?? '') && decisions[line]));
  return roundsMs((line) => decideLine(lines[line] ?? Buffer.alloc(0))) / bare;
});
const row: Row = {
  what: 'batch, a line against JSON.parse and JSON.stringify alone',
  value: median(ratios.slice(FIRST_ROUNDS)),
  unit: '×',
  limit: 3,
};
console.log(JSON.stringify([row]));
