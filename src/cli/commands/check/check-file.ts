import type { Cause } from '../../../core/decision.ts';
import type { Rules } from '../../../core/model.ts';
import { checkRecord, isNote, type Problem, type RecordedDecision } from '../../../core/record/check-record.ts';
import type { CheckedFile, CheckProblem } from '../../../core/record/check-report.ts';
import { type ReadRecord, readRecord } from '../../../documents/read-record.ts';
import { causesInWords, problemInWords } from '../../../phrases/record-problems.ts';
import { lineHasher } from '../../../report/check/line-hash.ts';
import { printable } from '../../../text/printable.ts';
import type { Place } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import type { Part, Path } from '../../../yaml/node.ts';

/** Checks one recorded decision. Any other file is reported as unusable, with the place of every problem. */
export function checkFile(rules: Rules, file: string, bytes: Uint8Array): CheckedFile {
  const findings = new Findings();
  const read = readRecord(rules, file, bytes, findings);
  const spot = spotsIn(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  if (!read) {
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
  const { record } = read;
  const { decision, problems } = checkRecord(rules, record);
  return {
    file,
    status: problems.every(isNote) ? 'holds' : 'fails',
    name: printable(record.name),
    decision: record.decision,
    first: decision.ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol),
    problems: problems.map((problem) => toCheckProblem(rules, read, spot, problem)),
  };
}

/** The result for a file that cannot be read, or for a word that names no file. It has no line. */
export function unreadable(file: string, message: string): CheckedFile {
  const problem: CheckProblem = {
    rule: 'unusable-record',
    level: 'error',
    key: 'unreadable-file',
    message,
    causes: [],
  };
  return { file, status: 'unusable', problems: [problem] };
}

function toCheckProblem(rules: Rules, { record, place }: ReadRecord, spot: SpotOf, problem: Problem): CheckProblem {
  const [path, part] = whereIs(record, problem);
  return {
    rule: problem.rule,
    level: isNote(problem) ? 'note' : 'error',
    key: keyOf(problem),
    ...spot(place(path, part)),
    message: printable(problemInWords(rules, record, problem), 1000),
    causes: causesInWords(rules, record, problem).map((cause) => ({ ...cause, says: printable(cause.says, 1000) })),
  };
}

type Spot = Required<Pick<CheckProblem, 'line' | 'column' | 'endColumn' | 'lineHash'>>;
type SpotOf = (place: Place) => Spot;

/** Extends a place to the end of its line. The text is split once, because a file may have very many problems. */
function spotsIn(text: string): SpotOf {
  let split: { readonly lines: readonly string[]; readonly hashOf: (line: number) => string } | undefined;
  return ({ line, column }) => {
    split ??= { lines: text.split('\n'), hashOf: lineHasher(text) };
    const end = split.lines[line - 1]?.trimEnd().length ?? 0;
    return { line, column, endColumn: Math.max(end, column) + 1, lineHash: split.hashOf(line) };
  };
}

/** The place of the answer that caused the problem; of the decision where no single answer did. */
function whereIs(record: RecordedDecision, problem: Problem): readonly [Path, Part] {
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

function keyOf(problem: Problem): string {
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
