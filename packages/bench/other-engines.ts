// The same decisions by general rule engines. None of them ranks by weights: each finds which effects the answers have
// (its own job, in the form that it likes best), and one plain function for all of them screens and adds up. Decisions are
// compared, protocol by protocol and score by score, before anything is timed.
import { readFileSync } from 'node:fs';
import { ZenEngine } from '@gorules/zen-engine';
import dmnEval from '@hbtgmbh/dmn-eval-js';
import { Engine } from 'json-rules-engine';
import { parse } from 'yaml';
import { chosenOptions } from '../../src/core/answers.ts';
import { decide } from '../../src/core/decide.ts';
import type { Answers, Effect, Rules } from '../../src/core/model.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { cpuMsSince } from './cpu.ts';
import { median } from './median.mjs';
import type { Row } from './row.ts';

type Scores = Readonly<Record<string, number>>;

/** Facts as rule engines want them: one for each option, whether it was chosen. */
type Facts = Readonly<Record<string, boolean>>;

interface Rule {
  readonly fact: string;
  readonly effect: Effect;
}

interface Contestant {
  readonly name: string;
  readonly decide: (facts: Facts) => Promise<Scores>;
}

const ROUNDS = 9;
/** They run before the code is compiled. */
const FIRST_ROUNDS = 3;
/** So often does a turn decide each scenario. */
const TIMES = 4;

const root = new URL(`file://${process.argv[2]}/`);
const rules = withoutSideConditions(await builtInRules());
const scenarios: { answers: Answers }[] = parse(readFileSync(new URL('rules/scenarios/published.yaml', root), 'utf8'));
const allRules = rulesOf(rules);

/** What an effect may depend on besides its option is no part of the contest: it would be written anew for each engine. */
function withoutSideConditions(whole: Rules): Rules {
  return {
    ...whole,
    mistakes: [],
    questions: whole.questions.map((question) => ({
      ...question,
      options: question.options.map((option) => ({
        ...option,
        effects: option.effects.filter(({ when }) => when === undefined),
      })),
    })),
  };
}

function rulesOf({ questions }: Rules): Rule[] {
  return questions.flatMap(({ options }, q) =>
    options.flatMap(({ effects }, o) => effects.map((effect) => ({ fact: factName(q, o), effect }))),
  );
}

function factName(question: number, option: number): string {
  return `q${question}o${option}`;
}

function factsOf(answers: Answers): Facts {
  return Object.fromEntries(
    rules.questions.flatMap((question, q) => {
      const answer = answers[question.id];
      const chosen = answer === undefined ? [] : chosenOptions(question, answer);
      return question.options.map((option, o) => [factName(q, o), chosen.includes(option)]);
    }),
  );
}

/** Screen and rank, from the effects that hold: what none of the engines does by itself. */
function rank(effects: readonly (Effect | undefined)[]): Scores {
  const weights = new Map(rules.criteria.map(({ id, baseline }) => [id, baseline]));
  const minima: [string, number][] = [];
  for (const effect of effects) {
    for (const [criterion, weight] of Object.entries(effect?.weighs ?? {})) {
      weights.set(criterion, (weights.get(criterion) ?? 0) + weight);
    }
    minima.push(...Object.entries(effect?.requires ?? {}));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const scores: Record<string, number> = {};
  for (const { id, cells } of rules.protocols) {
    if (minima.some(([criterion, minimum]) => (cells[criterion]?.grade ?? 0) < minimum)) continue;
    let sum = 0;
    for (const [criterion, weight] of weights) sum += (weight * (cells[criterion]?.grade ?? 0)) / 4;
    scores[id] = (100 * sum) / total;
  }
  return scores;
}

function ours(answers: Answers): Scores {
  const { ranking } = decide(rules, answers, {});
  return Object.fromEntries(ranking.map(({ protocol, score }) => [protocol, score]));
}

function jsonRulesEngine(): Contestant {
  const engine = new Engine(
    allRules.map(({ fact }, at) => ({
      conditions: { all: [{ fact, operator: 'equal', value: true }] },
      event: { type: 'effect', params: { at } },
    })),
  );
  return {
    name: 'json-rules-engine',
    decide: async (facts) => {
      const { events } = await engine.run(facts);
      return rank(events.map(({ params }) => allRules[Number(params?.['at'])]?.effect));
    },
  };
}

/** One decision table in which every row that holds counts. */
function zen(): Contestant {
  const model = {
    nodes: [
      { id: 'in', name: 'answers', type: 'inputNode', position: { x: 0, y: 0 } },
      {
        id: 'table',
        name: 'effects',
        type: 'decisionTableNode',
        position: { x: 1, y: 0 },
        content: {
          hitPolicy: 'collect',
          inputs: [{ id: 'holds', name: 'holds' }],
          outputs: [{ id: 'at', name: 'at', field: 'at' }],
          rules: allRules.map(({ fact }, at) => ({ _id: `r${at}`, holds: fact, at: String(at) })),
        },
      },
      { id: 'out', name: 'effects', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'e1', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'e2', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model)));
  return {
    name: 'GoRules ZEN engine',
    decide: async (facts) => {
      const { result } = await decision.evaluate(facts);
      return rank(result.map(({ at }: { at: number }) => allRules[at]?.effect));
    },
  };
}

function dmnRow(id: string, input: string, output: number): string {
  return `<rule id="${id}"><inputEntry id="${id}i"><text>${input}</text></inputEntry><outputEntry id="${id}o"><text>${output}</text></outputEntry></rule>`;
}

/** A DMN table for each fact: a table with a column for each of them would be mostly dashes. */
async function dmn(): Promise<Contestant> {
  const facts = [...new Set(allRules.map(({ fact }) => fact))];
  const tables = facts.map((fact) => {
    const hits = allRules.flatMap((rule, at) => (rule.fact === fact ? dmnRow(`${fact}r${at}`, 'true', at) : []));
    // The library writes a warning where no row matches; this one always does, and stands for no effect.
    const rows = [...hits, dmnRow(`${fact}else`, '-', -1)];
    return `<decision id="${fact}" name="${fact}"><decisionTable id="t${fact}" hitPolicy="COLLECT"><input id="in${fact}"><inputExpression id="x${fact}" typeRef="boolean"><text>${fact}</text></inputExpression></input><output id="out${fact}" name="at" typeRef="integer" />${rows.join('')}</decisionTable></decision>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" id="d" name="d" namespace="http://camunda.org/schema/1.0/dmn">${tables.join('')}</definitions>`;
  const decisions = await dmnEval.decisionTable.parseDmnXml(xml);
  return {
    name: 'DMN tables (dmn-eval-js)',
    decide: async (context) => {
      const hits = facts.flatMap((fact) => dmnEval.decisionTable.evaluateDecision(fact, decisions, context) ?? []);
      return rank(hits.map(({ at }: { at: number }) => allRules[at]?.effect));
    },
  };
}

/** @throws Error when a contestant decides otherwise than we do */
async function assertEqual({ name, decide: decideTheirs }: Contestant): Promise<void> {
  for (const { answers } of scenarios) {
    const expected = Object.entries(ours(answers)).sort();
    const got = Object.entries(await decideTheirs(factsOf(answers))).sort();
    const isEqual =
      expected.length === got.length &&
      expected.every(([id, score], at) => got[at]?.[0] === id && Math.abs((got[at]?.[1] ?? 0) - score) < 1e-9);
    if (!isEqual) throw new Error(`${name} decides otherwise: ${JSON.stringify({ answers, expected, got })}`);
  }
}

/** CPU of a decision in microseconds. */
async function microsecondsEach(work: (scenario: number) => unknown): Promise<number> {
  const start = process.cpuUsage();
  for (let time = 0; time < TIMES; time++) for (const scenario of scenarios.keys()) await work(scenario);
  return (cpuMsSince(start) * 1000) / (TIMES * scenarios.length);
}

const prepared = scenarios.map(({ answers }) => factsOf(answers));
const own: number[] = [];
const against: Row[] = [];
for (const contestant of [jsonRulesEngine(), zen(), await dmn()]) {
  await assertEqual(contestant);
  const ratios: number[] = [];
  // By turns, so that both have the same machine; what a turn takes differs by half from one to the next.
  for (let round = 0; round < FIRST_ROUNDS + ROUNDS; round++) {
    const ourTime = await microsecondsEach((at) => ours(scenarios[at]?.answers ?? {}));
    const theirTime = await microsecondsEach((at) => contestant.decide(prepared[at] ?? {}));
    if (round < FIRST_ROUNDS) continue;
    own.push(ourTime);
    ratios.push(ourTime / theirTime);
  }
  const what = `wirewise against ${contestant.name}, equal results`;
  against.push({ what, value: median(ratios), unit: '×', limit: 1 });
}
const what = `a decision with its reasons, ${allRules.length} effects`;
console.log(JSON.stringify([{ what, value: median(own), unit: 'µs' }, ...against]));
