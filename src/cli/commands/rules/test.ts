import { resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import { judgeScenario } from '../../../core/rules/scenario.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { type JudgedScenario, renderScenarios } from '../../../report/terminal/scenarios.ts';
import type { ReadScenario } from '../../../rules/read/scenarios.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { layRules, type RulesContext } from './load-layers.ts';
import { scenariosIn, scenariosOf } from './scenarios.ts';

/**
 * `wirewise rules test [DIR…|FILE…]`: do the rules decide real cases as real teams did? Folders are packs to lay over
 * the rules of this run, files hold scenarios; without files all of the packs and the built-in ones are run. A miss is
 * what comes out outside `first` and `defensible`. A built-in scenario is known, and does not fail, where the built-in
 * rules miss it, too, or where a pack forbids what it expects.
 */
export async function test(context: RulesContext, args: readonly string[], options: Options<'rules'>): Promise<Result> {
  const isFile = (path: string) => /\.ya?ml$/i.test(path);
  const laid = await layRules(
    context,
    args.filter((path) => !isFile(path)),
  );
  const { rules, base, order } = laid;
  const files = args.filter(isFile).map((path) => resolve(context.io.cwd, path));
  const { builtIn, own } = files.length > 0 ? { builtIn: [], own: scenariosIn(files, laid) } : await scenariosOf(laid);
  // With nothing laid over the built-in rules, their misses are what is asked for.
  const beneath = order.length > 0 ? base : undefined;
  const judged = [
    ...builtIn.map((scenario) => judge(scenario, rules, beneath)),
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
