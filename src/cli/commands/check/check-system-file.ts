import type { Rules } from '../../../core/model.ts';
import type { CheckedFile, CheckProblem } from '../../../core/record/check-report.ts';
import { checkSystem, type LegProblem, type SystemProblem } from '../../../core/record/check-system.ts';
import { type ReadSystemRecord, readSystemRecord } from '../../../documents/system/read-system-record.ts';
import { causesInWords, problemInWords } from '../../../phrases/record-problems.ts';
import { systemProblemCauses, systemProblemInWords } from '../../../phrases/system-record.ts';
import { printable } from '../../../text/printable.ts';
import type { Findings } from '../../../yaml/diagnostics.ts';
import type { Part, Path, RuleFile } from '../../../yaml/node.ts';
import { keyOf, unusable, whereIs } from './place-problem.ts';
import type { SpotOf } from './spots.ts';

/**
 * Checks one recorded system: each leg, then the whole.
 *
 * @param findings what is wrong with the file as YAML
 */
export function checkSystemFile(
  rules: Rules,
  { file, parsed, findings }: { readonly file: string; readonly parsed: RuleFile; readonly findings: Findings },
  spot: SpotOf,
): CheckedFile {
  const read = readSystemRecord(rules, parsed, findings);
  if (!read) return unusable(file, findings, spot);
  const { record } = read;
  const { legs, whole } = checkSystem(rules, record);
  const problems = [
    ...legs.map((problem) => legProblem(rules, read, spot, problem)),
    ...whole.map((problem) => wholeProblem(rules, read, spot, problem)),
  ];
  return {
    file,
    status: problems.every(({ level }) => level === 'note') ? 'holds' : 'fails',
    name: printable(record.system.name),
    decisions: record.decisions,
    problems,
  };
}

function legProblem(
  rules: Rules,
  read: ReadSystemRecord,
  spot: SpotOf,
  { leg, record, problem }: LegProblem,
): CheckProblem {
  const [path, part] = whereInSystem(leg.name, whereIs(record, problem), read);
  return {
    rule: problem.rule,
    level: 'error',
    leg: leg.name,
    key: `${leg.name}:${keyOf(problem)}`,
    ...spot(read.place(path, part)),
    message: printable(`${leg.name}: ${problemInWords(rules, record, problem)}`, 1000),
    causes: causesInWords(rules, record, problem).map((cause) => ({ ...cause, says: printable(cause.says, 1000) })),
  };
}

/** The path in the file for the path in the record of one leg: an answer is under the leg, or else among the shared ones. */
function whereInSystem(leg: string, [path, part]: readonly [Path, Part], { place }: ReadSystemRecord): [Path, Part] {
  const [field, ...rest] = path;
  if (field === 'decision') return [['decisions', leg], part];
  if (field !== 'answers') return [['legs', leg], 'key'];
  const own = place(['legs', leg, ...rest], part);
  const around = place(['legs', leg], 'value');
  const isOwn = own.line !== around.line || own.column !== around.column;
  return isOwn ? [['legs', leg, ...rest], part] : [['shared', ...rest], part];
}

function wholeProblem(
  rules: Rules,
  { place, record }: ReadSystemRecord,
  spot: SpotOf,
  problem: SystemProblem,
): CheckProblem {
  const isNote = problem.rule === 'idle-acceptance';
  const [path, part]: [Path, Part] = isNote ? [['accepts', problem.at], 'value'] : [['decisions'], 'key'];
  return {
    rule: problem.rule,
    level: isNote ? 'note' : 'error',
    key: keyOfWhole(problem),
    ...spot(place(path, part)),
    message: printable(systemProblemInWords(record, problem), 1000),
    causes: systemProblemCauses(rules, problem).map((cause) => ({ ...cause, says: printable(cause.says, 1000) })),
  };
}

function keyOfWhole(problem: SystemProblem): string {
  switch (problem.rule) {
    case 'outranked':
      return problem.own.assigned.map(({ ranked }) => ranked.protocol).join('+');
    case 'unaccepted-warning':
      return problem.warning.id;
    case 'idle-acceptance':
      return problem.mistake;
  }
}
