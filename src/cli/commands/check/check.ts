import { resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import type { CheckedFile, CheckReport } from '../../../core/record/check-report.ts';
import { VERSION } from '../../../core/version.ts';
import { CHECK_FORMATS } from '../../../report/check/formats.ts';
import { type Action, type Context, reportContext } from '../../context.ts';
import { isFailure, usageFailure } from '../../errors.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import { readOutputs } from '../../options/outputs.ts';
import { checkFile, unreadable } from './check-file.ts';
import { type FoundRecords, findRecords } from './find-records.ts';

/** By the worst file: one that cannot be used hides whether it would hold. */
const EXIT_CODES = {
  holds: EXIT.ok,
  fails: EXIT.notFeasible,
  unusable: EXIT.usage,
} satisfies Record<CheckReport['outcome'], ExitCode>;

/** `wirewise check FILE…`: whether recorded decisions still hold. Every file is looked at, whatever the others are. */
export const check: Action = async (context, words, options) => {
  const outputs = readOutputs(options, Object.keys(CHECK_FORMATS));
  const found = findRecords(words, context.io.cwd);
  if (found.problems.length > 0 && found.files.length === 0)
    throw usageFailure(found.problems.map(({ message }) => message));
  refuseToOverwrite(found, [...outputs.map(({ path }) => path), options['output']], context.io.cwd);
  const report = await checkAll(context, found);
  const isQuiet = options['quiet'] === true;
  const complaint = complain(
    report,
    outputs.some(({ path }) => path === undefined),
  );
  if (complaint) context.io.stderr.write(`error: ${complaint}\n`);
  const rendered = await Promise.all(
    outputs.map(async ({ format, path }) => {
      const module = await CHECK_FORMATS[format]?.();
      // A file is not painted, and not as wide as the terminal.
      const view = path === undefined ? options : { ...options, output: path, color: false };
      return { path, text: module?.render(report, { ...(await reportContext(context, view)), isQuiet }) ?? '' };
    }),
  );
  return {
    text: rendered.find(({ path }) => path === undefined)?.text ?? '',
    files: rendered.flatMap(({ path, text }) => (path === undefined ? [] : [{ path, text }])),
    exitCode: EXIT_CODES[report.outcome],
  };
};

async function checkAll(context: Context, { files, passedOver, problems }: FoundRecords): Promise<CheckReport> {
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkOne(context, file));
  // A word that names nothing is as bad as a file that cannot be read: what it stood for was not checked.
  checked.push(...problems.map(({ word, message }) => unreadable(word, message)));
  return sumUp(context.rules, checked, passedOver);
}

async function checkOne({ rules, io }: Context, file: string): Promise<CheckedFile> {
  try {
    const { name, bytes } = await readInput(file, io);
    return checkFile(rules, name, bytes);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return unreadable(file, error.message.replace(/^error: /, ''));
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

/** For those who do not see the report, or take every exit code but 0 for the same. */
function complain({ counts: { files, fail, unusable } }: CheckReport, isTold: boolean): string | undefined {
  if (unusable > 0) return `Cannot use ${unusable} of ${files} as recorded decisions.`;
  return fail > 0 && !isTold ? `${fail} of ${files} recorded decisions no longer hold.` : undefined;
}

function refuseToOverwrite({ files }: FoundRecords, outputs: readonly unknown[], cwd: string): void {
  const records = files.map((file) => resolve(cwd, file));
  const clash = outputs.find(
    (path) => typeof path === 'string' && path !== '-' && records.includes(resolve(cwd, path)),
  );
  if (clash !== undefined) throw usageFailure([`Refusing to write over ${String(clash)}: it is a record to check.`]);
}
