/** What `record` and `record --update` share: which protocol is recorded, and whether the record would hold. */
import { decide } from '../../../core/decide.ts';
import type { Rules } from '../../../core/model.ts';
import {
  checkRecord,
  isNote,
  type Problem,
  type RecordedDecision,
  ranksAll,
  warningsAbout,
} from '../../../core/record/check-record.ts';
import type { SystemProblem } from '../../../core/record/check-system.ts';
import { type Basis, basisOf } from '../../../core/record/snapshot.ts';
import { causesInWords, problemInWords } from '../../../phrases/record-problems.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { didYouMean, expectedNames } from '../../../text/did-you-mean.ts';
import { clamp } from '../../../text/lists.ts';
import type { Context } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';

export type RecordContext = Pick<Context, 'io' | 'rules' | 'rulesDirs' | 'isProjectIgnored'>;
export type RecordOptions = Options<'record'>;

/**
 * What the decision rests on.
 *
 * @throws Failure if `check` would not accept the record
 */
export function basisFor(context: RecordContext, recorded: RecordedDecision): Basis {
  const { rules } = context;
  const verdict = checkRecord(rules, recorded);
  const problems = verdict.problems.filter((problem) => !isNote(problem));
  if (problems.length > 0) throw wouldNotHold(context, recorded, problems);
  const warnings = warningsAbout(rules, recorded, verdict.standing).map(({ id }) => id);
  const { answers, overrides, decision } = recorded;
  return basisOf(rules, { answers, overrides, decision, all: ranksAll(rules, recorded), warnings });
}

/** Whether the recorded protocol is feasible, and another one ranks before it. */
export function outranks(rules: Rules, recorded: RecordedDecision): boolean {
  const { override: _, ...plain } = recorded;
  return checkRecord(rules, plain).problems.some(({ rule }) => rule === 'outranked');
}

export function readAccepts(rules: Rules, { accept: given }: RecordOptions): string[] {
  const ids = [...rules.mistakes, ...(rules.systemMistakes ?? [])].map(({ id }) => id);
  const unknown = given.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(unknown.map((id) => `Unknown mistake "${id}" after --accept.${didYouMean(id, ids)}`));
  }
  return [...new Set(given)];
}

export function readDecision(rules: Rules, { decision: id }: RecordOptions): string | undefined {
  const ids = rules.protocols.map((protocol) => protocol.id);
  if (id === undefined || ids.includes(id)) return id;
  throw usageFailure([`Unknown protocol "${id}" after --decision.${expectedNames(id, ids)}`]);
}

export function recommended(
  rules: Rules,
  { answers, overrides, all }: Pick<RecordedDecision, 'answers' | 'overrides' | 'all'>,
): string {
  const { recommendation } = decide(rules, answers, { core: !all, ...(overrides && { overrides }) });
  if (recommendation) return recommendation.protocol;
  throw new Failure(
    EXIT.notFeasible,
    'error: No protocol meets every requirement, so there is nothing to record. "wirewise recommend" shows what would help.',
  );
}

function wouldNotHold({ rules, io }: RecordContext, recorded: RecordedDecision, problems: readonly Problem[]) {
  const width = clamp(io.stderr.columns ?? 80, 40, 80);
  const lines = problems.flatMap((problem) => [
    ...wrap(problemInWords(rules, recorded, problem), width, '  ', '  '),
    ...(problem.rule === 'unaccepted-warning' ? wrap(`Instead: ${problem.warning.instead}`, width, '    ') : []),
    ...(problem.rule === 'outranked'
      ? causesInWords(rules, recorded, problem).flatMap(({ says }) => wrap(says, width, '    '))
      : []),
  ]);
  return new Failure(
    EXIT.notFeasible,
    ['error: Nothing was written: check would not pass this record.', ...lines, wayOut(recorded, problems)].join('\n'),
  );
}

/** What to add so that check passes the record, in one line; nothing helps against an exclusion. */
function wayOut({ decision, accepts }: RecordedDecision, problems: readonly Problem[]): string {
  if (problems.some(({ rule }) => rule === 'excluded')) {
    return `No flag helps: ${decision} cannot meet these requirements. Change the answers, or choose another protocol.`;
  }
  const flags = [
    ...(problems.some(({ rule }) => rule === 'outranked') ? [OVERRIDE] : []),
    ...acceptFlag(accepts, problems),
  ];
  return `To choose ${decision} anyway, add: ${flags.join(' ')}`;
}

/** The flag with which `check` passes a choice that does not rank first. */
export const OVERRIDE = '--override "WHY"';

/** The flag that accepts all warnings of the problems, besides those accepted already; none where there are no warnings. */
export function acceptFlag(
  accepts: readonly string[],
  problems: readonly (Problem | SystemProblem)[],
): readonly string[] {
  const ids = problems.flatMap((one) => (one.rule === 'unaccepted-warning' ? [one.warning.id] : []));
  return ids.length > 0 ? [`--accept ${[...new Set([...accepts, ...ids])].join(',')}`] : [];
}
