import type { Overrides } from '../../../core/decision.ts';
import type { Answers, Rules } from '../../../core/model.ts';
import { isRanked, rankProtocols } from '../../../core/ranking/rank.ts';
import { checkRecord, isNote, ranksAll } from '../../../core/record/check-record.ts';
import { type ReadRecord, readRecord } from '../../../documents/read-record.ts';
import type { ChangedOutcome, RecordStatus } from '../../../report/terminal/rules-diff.ts';
import type { ReadScenario } from '../../../rules/read/scenarios.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import type { Io } from '../../io.ts';
import { findRecords } from '../check/find-records.ts';

/** Two versions of rules, the older one first. */
export type Versions = readonly [before: Rules, after: Rules];

/** A case that both versions decide. */
interface Case {
  readonly answers: Answers;
  readonly overrides?: Overrides | undefined;
  readonly all: boolean;
}

/** The outcomes of a scenario in both versions; `undefined` when they are the same. */
export function compareScenario(versions: Versions, { id, answers }: ReadScenario): ChangedOutcome | undefined {
  const [from, to] = firstPlaces(versions, { answers, all: true });
  return from === to ? undefined : { kind: 'scenario', name: id, from, to };
}

/** The recorded decisions that words name: files, folders and globs, as for `check`. */
export function recordFiles(words: readonly string[], io: Io): readonly string[] {
  const { files, problems } = findRecords(words, io.cwd);
  if (problems.length > 0) throw usageFailure(problems.map(({ message }) => message));
  return files;
}

/**
 * The outcomes of a recorded decision in both versions; `undefined` when they are the same.
 *
 * @throws Failure with every problem of a file that neither version can read as a recorded decision
 */
export async function compareRecord(versions: Versions, file: string, io: Io): Promise<ChangedOutcome | undefined> {
  const { name, bytes } = await readInput(file, io);
  const [before, after] = versions;
  const [older, newer] = [read(before, name, bytes), read(after, name, bytes)];
  const record = (older.read ?? newer.read)?.record;
  if (!record) throw new Failure(EXIT.usage, older.findings.sorted().map(formatDiagnostic).join('\n'));
  const { answers, overrides } = record;
  const all = versions.some((rules) => ranksAll(rules, record));
  const [from, to] = firstPlaces(versions, { answers, overrides, all });
  const status = { from: statusOf(before, older.read), to: statusOf(after, newer.read) };
  return from === to && status.from === status.to ? undefined : { kind: 'record', name, from, to, status };
}

function read(rules: Rules, name: string, bytes: Uint8Array) {
  const findings = new Findings();
  return { read: readRecord(rules, name, bytes, findings), findings };
}

function statusOf(rules: Rules, found: ReadRecord | undefined): RecordStatus {
  if (!found) return 'unusable';
  return checkRecord(rules, found.record).problems.every(isNote) ? 'holds' : 'fails';
}

/** Ids; `null` when no protocol is feasible. */
function firstPlaces([before, after]: Versions, one: Case): readonly [string | null, string | null] {
  return [firstPlace(before, one), firstPlace(after, one)];
}

function firstPlace(rules: Rules, { answers, overrides = {}, all }: Case): string | null {
  // A version may lack a question of the other, whose answer it ignores.
  const known = Object.entries(answers).filter(([id]) => rules.questions.some((question) => question.id === id));
  const { ranking } = rankProtocols(rules, Object.fromEntries(known), overrides, isRanked(!all));
  return ranking[0]?.protocol ?? null;
}
