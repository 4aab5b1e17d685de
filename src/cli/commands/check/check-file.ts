import type { Rules } from '../../../core/model.ts';
import { checkRecord, isNote, type Problem } from '../../../core/record/check-record.ts';
import type { CheckedFile, CheckProblem } from '../../../core/record/check-report.ts';
import { hasLegs, type ReadRecord, readRecord } from '../../../documents/read-record.ts';
import { isSystemRecord } from '../../../documents/system/read-system-record.ts';
import { causesInWords, problemInWords } from '../../../phrases/record-problems.ts';
import { printable } from '../../../text/printable.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { checkSystemFile } from './check-system-file.ts';
import { keyOf, unusable, whereIs } from './place-problem.ts';
import { type SpotOf, spotsIn } from './spots.ts';

/** Checks one recorded decision. Any other file is reported as unusable, with the place of every problem. */
export function checkFile(rules: Rules, file: string, bytes: Uint8Array): CheckedFile {
  const findings = new Findings();
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const spot = spotsIn(text);
  const ofSystem = new Findings();
  const parsed = hasLegs(text) ? parseYaml(file, bytes, ofSystem) : undefined;
  if (parsed && isSystemRecord(parsed)) return checkSystemFile(rules, { file, parsed, findings: ofSystem }, spot);
  const read = readRecord(rules, file, bytes, findings);
  if (!read) return unusable(file, findings, spot);
  const { record } = read;
  const { standing, problems } = checkRecord(rules, record);
  return {
    file,
    status: problems.every(isNote) ? 'holds' : 'fails',
    name: printable(record.name),
    decision: record.decision,
    first: standing.ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol),
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
