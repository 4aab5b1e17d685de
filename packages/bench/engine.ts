// Figures of the engine, measured inside one process. Times are milliseconds; the first call is told apart.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { decide } from '../../src/core/decide.ts';
import { type Interview, interviewStep, openQuestionsOf, outlookOf } from '../../src/core/interview/next-question.ts';
import type { Answers, Cell, Grade, Rules } from '../../src/core/model.ts';
import { seededRandom } from '../../src/core/robustness/random.ts';
import { acceptabilities } from '../../src/core/robustness/robustness.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { cpuMs } from './cpu.ts';
import { median } from './median.mjs';
import type { Row } from './row.ts';

const root = new URL(`file://${process.argv[2]}/`);
const rules = await builtInRules();
const scenarios: { answers: Answers }[] = parse(readFileSync(new URL('rules/scenarios/public.yaml', root), 'utf8'));
const everyone = rules.protocols.map((_, p) => p);
const core = rules.protocols.flatMap(({ tier }, p) => (tier === 'core' ? [p] : []));

function robustness(): Row[] {
  const answers = rules.presets[0]?.answers ?? {};
  const run = () => acceptabilities(rules, answers, {}, everyone, { samples: 10_000, seed: 1 });
  const first = cpuMs(run);
  const later = median(Array.from({ length: 15 }, () => cpuMs(run)));
  const what = `robustness, 10,000 draws over ${everyone.length} protocols`;
  return [
    { what, value: later, unit: 'ms', limit: 30 },
    { what: `${what}, first call of a process`, value: first, unit: 'ms' },
  ];
}

interface Asked {
  readonly count: number;
  readonly slowestMs: number;
}

/** Puts questions to a scenario until the result is decided; what it does not answer is "not sure". */
function interview(given: Answers, choose: (interview: Interview) => string): Asked {
  let answers: Answers = {};
  const asked = new Set<string>();
  let slowestMs = 0;
  for (;;) {
    const now: Interview = { rules, answers, overrides: {}, pool: core, asked };
    if (openQuestionsOf(now).length === 0) break;
    let question: string | undefined;
    slowestMs = Math.max(
      slowestMs,
      cpuMs(() => {
        question = asked.size > 0 && interviewStep(now).kind === 'stop' ? undefined : choose(now);
      }),
    );
    if (question === undefined) break;
    asked.add(question);
    const answer = given[question];
    if (answer !== undefined) answers = { ...answers, [question]: answer };
  }
  return { count: asked.size, slowestMs };
}

function questions(): Row[] {
  const mostTelling = (now: Interview) => outlookOf(now).questions[0]?.question.id ?? '';
  const inFileOrder = (now: Interview) => openQuestionsOf(now)[0]?.id ?? '';
  const adaptive = scenarios.map(({ answers }) => interview(answers, mostTelling));
  const fixed = scenarios.map(({ answers }) => interview(answers, inFileOrder));
  return [
    {
      what: 'choice of the next question, the slowest',
      value: Math.max(...adaptive.map(({ slowestMs }) => slowestMs)),
      unit: 'ms',
      limit: 50,
    },
    {
      what: `questions until decided, median of ${scenarios.length} scenarios`,
      value: median(adaptive.map(({ count }) => count)),
      unit: 'asked',
    },
    { what: 'the same, asked in file order', value: median(fixed.map(({ count }) => count)), unit: 'asked' },
  ];
}

/** Rules of any size, with grades from a fixed seed and one weight for each criterion. */
function largeRules(protocols: number, criteria: number): Rules {
  const random = seededRandom(7);
  const grades: readonly Grade[] = [0, 1, 2, 3, 4];
  const cell = (): Cell => ({ grade: grades[random.below(5)] ?? 0, says: '', because: '', source: 'judgement: bench' });
  const ids = Array.from({ length: criteria }, (_, c) => `c${c}`);
  return {
    ...rules,
    criteria: ids.map((id) => ({
      id,
      label: id,
      asks: '',
      group: 'bench',
      baseline: 1 + random.below(5),
      table: false,
    })),
    protocols: Array.from({ length: protocols }, (_, p) => ({
      id: `p${p}`,
      name: `p${p}`,
      tier: 'core',
      summary: '',
      pickWhen: [],
      avoidWhen: [],
      needs: [],
      combinesWith: [],
      cells: Object.fromEntries(ids.map((id) => [id, cell()])),
    })),
    questions: [],
    mistakes: [],
    presets: [],
  };
}

const GROWTH_LIMIT = 1.5;

/** How cost grows by steps of ten; 1 is linear, and the limit allows for a cache that overflows. */
function size(): Row[] {
  const decideMs = (protocols: number, criteria: number) => {
    const large = largeRules(protocols, criteria);
    decide(large, {}, { robustness: false });
    return median(Array.from({ length: 7 }, () => cpuMs(() => decide({ ...large }, {}, { robustness: false }))));
  };
  const byProtocols = [10, 100, 1000].map((protocols) => decideMs(protocols, 200));
  const byCriteria = [20, 200, 2000].map((criteria) => decideMs(100, criteria));
  return [
    {
      what: 'a decision over 1,000 protocols × 200 criteria',
      value: byProtocols.at(-1) ?? Number.NaN,
      unit: 'ms',
      limit: 100,
    },
    ...growth('protocols', ['10', '100', '1,000'], byProtocols),
    ...growth('criteria', ['20', '200', '2,000'], byCriteria),
  ];
}

function growth(of: string, sizes: readonly string[], times: readonly number[]): Row[] {
  return times.slice(1).map((time, at) => ({
    what: `cost of ten times the ${of}, ${sizes[at]} to ${sizes[at + 1]}, by ten`,
    value: time / (times[at] ?? Number.NaN) / 10,
    unit: '×',
    limit: GROWTH_LIMIT,
  }));
}

console.log(JSON.stringify([...robustness(), ...questions(), ...size()]));
