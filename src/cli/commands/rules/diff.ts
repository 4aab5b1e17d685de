import { diffRules } from '../../../core/rules/diff.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { type ChangedOutcome, type RulesDiffView, renderRulesDiff } from '../../../report/terminal/rules-diff.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { compareRecord, compareScenario, recordFiles, type Versions } from './diff-cases.ts';
import { layRules, type RulesContext } from './load-layers.ts';
import { scenariosOf } from './scenarios.ts';

/**
 * `wirewise rules diff A B`: two versions of a pack, each over the rules of this run but the project's: what differs,
 * and which scenarios and recorded decisions come out otherwise. Exit code 1 when one does, whatever else differs.
 */
export async function diff(context: RulesContext, args: readonly string[], options: Options<'rules'>): Promise<Result> {
  const [a, b, more] = args;
  if (a === undefined || b === undefined || more !== undefined)
    throw usageFailure(['Expected rules diff A B: two folders.']);
  const files = recordFiles(options.records, context.io);
  // The project's own pack is mostly what is compared: it must not lie beneath both.
  const beneath = { ...context, sources: context.sources.filter(({ layer }) => layer !== 'project') };
  const [before, after] = [await layRules(beneath, [a]), await layRules(beneath, [b])];
  const [{ builtIn, own: ownBefore }, { own: ownAfter }] = [await scenariosOf(before), await scenariosOf(after)];
  const scenarios = new Map([...builtIn, ...ownBefore, ...ownAfter].map((scenario) => [scenario.id, scenario]));
  const versions: Versions = [before.rules, after.rules];
  const outcomes: (ChangedOutcome | undefined)[] = [...scenarios.values()].map((one) => compareScenario(versions, one));
  for (const file of files) outcomes.push(await compareRecord(versions, file, context.io));
  const view: RulesDiffView = {
    a,
    b,
    changes: diffRules(...versions),
    cases: outcomes.length,
    outcomes: outcomes.filter((outcome) => outcome !== undefined),
  };
  const text =
    options.format === 'json' ? safeJson(view) : renderRulesDiff(view, await reportContext(context, options));
  return printed(text, options, view.outcomes.length > 0 ? EXIT.notFeasible : EXIT.ok);
}
