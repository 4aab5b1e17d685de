/** Where a problem of a record is, and what identifies it. */
import type { Cause } from '../../../core/decision.ts';
import type { Problem, RecordedDecision } from '../../../core/record/check-record.ts';
import type { CheckedFile, CheckProblem } from '../../../core/record/check-report.ts';
import type { Findings } from '../../../yaml/diagnostics.ts';
import type { Part, Path } from '../../../yaml/node.ts';
import type { SpotOf } from './spots.ts';

/** The result for a file that is no record of these rules, with the place of every problem. */
export function unusable(file: string, findings: Findings, spot: SpotOf): CheckedFile {
  const problems = findings.sorted().map(
    ({ code, place, message }): CheckProblem => ({
      rule: 'unusable-record',
      level: 'error',
      key: code,
      ...spot(place),
      message,
      causes: [],
    }),
  );
  return { file, status: 'unusable', problems };
}

/** The place of the answer that caused the problem; of the decision where no single answer did. */
export function whereIs(record: RecordedDecision, problem: Problem): readonly [Path, Part] {
  if (problem.rule === 'idle-acceptance') return [['accepts', problem.at], 'value'];
  const decisive = problem.changes.filter(({ isDecisive }) => isDecisive).map(({ change }) => change);
  const [only] = decisive;
  if (only && decisive.length === 1) {
    if (only.kind === 'answer') return [['answers', only.question], 'key'];
    if (only.kind === 'all') return [['all'], 'key'];
    if (only.kind === 'override') return [['answers', only.override, only.criterion], 'key'];
  }
  if (problem.changes.some(({ change }) => change.kind === 'decision')) return [['decision'], 'key'];
  const [cause] = causesOf(problem);
  if (!cause) return [['decision'], 'key'];
  if (Object.hasOwn(record.answers, cause.question)) return [['answers', cause.question], 'key'];
  const [criterion = ''] = String(cause.answer).split('=');
  return [['answers', cause.question.replace(/^--/, ''), criterion], 'key'];
}

/** Answers and overrides that caused the problem although nothing changed. */
function causesOf(problem: Exclude<Problem, { rule: 'idle-acceptance' }>): readonly Cause[] {
  if (problem.rule === 'excluded') return problem.because;
  if (problem.rule === 'unaccepted-warning' || problem.changes.length > 0) return [];
  return [...problem.turning, ...problem.losses.flatMap(({ because }) => because)];
}

/** Identifies a problem among those of the same rule. */
export function keyOf(problem: Problem): string {
  switch (problem.rule) {
    case 'excluded':
      return problem.forbidden ? 'forbidden' : problem.breaks.map(({ criterion }) => criterion).join('+');
    case 'outranked':
      return problem.own.protocol;
    case 'unaccepted-warning':
      return problem.warning.id;
    case 'idle-acceptance':
      return problem.mistake;
  }
}
