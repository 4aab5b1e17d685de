import { resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import type { CheckedFile, CheckReport } from '../../../core/record/check-report.ts';
import { VERSION } from '../../../core/version.ts';
import { CHECK_FORMATS } from '../../../report/check/formats.ts';
import { type Context, type OutputDocument, type Result, reportContext } from '../../context.ts';
import { isFailure, usageFailure } from '../../errors.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import type { Options } from '../../options/options.ts';
import type { FormatOutput } from '../../options/values.ts';
import { timestamp } from '../../output/today.ts';
import { checkFile, unreadable } from './check-file.ts';
import { type FoundRecords, findAllRecords, findRecords } from './find-records.ts';

/** The worst file decides; an unusable file is the worst, because nobody knows whether it would hold. */
const EXIT_CODES = {
  holds: EXIT.ok,
  fails: EXIT.notFeasible,
  unusable: EXIT.usage,
} satisfies Record<CheckReport['outcome'], ExitCode>;

type CheckContext = Pick<Context, 'io' | 'rules'>;

/** `wirewise check [FILE…]`: checks whether recorded decisions still hold. One bad file does not stop the others. */
export async function check(
  context: CheckContext,
  words: readonly string[],
  options: Options<'check'>,
): Promise<Result> {
  const outputs = outputsOf(options);
  const found = words.length === 0 ? findAllRecords(context.io.cwd) : findRecords(words, context.io.cwd);
  if (found.problems.length > 0 && found.files.length === 0)
    throw usageFailure(found.problems.map(({ message }) => message));
  refuseToOverwrite(
    found,
    outputs.flatMap(({ path }) => path ?? []),
    context.io.cwd,
  );
  const report = await checkAll(context, found);
  const complaint = complain(
    report,
    outputs.some(({ isMain }) => isMain),
  );
  if (complaint) context.io.stderr.write(`error: ${complaint}\n`);
  const now = timestamp(context.io);
  const documents = outputs.map(async ({ format, path, isMain }): Promise<OutputDocument> => {
    const module = await CHECK_FORMATS[format]?.();
    const view = await reportContext(context, { output: path, color: isMain ? options.color : false });
    return { path, text: module?.render(report, { ...view, isQuiet: options.quiet, now }) ?? '' };
  });
  return { documents: await Promise.all(documents), exitCode: EXIT_CODES[report.outcome] };
}

interface CheckOutput extends FormatOutput {
  /** Whether it goes to stdout, or to the file of `--output`; then it may have colours. */
  readonly isMain: boolean;
}

/**
 * The formats to print, each with its place: text on stdout when no format is given.
 *
 * @throws Failure when two go to one place, or nothing goes to the file of `--output`
 */
function outputsOf({ format, json, output }: Options<'check'>): CheckOutput[] {
  const given = [...format, ...(json ? [{ format: 'json', path: undefined }] : [])];
  const outputs = given.length > 0 ? given : [{ format: 'text', path: undefined }];
  const [first, ...others] = outputs.filter(({ path }) => path === undefined);
  if (first && others.length > 0) {
    const names = [first, ...others].map((one) => one.format).join(' and ');
    throw usageFailure([`Expected one format for stdout, got ${names}. Write --format ${first.format}=FILE.`]);
  }
  if (!first && output !== undefined) {
    throw usageFailure(['Unexpected --output: every format has its own file. Add one without "=FILE".']);
  }
  const placed = outputs.map((one) => ({ ...one, path: one.path ?? output, isMain: one.path === undefined }));
  const paths = placed.flatMap(({ path }) => path ?? []);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) throw usageFailure([`Duplicate file ${twice}: each format needs its own.`]);
  return placed;
}

async function checkAll(context: CheckContext, { files, passedOver, problems }: FoundRecords): Promise<CheckReport> {
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkOne(context, file));
  // A word that names no file counts as an unreadable file, because something was not checked.
  checked.push(...problems.map(({ word, message }) => unreadable(word, message)));
  return sumUp(context.rules, checked, passedOver);
}

async function checkOne({ rules, io }: CheckContext, file: string): Promise<CheckedFile> {
  try {
    const { name, bytes } = await readInput(file, io);
    return checkFile(rules, name, bytes);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return unreadable(file, error.reason);
  }
}

function sumUp({ packs, digest }: Rules, files: readonly CheckedFile[], passedOver: readonly string[]): CheckReport {
  const count = (status: CheckedFile['status']) => files.filter((file) => file.status === status).length;
  const counts = { files: files.length, hold: count('holds'), fail: count('fails'), unusable: count('unusable') };
  return {
    schemaVersion: 1,
    tool: { name: 'wirewise', version: VERSION, rules: { packs, digest } },
    outcome: counts.unusable > 0 ? 'unusable' : counts.fail > 0 ? 'fails' : 'holds',
    counts,
    files,
    passedOver,
  };
}

/** A line for stderr, for readers who do not see the report. */
function complain({ counts: { files, fail, unusable } }: CheckReport, isOnStdout: boolean): string | undefined {
  if (unusable > 0) return `Cannot use ${unusable} of ${files} as recorded decisions.`;
  return fail > 0 && !isOnStdout ? `${fail} of ${files} recorded decisions no longer hold.` : undefined;
}

function refuseToOverwrite({ files }: FoundRecords, outputs: readonly string[], cwd: string): void {
  const records = files.map((file) => resolve(cwd, file));
  const clash = outputs.find((path) => records.includes(resolve(cwd, path)));
  if (clash !== undefined) throw usageFailure([`Refusing to overwrite ${clash}: it is a record to check.`]);
}
