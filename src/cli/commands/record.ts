import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { decide } from '../../core/decide.ts';
import type { Rules } from '../../core/model.ts';
import { checkRecord, isNote, type RecordedDecision, ranksAll, warningsAbout } from '../../core/record/check-record.ts';
import { basisOf } from '../../core/record/snapshot.ts';
import { recordAsData, recordAsYaml } from '../../documents/write-record.ts';
import { causesInWords, problemInWords } from '../../phrases/record-problems.ts';
import { safeJson } from '../../report/safe-json.ts';
import { wrap } from '../../report/terminal/layout.ts';
import { didYouMean, expectedNames } from '../../text/did-you-mean.ts';
import { clamp } from '../../text/lists.ts';
import { printable } from '../../text/printable.ts';
import { shellQuote } from '../../text/shell.ts';
import { type Context, printed, type Result } from '../context.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { collectInput } from '../input/answers.ts';
import type { Options } from '../options/options.ts';
import { schemaModeline } from '../output/schema-modeline.ts';

type RecordContext = Pick<Context, 'io' | 'rules' | 'rulesDirs' | 'isProjectIgnored'>;
type RecordOptions = Options<'record'>;

/** `wirewise record`: writes the decision as a file that `check` reads, if `check` would accept it. */
export async function record(
  context: RecordContext,
  _words: readonly string[],
  options: RecordOptions,
): Promise<Result> {
  const { name, why } = options;
  const all = !options.core;
  if (name === undefined)
    throw usageFailure(['Missing --name: what is decided, in a few words, such as --name orders.']);
  refuseToOverwrite(context, options);
  const { rules, io } = context;
  const { answers, overrides } = await collectInput(rules, options, io);
  const accepts = readAccepts(rules, options);
  const decision = readDecision(rules, options) ?? recommended(rules, { answers, overrides, all });
  const recorded: RecordedDecision = { name, answers, overrides, decision, all, accepts };
  const verdict = checkRecord(rules, recorded);
  const problems = verdict.problems.filter((problem) => !isNote(problem));
  if (problems.length > 0) throw wouldNotHold(context, recorded, problems);
  const warnings = warningsAbout(rules, recorded, verdict.decision).map(({ id }) => id);
  const basis = basisOf(rules, { answers, overrides, decision, all: ranksAll(rules, recorded), warnings });
  const text =
    options.format === 'json'
      ? safeJson(recordAsData(recorded, { why, basis }))
      : recordAsYaml(recorded, { why, basis }, head(context, options));
  return printed(text, options);
}

function readAccepts(rules: Rules, { accept: given }: RecordOptions): string[] {
  const ids = rules.mistakes.map(({ id }) => id);
  const unknown = given.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(unknown.map((id) => `Unknown mistake "${id}" after --accept.${didYouMean(id, ids)}`));
  }
  return [...new Set(given)];
}

function readDecision(rules: Rules, { decision: id }: RecordOptions): string | undefined {
  const ids = rules.protocols.map((protocol) => protocol.id);
  if (id === undefined || ids.includes(id)) return id;
  throw usageFailure([`Unknown protocol "${id}" after --decision.${expectedNames(id, ids)}`]);
}

function recommended(
  rules: Rules,
  { answers, overrides, all }: Pick<RecordedDecision, 'answers' | 'overrides' | 'all'>,
): string {
  const { recommendation } = decide(rules, answers, { core: !all, ...(overrides && { overrides }) });
  if (recommendation) return recommendation.protocol;
  throw new Failure(
    EXIT.notFeasible,
    'error: No protocol meets every must, so there is nothing to record. "wirewise recommend" says what would help.',
  );
}

function wouldNotHold(
  { rules, io }: RecordContext,
  recorded: RecordedDecision,
  problems: ReturnType<typeof checkRecord>['problems'],
) {
  const width = clamp(io.stderr.columns ?? 80, 40, 80);
  const lines = problems.flatMap((problem) => [
    ...wrap(problemInWords(rules, recorded, problem), width, '  ', '  '),
    ...(problem.rule === 'unaccepted-warning' ? wrap(`Instead: ${problem.warning.instead}`, width, '    ') : []),
    ...(problem.rule === 'outranked'
      ? causesInWords(rules, recorded, problem).flatMap(({ says }) => wrap(says, width, '    '))
      : []),
  ]);
  const toAccept = problems.flatMap((problem) => (problem.rule === 'unaccepted-warning' ? [problem.warning.id] : []));
  const fix =
    toAccept.length === problems.length
      ? [`Where the team accepts that, add: --accept ${[...recorded.accepts, ...toAccept].join(',')}`]
      : [];
  return new Failure(
    EXIT.notFeasible,
    ['error: Nothing was written: check would not pass this record.', ...lines, ...fix].join('\n'),
  );
}

/** Refuses to overwrite a file, because people edit records. */
function refuseToOverwrite({ io }: RecordContext, { output, force }: RecordOptions): void {
  if (output === undefined || force) return;
  const path = resolve(io.cwd, output);
  // Writing to a device or a pipe overwrites nothing.
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const shown = printable(output);
  throw usageFailure([`Refusing to write over ${shown}: it exists, and may have been edited. --force does it.`]);
}

function head({ io, rulesDirs, isProjectIgnored }: RecordContext, { output: path = 'FILE' }: RecordOptions): string {
  const packs = [...rulesDirs.flatMap((dir) => ['--rules', dir]), ...(isProjectIgnored ? ['--no-project'] : [])];
  const command = ['wirewise', 'check', path, ...packs].map(shellQuote).join(' ');
  return [
    schemaModeline('check', path, io.cwd).trimEnd(),
    '# A decision for a real-time protocol. Whether it still holds says:',
    `#   ${command}`,
    '# Edit what you like but the basis: that tells what has changed since.',
    '',
  ].join('\n');
}
