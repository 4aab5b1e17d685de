import type { CheckedFile, CheckProblem } from '../../core/record/check-report.ts';
import { printableLines } from '../../text/printable.ts';
import { type CheckReporter, causeLines } from './reporter.ts';

/**
 * Workflow commands, which GitHub Actions shows at the lines of a pull request: one for each problem. The sum is a plain
 * line of the log.
 */
export const render: CheckReporter = ({ files, counts }, { isQuiet }) => {
  const commands = files.flatMap((file) =>
    file.problems.filter(({ level }) => level === 'error' || !isQuiet).map((problem) => toCommand(file, problem)),
  );
  const sum = `${counts.files} checked, ${counts.hold} hold, ${counts.fail} fail, ${counts.unusable} unusable`;
  return [...commands, ...(isQuiet ? [] : [sum])].map((line) => `${printableLines(line)}\n`).join('');
};

function toCommand({ file, name }: CheckedFile, problem: CheckProblem): string {
  const { level, line, column, rule, message } = problem;
  const command = level === 'note' ? 'notice' : 'error';
  const properties = Object.entries({
    ...(line !== undefined && { file, line: String(line), col: String(column) }),
    title: `wirewise ${rule}${name === undefined ? '' : `: ${name}`}`,
  }).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${properties.join(',')}::${escapeData([message, ...causeLines(problem)].join('\n'))}`;
}

/** Escapes as the toolkit of GitHub Actions does: what would end the command, and the escape character. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
