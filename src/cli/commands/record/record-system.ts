/** `wirewise record --system FILE`: writes a decided system as a file that `check` reads, if `check` would accept it. */
import { decide } from '../../../core/decide.ts';
import type { Rules } from '../../../core/model.ts';
import { warningsAbout } from '../../../core/record/check-record.ts';
import { checkSystem, type RecordedSystem, type SystemVerdict } from '../../../core/record/check-system.ts';
import { type Basis, basisOf } from '../../../core/record/snapshot.ts';
import { decideSystem } from '../../../core/system/decide-system.ts';
import type { System } from '../../../core/system/system.ts';
import { readSystemRecord } from '../../../documents/system/read-system-record.ts';
import { systemRecordAsData, systemRecordAsYaml } from '../../../documents/system/write-system-record.ts';
import { problemInWords } from '../../../phrases/record-problems.ts';
import { systemProblemInWords } from '../../../phrases/system-record.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { clamp, splitOnce } from '../../../text/lists.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { noticeOf, type Result } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { InputFile } from '../../input/read-input.ts';
import { readSystemFile } from '../system/read-file.ts';
import { acceptFlag, OVERRIDE, type RecordContext, type RecordOptions, readAccepts } from './choice.ts';

/** @param head comment lines on top of the file */
export async function recordSystem(
  context: RecordContext,
  file: string,
  options: RecordOptions,
  head: string,
): Promise<Result> {
  refuseAnswers(options);
  const { rules, io } = context;
  const { system } = await readSystemFile(rules, file, io);
  const { why, output, override } = options;
  const named: System = { ...system, name: options.name ?? system.name };
  if (override !== undefined && options.decision === undefined)
    throw usageFailure(['Missing --decision LEG=PROTOCOL: --override records another protocol than the advice.']);
  const plain = decidedSystem(rules, named, options, readAccepts(rules, options));
  const record = { ...plain, ...(override !== undefined && { override: { because: override } }) };
  if (override !== undefined && checkSystem(rules, plain).whole.every(({ rule }) => rule !== 'outranked'))
    throw usageFailure(['Unexpected --override: the system follows the advice, so there is nothing to override.']);
  const extras = { why, basis: basesFor(context, record) };
  const text =
    options.format === 'json'
      ? safeJson(systemRecordAsData(record, extras))
      : systemRecordAsYaml(record, extras, { head });
  return { documents: [{ text, path: output, isNew: !options.force, notice: noticeOf(options) }], exitCode: EXIT.ok };
}

/** `wirewise record --update FILE` for a recorded system: decides anew from its answers, and rewrites it. */
export async function updateSystemRecord(
  context: RecordContext,
  madeFrom: InputFile,
  options: RecordOptions,
): Promise<Result> {
  refuseAnswers(options);
  const { rules } = context;
  const { name: file, bytes } = madeFrom;
  const findings = new Findings();
  const parsed = parseYaml(file, bytes, findings);
  const read = parsed && readSystemRecord(rules, parsed, findings);
  if (!read) throw new Failure(EXIT.usage, findings.sorted().map(formatDiagnostic).join('\n'));
  const before = read.record;
  const { override: because } = options;
  const override = because === undefined ? before.override : { because };
  const accepts = [...new Set([...before.accepts, ...readAccepts(rules, options)])];
  const asked = { ...options, core: options.core || before.core, prefer: options.prefer ?? before.prefer };
  const system = { ...before.system, name: options.name ?? before.system.name };
  const kept = override === undefined ? undefined : before.decisions;
  const plain = decidedSystem(rules, system, asked, accepts, kept);
  const isOverridden = checkSystem(rules, plain).whole.some(({ rule }) => rule === 'outranked');
  const settled: RecordedSystem = { ...plain, ...(isOverridden && { override }) };
  const idle = checkSystem(rules, settled).whole.flatMap((one) =>
    one.rule === 'idle-acceptance' ? [one.mistake] : [],
  );
  const record = { ...settled, accepts: settled.accepts.filter((id) => !idle.includes(id)) };
  const extras = { why: options.why ?? read.why, basis: basesFor(context, record) };
  const text = new TextDecoder().decode(bytes);
  const updated = text.trimStart().startsWith('{')
    ? safeJson(systemRecordAsData(record, extras))
    : systemRecordAsYaml(record, extras, { head: '', text });
  const path = options.output ?? file;
  const changed = Object.entries(record.decisions).filter(([leg, id]) => before.decisions[leg] !== id);
  const what = changed.length === 0 ? 'unchanged' : changed.map(([leg, id]) => `${id} for ${leg}`).join(', ');
  const notice = options.quiet ? undefined : `Wrote ${path}: ${what}.`;
  return { documents: [{ text: updated, path, madeFrom, notice }], exitCode: EXIT.ok };
}

/** A system has its answers in its file. */
function refuseAnswers({ given, preset, answers, weight, must }: RecordOptions): void {
  const flags = [
    ...Object.keys(given),
    ...(preset === undefined ? [] : ['preset']),
    ...(answers === undefined ? [] : ['answers']),
    ...(weight.length > 0 ? ['weight'] : []),
    ...(must.length > 0 ? ['must'] : []),
  ];
  if (flags.length > 0)
    throw usageFailure(flags.map((flag) => `Unexpected --${flag}: a system has its answers in its file.`));
}

/** The system with the protocols of the advice, except where `--decision` or an override says otherwise. */
function decidedSystem(
  rules: Rules,
  system: System,
  { prefer = 'balanced', core, decision }: Pick<RecordOptions, 'prefer' | 'core' | 'decision'>,
  accepts: readonly string[],
  kept: Readonly<Record<string, string>> = {},
): RecordedSystem {
  const chosen = chosenByHand(rules, system, decision);
  const { legs } = decideSystem(rules, system, { prefer, core });
  const decisions = legs.map(({ name, protocol }) => [name, chosen[name] ?? kept[name] ?? protocol] as const);
  const without = decisions.flatMap(([name, protocol]) => (protocol === null ? [name] : []));
  if (without.length > 0) {
    throw new Failure(
      EXIT.notFeasible,
      `error: No protocol meets every requirement of ${without.join(', ')}, so there is nothing to record. "wirewise system" shows what would help.`,
    );
  }
  return {
    system,
    decisions: Object.fromEntries(decisions.map(([name, id]) => [name, id ?? ''])),
    prefer,
    core,
    accepts,
  };
}

/** `--decision telemetry=mqtt,dashboard=sse` */
function chosenByHand(rules: Rules, { legs }: System, decision: string | undefined): Record<string, string> {
  const names = legs.map(({ name }) => name);
  const ids = rules.protocols.map(({ id }) => id);
  const pairs = (decision?.split(',') ?? []).map((pair): [string, string] => {
    const [leg, id] = splitOnce(pair.trim(), '=');
    if (id === undefined) throw usageFailure([`Expected --decision LEG=PROTOCOL with --system, got "${pair}".`]);
    if (!names.includes(leg))
      throw usageFailure([`Unknown leg "${leg}" after --decision.${expectedNames(leg, names)}`]);
    if (!ids.includes(id)) throw usageFailure([`Unknown protocol "${id}" after --decision.${expectedNames(id, ids)}`]);
    return [leg, id];
  });
  return Object.fromEntries(pairs);
}

/**
 * What the decision of each leg rests on.
 *
 * @throws Failure if `check` would not accept the record
 */
function basesFor({ rules, io }: RecordContext, record: RecordedSystem): Record<string, Basis> {
  const verdict = checkSystem(rules, record);
  const width = clamp(io.stderr.columns ?? 80, 40, 80);
  const told = problemsInWords(rules, record, verdict);
  if (told.length > 0) {
    const lines = told.flatMap((line) => wrap(line, width, '  ', '  '));
    throw new Failure(
      EXIT.notFeasible,
      ['error: Nothing was written: check would not pass this record.', ...lines, ...fixes(record, verdict)].join('\n'),
    );
  }
  return Object.fromEntries(record.system.legs.map((leg) => [leg.name, basisOfLeg(rules, record, leg)]));
}

function basisOfLeg(rules: Rules, { decisions, core }: RecordedSystem, leg: System['legs'][number]): Basis {
  const { answers, overrides } = leg;
  const protocol = decisions[leg.name] ?? '';
  const decision = decide(rules, answers, { core, ...(overrides && { overrides }) });
  const warnings = warningsAbout(rules, { answers, decision: protocol }, decision).map(({ id }) => id);
  return basisOf(rules, { answers, overrides, decision: protocol, all: !core, warnings });
}

function problemsInWords(rules: Rules, record: RecordedSystem, { legs, whole }: SystemVerdict): string[] {
  return [
    ...legs.flatMap(({ leg, record: own, problem }) => [
      `${leg.name}: ${problemInWords(rules, own, problem)}`,
      ...(problem.rule === 'unaccepted-warning' ? [`  Instead: ${problem.warning.instead}`] : []),
    ]),
    ...whole.flatMap((problem) => {
      if (problem.rule === 'idle-acceptance') return [];
      const instead = problem.rule === 'unaccepted-warning' ? [`  Instead: ${problem.warning.instead}`] : [];
      return [systemProblemInWords(record, problem), ...instead];
    }),
  ];
}

/** How to record it all the same, where the team can decide that. */
function fixes({ accepts }: RecordedSystem, { legs, whole }: SystemVerdict): string[] {
  const problems = [...legs.map(({ problem }) => problem), ...whole];
  return [
    ...acceptFlag(accepts, problems).map((flag) => `If the team accepts that, add: ${flag}`),
    ...(problems.some(({ rule }) => rule === 'outranked') ? [`To choose it anyway, add: ${OVERRIDE}`] : []),
  ];
}
