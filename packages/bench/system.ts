// Figures of whole systems, measured inside one process.
import { decide } from '../../src/core/decide.ts';
import { seededRandom } from '../../src/core/robustness/random.ts';
import { plansFor } from '../../src/core/system/assignments.ts';
import { decideSystem } from '../../src/core/system/decide-system.ts';
import { type LegOption, paretoFront } from '../../src/core/system/front.ts';
import { MOST_LEGS } from '../../src/core/system/leg-words.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { cpuMs } from './cpu.ts';
import { median } from './median.mjs';
import type { Row } from './row.ts';
import { readScenarios } from './scenarios.mjs';

const rules = await builtInRules();
/** Published decisions of different kinds. */
const scenarios = readScenarios(process.argv[2] ?? '');
const step = Math.floor(scenarios.length / MOST_LEGS);
const legs = Array.from({ length: MOST_LEGS }, (_, at) => ({
  name: `leg${at}`,
  answers: scenarios[at * step]?.answers ?? {},
  overrides: undefined,
}));

const ROUNDS = 15;

function medianMs(work: () => unknown): number {
  return median(Array.from({ length: ROUNDS }, () => cpuMs(work)));
}

/** Every protocol for every leg, each with up to three components of twenty, so that nearly every set occurs. */
function hardest(components: number): LegOption[][] {
  const random = seededRandom(11);
  return legs.map(() =>
    rules.protocols.map(({ id }) => ({
      protocol: id,
      score: random.below(100),
      needs: Array.from({ length: 1 + random.below(3) }, () => 1 << random.below(components)).reduce(
        (a, b) => a | b,
        0,
      ),
    })),
  );
}

function system(): Row[] {
  const decided = legs.map(({ name, answers }) => ({ name, decision: decide(rules, answers) }));
  const all = rules.protocols.length;
  return [
    {
      what: `assignments of ${MOST_LEGS} legs, ${all} protocols`,
      value: medianMs(() => plansFor(rules, decided)),
      unit: 'ms',
      limit: 100,
    },
    {
      what: `a system of ${MOST_LEGS} legs, ${all} protocols, each leg decided`,
      value: medianMs(() => decideSystem(rules, { name: 'bench', legs })),
      unit: 'ms',
      limit: 100,
    },
    {
      what: `the same search with made-up needs, all sets of ${rules.components?.length ?? 0} components`,
      value: medianMs(() => paretoFront(hardest(rules.components?.length ?? 0))),
      unit: 'ms',
      limit: 100,
    },
    { what: 'the same, of 20 components', value: medianMs(() => paretoFront(hardest(20))), unit: 'ms' },
  ];
}

console.log(JSON.stringify(system()));
