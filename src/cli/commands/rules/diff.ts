import { diffRules } from '../../../core/rules/diff.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { type ChangedOutcome, type RulesDiffView, renderRulesDiff } from '../../../report/terminal/rules-diff.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { compareRecord, compareScenario, recordFiles, type Versions } from './diff-cases.ts';
import { loadLayers, type RulesContext } from './load-layers.ts';
import { scenariosOf } from './scenarios.ts';

/**
 * `wirewise rules diff A B`: compares two versions of a pack, each merged into the rules of this run without those of
 * the project. It lists what differs, and which scenarios and recorded decisions change. Exit code 1 when one changes.
 */
export async function diff(context: RulesContext, args: readonly string[], options: Options<'rules'>): Promise<Result> {
  const [a, b, more] = args;
  if (a === undefined || b === undefined || more !== undefined)
    throw usageFailure(['Expected rules diff A B: two folders.']);
  const files = recordFiles(options.records, context.io);
  // The packs to compare are mostly versions of the project's own pack, which must not be part of both.
  const withoutProject = { ...context, sources: context.sources.filter(({ layer }) => layer !== 'project') };
  const [before, after] = [await loadLayers(withoutProject, [a]), await loadLayers(withoutProject, [b])];
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
