import { safeJson } from '../../../report/safe-json.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { readPackScenarios } from '../../../rules/read/scenarios.ts';
import { findTodos } from '../../../rules/todos.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { nodeFs } from '../../../yaml/read-file.ts';
import { type Action, reportContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { wantsJson } from '../../options/format.ts';
import { shortDiagnostic } from '../../output/short-path.ts';
import { layRules, rulesFailure } from './load-layers.ts';

/**
 * `wirewise rules validate [DIR…]`: every problem of the packs, or how much they hold; no folder: the rules of this run.
 * What is still to be filled in is told, and no fault.
 */
export const validate: Action = async (context, dirs, options) => {
  const { cwd } = context.io;
  const { rules, parsed, order, warnings } = await layRules(context, dirs);
  const findings = new Findings();
  for (const { path } of order) readPackScenarios(path, nodeFs, rules, findings);
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
  if (wantsJson(options)) return { text: safeJson({ packs, ...counts, todos, warnings }), exitCode: EXIT.ok };
  const { width } = await reportContext(context, options);
  const held = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const places = todos.flatMap((todo) => wrap(shortDiagnostic(todo, cwd), width, '', '  '));
  const open = todos.length === 0 ? [] : [...places, `${todos.length} to be filled in.`];
  const warned = warnings.flatMap((warning) => wrap(shortDiagnostic(warning, cwd), width, '', '  '));
  const sound = [`No problem found in ${packs.join(' + ')}:`, `${held.join(', ')}.`];
  const lines = [...warned, ...open, ...sound.flatMap((line) => wrap(line, width))];
  return { text: `${lines.join('\n')}\n`, exitCode: EXIT.ok };
};
