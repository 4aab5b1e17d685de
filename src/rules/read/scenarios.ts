/** Reads scenarios, the tests of rules: a folder scenarios/ of a pack, or single files. */
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { checkAnswers } from '../../core/answers.ts';
import type { Rules } from '../../core/model.ts';
import type { Scenario } from '../../core/rules/scenario.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import type { Place } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm } from '../../yaml/validate.ts';
import { reportAnswer } from '../check/advice.ts';
import { scenarioForm } from '../forms/scenario.ts';
import { FILES, NAMES } from '../messages.ts';
import { PackFiles } from './pack-files.ts';
import { PROJECT_FILE } from './pack-order.ts';

type ScenarioData = z.output<typeof scenarioForm>;

/** A scenario with everything that its file states, and the place of its id. */
export interface ReadScenario extends Omit<ScenarioData, 'tier' | 'answers'> {
  readonly tier: Scenario['tier'];
  readonly answers: Scenario['answers'];
  readonly place: Place;
}

/** The scenarios of a pack, by file; a pack without them, such as a project file, has none. */
export function readPackScenarios(dir: string, fs: RuleFs, rules: Rules, findings: Findings): ReadScenario[] {
  if (basename(dir) === PROJECT_FILE) return [];
  const files = new PackFiles(dir, fs, findings);
  return (files.entries(join(dir, 'scenarios')) ?? [])
    .filter(({ name }) => /\.ya?ml$/i.test(name))
    .flatMap(({ name }) => scenariosOf(files.yaml(join(dir, 'scenarios', name)), rules, findings));
}

/** One file of scenarios; those with faults are left out, and their faults are in `findings`. */
export function readScenarioFile(file: string, fs: RuleFs, rules: Rules, findings: Findings): ReadScenario[] {
  const top = new PackFiles(undefined, fs, findings).yaml(file, (files, path) =>
    files.report(path, FILES.noScenarios, { name: basename(path) }),
  );
  return scenariosOf(top, rules, findings);
}

function scenariosOf(top: Written | undefined, rules: Rules, findings: Findings): ReadScenario[] {
  if (top === undefined) return [];
  if (!Array.isArray(top.value)) {
    findings.report(top.place(), FILES.noList, { value: top.value, what: ' of scenarios' });
    return [];
  }
  const seen = new Set<string>();
  return top.items().flatMap((node) => {
    const scenario = readScenario(node, rules, findings);
    if (scenario === undefined) return [];
    if (seen.has(scenario.id)) {
      const id = node.child('id') ?? node;
      findings.report(id.place(), NAMES.repeatedScenario, { name: scenario.id });
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
    const isUnknown = problem.code === 'unknown-question';
    reportAnswer(given, problem.path, isUnknown, answerProblemInWords(problem), findings);
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
  findings.report(item.place(), NAMES.unknown, { kind: 'protocol', name, known: ids });
}
