import { checkRecord, type RecordedDecision } from '../../../core/record/check-record.ts';
import { hasLegs, type ReadRecord, readRecord } from '../../../documents/read-record.ts';
import { recordAsData } from '../../../documents/record-data.ts';
import { updateRecordYaml } from '../../../documents/write-record.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import type { Result } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import { readInput } from '../../input/read-input.ts';
import {
  basisFor,
  outranks,
  type RecordContext,
  type RecordOptions,
  readAccepts,
  readDecision,
  recommended,
} from './choice.ts';
import { updateSystemRecord } from './record-system.ts';

/**
 * `wirewise record --update FILE`: decides anew from the answers of a record, and rewrites it. Flags change single
 * answers. What the team wrote stays: name, notes, comments, accepted warnings that still fire, and an override as long as
 * it overrides something.
 */
export async function updateRecord(context: RecordContext, file: string, options: RecordOptions): Promise<Result> {
  if (file === '-') throw usageFailure(['Expected a file after --update, not standard input.']);
  if (options.format !== undefined) throw usageFailure(['Unexpected --format: --update keeps the format of the file.']);
  const { name, bytes } = await readInput(file, context.io);
  if (hasLegs(new TextDecoder().decode(bytes))) {
    return updateSystemRecord(context, { name, bytes }, options);
  }
  const findings = new Findings();
  const read = readRecord(context.rules, name, bytes, findings);
  if (!read) throw new Failure(EXIT.usage, findings.sorted().map(formatDiagnostic).join('\n'));
  const recorded = await decideAnew(context, read, options);
  const extras = { why: options.why ?? read.why, basis: basisFor(context, recorded) };
  const text = new TextDecoder().decode(bytes);
  const isJson = text.trimStart().startsWith('{');
  const updated = isJson ? safeJson(recordAsData(recorded, extras)) : updateRecordYaml(text, recorded, extras);
  const path = options.output ?? file;
  const [before, now] = [read.record.decision, recorded.decision];
  const notice = `Wrote ${path}: ${before === now ? `still ${now}` : `${now}, was ${before}`}.`;
  const madeFrom = { name, bytes };
  return {
    documents: [{ text: updated, path, madeFrom, notice: options.quiet ? undefined : notice }],
    exitCode: EXIT.ok,
  };
}

async function decideAnew(context: RecordContext, { record }: ReadRecord, options: RecordOptions) {
  const { rules, io } = context;
  const base = { answers: record.answers, overrides: record.overrides };
  const { answers, overrides, core } = await collectInput(rules, options, io, base);
  const all = record.all && !core;
  const override = options.override === undefined ? record.override : { because: options.override };
  const kept = override === undefined ? undefined : record.decision;
  const plain: RecordedDecision = {
    name: options.name ?? record.name,
    answers,
    overrides,
    all,
    decision: readDecision(rules, options) ?? kept ?? recommended(rules, { answers, overrides, all }),
    accepts: [...new Set([...record.accepts, ...readAccepts(rules, options)])],
  };
  const settled = { ...plain, ...(outranks(rules, plain) && { override }) };
  return { ...settled, accepts: stillFiring(context, settled) };
}

/** The accepted warnings that these answers still cause. */
function stillFiring({ rules }: RecordContext, recorded: RecordedDecision): string[] {
  const idle = checkRecord(rules, recorded).problems.flatMap((one) => (one.rule === 'idle-acceptance' ? [one.at] : []));
  return recorded.accepts.filter((_, at) => !idle.includes(at));
}
