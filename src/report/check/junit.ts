import type { CheckedFile, CheckProblem } from '../../core/record/check-report.ts';
import { printableLines } from '../../text/printable.ts';
import { type CheckReporter, causeLines, decisionInWords } from './reporter.ts';

/**
 * JUnit XML in the part that the schemas of Apache Ant (windyroad) and of Jenkins (junit-10) have in common: a test case for
 * each record; `failure` if it fails, `error` if unusable. Notes are the output of the suite, where Ant has a place for them.
 */
export const render: CheckReporter = ({ tool, files, counts: { files: tests, fail, unusable } }, { now }) => {
  const counts = `tests="${tests}" failures="${fail}" errors="${unusable}" skipped="0"`;
  // A check takes no time worth telling, and the name of the machine is nobody's business.
  const run = `timestamp="${now}" hostname="localhost" time="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="wirewise check" package="wirewise" id="0" ${counts} ${run}>`,
    '    <properties>',
    ...tool.rules.packs.map((pack) => `      <property name="rules" value="${escapeXml(pack)}"/>`),
    '    </properties>',
    ...files.flatMap(caseLines),
    `    <system-out>${escapeXml(notesOf(files))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function caseLines(file: CheckedFile): string[] {
  const name = file.name === undefined ? file.file : `${file.name}: ${decisionInWords(file)}`;
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file.file)}" time="0"`;
  const result = resultLines(file);
  return result.length === 0 ? [`${open}/>`] : [`${open}>`, ...result, '    </testcase>'];
}

/** One element for all problems of a test case, because some readers show only the first. */
function resultLines({ file, status, problems }: CheckedFile): string[] {
  const errors = problems.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (!first) return [];
  const element = status === 'unusable' ? 'error' : 'failure';
  const message = errors.length > 1 ? `${first.message} And ${errors.length - 1} more.` : first.message;
  const text = errors.map((problem) => inLines(file, problem)).join('\n');
  return [`      <${element} type="${first.rule}" message="${escapeXml(message)}">${escapeXml(text)}</${element}>`];
}

function notesOf(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ file, problems }) =>
    problems.filter(({ level }) => level === 'note').map((problem) => inLines(file, problem)),
  );
  return lines.join('\n');
}

function inLines(file: string, problem: CheckProblem): string {
  const { line, column, rule, message } = problem;
  const where = line === undefined ? file : `${file}:${line}:${column}`;
  return [`${where}: ${rule}: ${message}`, ...causeLines(problem).map((says) => `  - ${says}`)].join('\n');
}

/** Not control characters, but XML 1.0 cannot hold them even escaped. */
const ILLEGAL = /[\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // In an attribute, a parser would turn a plain one into a space.
  '\n': '&#10;',
};

function escapeXml(text: string): string {
  return printableLines(text)
    .replace(ILLEGAL, '\ufffd')
    .replace(/[&<>"\n]/g, (char) => ENTITIES[char] ?? char);
}
