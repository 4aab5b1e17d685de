/** Reads scenarios, the tests of rules: a folder scenarios/ of a pack, or single files. */
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { checkAnswers } from '../../core/answers.ts';
import type { Rules } from '../../core/model.ts';
import type { Scenario } from '../../core/rules/scenario.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { printable } from '../../text/printable.ts';
import type { Place } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm, show } from '../../yaml/validate.ts';
import { scenarioForm } from '../forms/scenario.ts';
import { PackFiles } from './pack-files.ts';

type ScenarioData = z.output<typeof scenarioForm>;

/** A scenario with everything that its file states, and the place of its id. */
export interface ReadScenario extends Omit<ScenarioData, 'tier' | 'answers'> {
  readonly tier: Scenario['tier'];
  readonly answers: Scenario['answers'];
  readonly place: Place;
}

/** The scenarios of a pack, by file; a pack without them has none. */
export function readPackScenarios(dir: string, fs: RuleFs, rules: Rules, findings: Findings): ReadScenario[] {
  const files = new PackFiles(dir, fs, findings);
  return (files.entries(join(dir, 'scenarios')) ?? [])
    .filter(({ name }) => /\.ya?ml$/i.test(name))
    .flatMap(({ name }) => scenariosOf(files.yaml(join(dir, 'scenarios', name)), rules, findings));
}

/** One file of scenarios; those with faults are left out, and their faults are in `findings`. */
export function readScenarioFile(file: string, fs: RuleFs, rules: Rules, findings: Findings): ReadScenario[] {
  const message = `Expected a readable file of scenarios, ${basename(file)}: there is none.`;
  const top = new PackFiles(undefined, fs, findings).yaml(file, { code: 'unreadable-file', message });
  return scenariosOf(top, rules, findings);
}

function scenariosOf(top: Written | undefined, rules: Rules, findings: Findings): ReadScenario[] {
  if (top === undefined) return [];
  if (!Array.isArray(top.value)) {
    const message = `Expected a list of scenarios, each entry beginning with "- id:", got ${show(top.value)}.`;
    findings.add(top.place(), 'wrong-type', message);
    return [];
  }
  const seen = new Set<string>();
  return top.items().flatMap((node) => {
    const scenario = readScenario(node, rules, findings);
    if (scenario === undefined) return [];
    if (seen.has(scenario.id)) {
      const id = node.child('id') ?? node;
      findings.add(id.place(), 'duplicate-id', `Duplicate scenario "${scenario.id}". Choose another id.`);
    }
    seen.add(scenario.id);
    return [scenario];
  });
}

function readScenario(node: Written, rules: Rules, findings: Findings): ReadScenario | undefined {
  const data = matchForm(node, scenarioForm, findings);
  const given = node.child('answers');
  if (!data || !given) return undefined;
  const { answers, problems } = checkAnswers(rules.questions, data.answers);
  for (const problem of problems) {
    const { path, code } = problem;
    const isKey = code === 'unknown-question';
    const place = given.file.place([...given.path, ...path], isKey ? 'key' : 'value');
    findings.add(place, isKey ? 'unknown-name' : 'wrong-answer', answerProblemInWords(problem));
  }
  for (const list of ['first', 'defensible', 'rejected']) {
    for (const item of node.child('expect')?.child(list)?.items() ?? []) checkProtocol(item, rules, findings);
  }
  const tier = data.tier === undefined || data.tier === 'core' ? 'core' : 'all';
  return { ...data, tier, answers, place: (node.child('id') ?? node).place() };
}

function checkProtocol(item: Written, { protocols }: Rules, findings: Findings): void {
  const ids = protocols.map(({ id }) => id);
  const name = item.text() ?? '';
  if (ids.includes(name)) return;
  const message = `Unknown protocol "${printable(name)}".${didYouMean(name, ids)}`;
  findings.add(item.place(), 'unknown-name', message);
}
