import type { CheckedFile, CheckProblem, CheckReport } from '../../core/record/check-report.ts';
import { printable } from '../../text/printable.ts';
import { wrap, wrapBehind } from '../terminal/layout.ts';
import { type CheckContext, type CheckReporter, causeLines, decisionInWords } from './reporter.ts';

/** Maximum number of skipped files that are named. */
const MOST_PASSED_OVER = 5;

/** One line `file:line:column: …` for each problem with its causes below, and a sum at the end. */
export const render: CheckReporter = (report, context) => {
  const lines = report.files.flatMap((file) => fileLines(file, context));
  const all = context.isQuiet ? lines : [...lines, ...sumLines(report, context)];
  return all.map((line) => `${line}\n`).join('');
};

function fileLines(checked: CheckedFile, context: CheckContext): string[] {
  const { file, status, name, problems } = checked;
  const { paint, width, isQuiet } = context;
  const told = problems.filter(({ level }) => level === 'error' || !isQuiet);
  const holds = wrap(
    `${printable(file)}: holds: ${printable(name ?? '')}, ${decisionInWords(checked)}`,
    width,
    '',
    '  ',
  );
  const head = status === 'holds' && !isQuiet ? holds.map((line) => paint.green(line)) : [];
  return [...head, ...told.flatMap((problem) => problemLines(file, problem, context))];
}

function problemLines(file: string, problem: CheckProblem, { paint, width }: CheckContext): string[] {
  const { line, column, level, rule, message } = problem;
  const told = printable(message, 1000);
  const where = `${printable(file)}:${line}:${column}`;
  // A problem without a file has no place; its message has the name.
  const head = line === undefined ? `error: ${told}` : `${where}: ${level === 'note' ? 'note: ' : ''}${rule}: ${told}`;
  const colour = level === 'note' ? paint.cyan : paint.red;
  return [
    ...wrap(head, width, '', '  ').map((text) => colour(text)),
    ...causeLines(problem).flatMap((cause) => wrapBehind('- ', printable(cause, 1000), width, '  ')),
  ];
}

/** What to do about records that fail. */
const NEXT =
  'Correct the answer that a line names. If all answers are right, decide anew with "wirewise record --update FILE"; to keep the decision, add --override "WHY".';

function sumLines({ counts, outcome, passedOver }: CheckReport, { paint, width }: CheckContext): string[] {
  const { files, hold, fail, unusable } = counts;
  const parts = [
    `${hold} ${hold === 1 ? 'holds' : 'hold'}`,
    ...(fail > 0 ? [`${fail} ${fail === 1 ? 'fails' : 'fail'}`] : []),
    ...(unusable > 0 ? [`${unusable} unusable`] : []),
  ];
  const sum = `${files} ${files === 1 ? 'record' : 'records'}: ${parts.join(', ')}.`;
  const named = passedOver.slice(0, MOST_PASSED_OVER).map((file) => printable(file));
  const rest = passedOver.length - named.length;
  const passed = `Passed over, no recorded decisions: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
  return [
    ...wrap(sum, width).map((line) => (outcome === 'holds' ? paint.bold(line) : paint.bold.red(line))),
    ...(named.length > 0 ? wrap(passed, width).map((line) => paint.dim(line)) : []),
    ...(fail > 0 ? wrap(NEXT, width) : []),
  ];
}
