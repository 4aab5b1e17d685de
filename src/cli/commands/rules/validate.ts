import { join } from 'node:path';
import { readPublishedSystems } from '../../../documents/system/read-published.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { mergeStarters } from '../../../rules/build/merge-starters.ts';
import { builtInProjects } from '../../../rules/built-in-projects.ts';
import type { ParsedPacks } from '../../../rules/read/parsed-packs.ts';
import { readPackScenarios } from '../../../rules/read/scenarios.ts';
import { findTodos, unfinishedProtocols } from '../../../rules/todos.ts';
import { buildProject } from '../../../starters/project.ts';
import { listStarters } from '../../../starters/render.ts';
import { joined } from '../../../text/lists.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { nodeFs } from '../../../yaml/read-file.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { rulesFailure, shortDiagnostic } from '../../input/rule-problems.ts';
import type { Options } from '../../options/options.ts';
import { loadLayers, type RulesContext } from './load-layers.ts';

/**
 * `wirewise rules validate [DIR…]`: prints every problem of the packs, or what they contain. Without folders it checks
 * the rules of this run. Places that are still to be filled in are listed; they are no errors.
 */
export async function validate(
  context: RulesContext,
  dirs: readonly string[],
  options: Options<'rules'>,
): Promise<Result> {
  const { cwd } = context.io;
  const { rules, parsed, order, warnings } = await loadLayers(context, dirs);
  const findings = new Findings();
  for (const { path } of order) {
    readPackScenarios(path, nodeFs, rules, findings);
    readPublishedSystems(path, nodeFs, rules, findings);
  }
  await checkProjects(context, parsed, findings);
  const faults = findings.sorted();
  if (faults.length > 0) throw rulesFailure(faults, cwd);
  const { packs, protocols, criteria, questions, mistakes, presets } = rules;
  const todos = findTodos(parsed);
  const counts = {
    protocols: protocols.length,
    criteria: criteria.length,
    questions: questions.length,
    presets: presets.length,
    mistakes: mistakes.length,
  };
  if (options.format === 'json') return printed(safeJson({ packs, ...counts, todos, warnings }), options);
  const { width } = await reportContext(context, options);
  const held = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const places = todos.flatMap((todo) => wrap(shortDiagnostic(todo, cwd), width, '', '  '));
  const open = todos.length === 0 ? [] : [...places, ...wrap(todosInWords(todos.length, parsed), width)];
  const warned = warnings.flatMap((warning) => wrap(shortDiagnostic(warning, cwd), width, '', '  '));
  const sound = [`No problem found in ${packs.join(' + ')}:`, `${held.join(', ')}.`];
  const lines = [...warned, ...open, ...sound.flatMap((line) => wrap(line, width))];
  return printed(`${lines.join('\n')}\n`, options);
}

/** Reports starters that cannot be written as a project: a file of theirs is in the way of one that projects get. */
async function checkProjects({ starters }: RulesContext, parsed: ParsedPacks, findings: Findings): Promise<void> {
  const projects = await builtInProjects();
  for (const { dir, data } of parsed.starters) {
    const all = mergeStarters(starters, data);
    for (const name of listStarters(data)) {
      const { protocol, language } = name;
      const project = buildProject(all, projects, { ...name, answers: {}, set: {} }, { protocol, language });
      if (!('problem' in project) || project.problem.code !== 'path-taken') continue;
      const file = join(dir, protocol, language, 'starter.yaml');
      findings.add({ file, line: 1, column: 1 }, 'wrong-value', project.problem.message);
    }
  }
}

/** How many places are open, and that they do not keep a protocol out of the ranking. */
function todosInWords(count: number, parsed: ParsedPacks): string {
  const ids = unfinishedProtocols(parsed).map(({ id }) => id);
  const ranked = ids.length === 0 ? '' : ` ${joined(ids)} ${ids.length === 1 ? 'is' : 'are'} ranked nevertheless.`;
  return `Not finished: ${count} ${count === 1 ? 'place' : 'places'} marked TODO.${ranked}`;
}
