import { resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import { judgeScenario } from '../../../core/rules/scenario.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { type JudgedScenario, renderScenarios } from '../../../report/terminal/scenarios.ts';
import type { ReadScenario } from '../../../rules/read/scenarios.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { loadLayers, type RulesContext } from './load-layers.ts';
import { scenariosIn, scenariosOf } from './scenarios.ts';

/**
 * `wirewise rules test [DIR…|FILE…]`: compares the rules with decisions of real teams. Folders are packs to merge into
 * the rules of this run; files hold scenarios. Without files it runs the scenarios of the packs and the built-in ones. A
 * miss is an outcome outside of `first` and `defensible`. A missed built-in scenario counts as known, not as a failure,
 * where the built-in rules miss it, too, or where a pack forbids the expected protocol.
 */
export async function test(context: RulesContext, args: readonly string[], options: Options<'rules'>): Promise<Result> {
  const isFile = (path: string) => /\.ya?ml$/i.test(path);
  const layers = await loadLayers(
    context,
    args.filter((path) => !isFile(path)),
  );
  const { rules, base, order } = layers;
  const files = args.filter(isFile).map((path) => resolve(context.io.cwd, path));
  const { builtIn, own } =
    files.length > 0 ? { builtIn: [], own: scenariosIn(files, layers) } : await scenariosOf(layers);
  // Without packs the test is about the built-in rules, so that their misses count.
  const builtInRules = order.length > 0 ? base : undefined;
  const judged = [
    ...builtIn.map((scenario) => judge(scenario, rules, builtInRules)),
    ...own.map((scenario) => judge(scenario, rules, undefined)),
  ];
  const count = (verdict: string) => judged.filter((one) => one.verdict === verdict).length;
  const counts = { first: count('first'), defensible: count('defensible'), known: count('known'), miss: count('miss') };
  const text =
    options.format === 'json'
      ? safeJson({ packs: rules.packs, ...counts, scenarios: judged })
      : renderScenarios(judged, counts, await reportContext(context, options));
  return printed(text, options, counts.miss > 0 ? EXIT.notFeasible : EXIT.ok);
}

function judge(scenario: ReadScenario, rules: Rules, base: Rules | undefined): JudgedScenario {
  const { id, title, expect, place } = scenario;
  const outcome = judgeScenario(rules, scenario);
  const isKnown =
    base !== undefined &&
    outcome.verdict === 'miss' &&
    (outcome.clues.every(({ kind }) => kind === 'forbidden') || judgeScenario(base, scenario).verdict === 'miss');
  const verdict = isKnown ? 'known' : outcome.verdict;
  return { id, title, place, expect, ...outcome, verdict };
}
