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
import { printable, UNPRINTABLE } from '../../text/printable.ts';
import { shellQuote } from '../../text/shell.ts';
import type { Action, Context } from '../context.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { collectInput } from '../input/answers.ts';
import { formatOf } from '../options/format.ts';
import { schemaModeline } from '../output/schema-modeline.ts';
import type { OptionValues } from '../program/question-flags.ts';

/** Longer names are no names; `check` refuses them. */
const LONGEST_NAME = 200;
const LONGEST_WHY = 4000;

/** `wirewise record`: the decision as a file that `check` reads. Writes nothing that `check` would not pass. */
export const record: Action = async (context, _args, options) => {
  const format = formatOf(options, ['yaml', 'json']);
  const name = readText(options, 'name', LONGEST_NAME);
  const why = readText(options, 'why', LONGEST_WHY);
  if (name === undefined)
    throw usageFailure(['Missing --name: what is decided, in a few words, such as --name orders.']);
  refuseToOverwrite(context, options);
  const { rules, io } = context;
  const { answers, overrides } = await collectInput(rules, options, io);
  const accepts = readAccepts(rules, options);
  const all = options['all'] === true;
  const decision = readDecision(rules, options) ?? recommended(rules, { answers, overrides, all });
  const recorded: RecordedDecision = { name, answers, overrides, decision, all, accepts };
  const verdict = checkRecord(rules, recorded);
  const problems = verdict.problems.filter((problem) => !isNote(problem));
  if (problems.length > 0) throw wouldNotHold(context, recorded, problems);
  const warnings = warningsAbout(rules, recorded, verdict.decision).map(({ id }) => id);
  const basis = basisOf(rules, { answers, overrides, decision, all: ranksAll(rules, recorded), warnings });
  const text =
    format === 'json'
      ? safeJson(recordAsData(recorded, { why, basis }))
      : recordAsYaml(recorded, { why, basis }, head(context, options));
  return { text, exitCode: EXIT.ok };
};

function readText(options: OptionValues, flag: string, longest: number): string | undefined {
  const value = options[flag];
  if (value === undefined) return undefined;
  const text = String(value).trim();
  if (text === '') throw usageFailure([`Expected some text after --${flag}.`]);
  if (text.length > longest) throw usageFailure([`Expected at most ${longest} characters after --${flag}.`]);
  const bare = flag === 'why' ? text.replaceAll('\n', ' ') : text;
  if (bare.search(UNPRINTABLE) >= 0) throw usageFailure([`Unexpected control character after --${flag}. Take it out.`]);
  return text;
}

function readAccepts(rules: Rules, options: OptionValues): string[] {
  const given = Array.isArray(options['accept']) ? options['accept'].map(String) : [];
  const ids = rules.mistakes.map(({ id }) => id);
  const unknown = given.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(unknown.map((id) => `Unknown mistake "${id}" after --accept.${didYouMean(id, ids)}`));
  }
  return [...new Set(given)];
}

function readDecision(rules: Rules, options: OptionValues): string | undefined {
  const id = options['decision'];
  const ids = rules.protocols.map((protocol) => protocol.id);
  if (id === undefined || ids.includes(String(id))) return id === undefined ? undefined : String(id);
  throw usageFailure([`Unknown protocol "${id}" after --decision.${expectedNames(String(id), ids)}`]);
}

function recommended(
  rules: Rules,
  { answers, overrides, all }: Pick<RecordedDecision, 'answers' | 'overrides' | 'all'>,
): string {
  const { recommendation } = decide(rules, answers, { all, robustness: false, ...(overrides && { overrides }) });
  if (recommendation) return recommendation.protocol;
  throw new Failure(
    EXIT.notFeasible,
    'error: No protocol meets every must, so there is nothing to record. "wirewise recommend" says what would help.',
  );
}

function wouldNotHold(
  { rules, io }: Context,
  recorded: RecordedDecision,
  problems: ReturnType<typeof checkRecord>['problems'],
) {
  const width = Math.min(Math.max(io.stderr.columns ?? 80, 40), 80);
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

/** It is a file that people edit. */
function refuseToOverwrite({ io }: Context, { output, force }: OptionValues): void {
  if (typeof output !== 'string' || output === '-' || force === true) return;
  const path = resolve(io.cwd, output);
  // A device or a pipe holds nothing that could be lost.
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const shown = printable(output);
  throw usageFailure([`Refusing to write over ${shown}: it exists, and may have been edited. --force does it.`]);
}

function head({ io, rulesDirs, isProjectIgnored }: Context, { output }: OptionValues): string {
  const isFile = typeof output === 'string' && output !== '-';
  const path = isFile ? output : 'FILE';
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
