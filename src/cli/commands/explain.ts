import { DEFAULT_ROBUSTNESS } from '../../core/decide.ts';
import { compareProtocols, explainProtocol } from '../../core/explain.ts';
import type { Rules } from '../../core/model.ts';
import { criterionId } from '../../core/overrides.ts';
import { isRanked } from '../../core/ranking/rank.ts';
import { safeJson } from '../../report/safe-json.ts';
import { renderComparison } from '../../report/terminal/comparison.ts';
import { renderCriterion, renderMistake } from '../../report/terminal/definitions.ts';
import { renderExplanation } from '../../report/terminal/explanation.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Context, printed, type Result, reportContext } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { collectInput } from '../input/answers.ts';
import { type CommonOptions, type Options, robustnessOf } from '../options/options.ts';

type ExplainContext = Pick<Context, 'io' | 'rules'>;

/** `wirewise explain`: explains one protocol, criterion or mistake. */
export async function explain(
  context: ExplainContext,
  args: readonly string[],
  options: Options<'explain'>,
): Promise<Result> {
  const { criterion, mistake } = options;
  if ([args[0], criterion, mistake].filter((subject) => subject !== undefined).length !== 1) {
    throw usageFailure(['Expected one of PROTOCOL, --criterion ID, --mistake ID.']);
  }
  if (criterion !== undefined) {
    const found = find(context.rules, 'criterion', criterionId(context.rules, criterion) ?? criterion);
    return present(context, options, found, (report) => renderCriterion(found, report));
  }
  if (mistake !== undefined) {
    const found = find(context.rules, 'mistake', mistake);
    return present(context, options, found, (report) => renderMistake(found, report));
  }
  const { rules } = context;
  const { id } = find(rules, 'protocol', args[0] ?? '');
  const { answers, overrides, core } = await collectInput(rules, options, context.io);
  const robustness = robustnessOf(options, DEFAULT_ROBUSTNESS.samples);
  const explanation = explainProtocol(rules, answers, overrides ?? {}, isRanked(core), id, robustness);
  return present(context, options, explanation, (report) => renderExplanation(explanation, report));
}

/** `wirewise compare A B`: compares two protocols. */
export async function compare(
  context: ExplainContext,
  args: readonly string[],
  options: Options<'compare'>,
): Promise<Result> {
  const { rules, io } = context;
  const [a, b] = args.map((id) => find(rules, 'protocol', id).id);
  if (a === undefined || b === undefined || a === b)
    throw usageFailure(['Expected two different protocols to compare.']);
  const { answers, overrides } = await collectInput(rules, options, io);
  const comparison = compareProtocols(rules, answers, overrides ?? {}, [a, b]);
  return present(context, options, comparison, (report) => renderComparison(comparison, report));
}

async function present(
  context: ExplainContext,
  options: CommonOptions,
  data: object,
  render: (report: Awaited<ReturnType<typeof reportContext>>) => string,
): Promise<Result> {
  const text = options.format === 'json' ? safeJson(data) : render(await reportContext(context, options));
  return printed(text, options);
}

/** What can be explained, by kind. */
function subjects(rules: Rules) {
  return {
    protocol: rules.protocols,
    criterion: rules.criteria,
    mistake: [...rules.mistakes, ...(rules.systemMistakes ?? [])],
  } as const;
}

type Subjects = ReturnType<typeof subjects>;
type Kind = keyof Subjects;

const KINDS: readonly Kind[] = ['protocol', 'criterion', 'mistake'];

function find<K extends Kind>(rules: Rules, kind: K, id: string): Subjects[K][number] {
  const all = subjects(rules);
  const list: readonly Subjects[K][number][] = all[kind];
  const found = list.find((entry) => entry.id === id);
  if (found) return found;
  const wanted = criterionId(rules, id) ?? id;
  const other = KINDS.find((one) => all[one].some((entry) => entry.id === wanted));
  if (other === undefined) {
    const ids = list.map((entry) => entry.id);
    throw usageFailure([`Unknown ${kind} "${id}".${expectedNames(id, ids)}`]);
  }
  const flag = other === 'protocol' ? '' : `--${other} `;
  throw usageFailure([`Unknown ${kind} "${id}". It is a ${other}: wirewise explain ${flag}${id}.`]);
}
