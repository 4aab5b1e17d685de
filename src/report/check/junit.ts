import type { CheckedFile, CheckProblem } from '../../core/record/check-report.ts';
import { printableLines } from '../../text/printable.ts';
import { type CheckReporter, causeLines, decisionInWords } from './reporter.ts';

/** JUnit XML as Jenkins and GitLab read it: a test case for each record; `failure` if it fails, `error` if unusable. */
export const render: CheckReporter = ({ files, counts: { files: tests, fail, unusable } }) => {
  const counts = `tests="${tests}" failures="${fail}" errors="${unusable}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wirewise" ${counts}>`,
    `  <testsuite name="wirewise check" ${counts} skipped="0">`,
    ...files.flatMap(caseLines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function caseLines(file: CheckedFile): string[] {
  const name = file.name === undefined ? file.file : `${file.name}: ${decisionInWords(file)}`;
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file.file)}"`;
  if (file.problems.length === 0) return [`${open}/>`];
  return [`${open}>`, ...resultLines(file), ...noteLines(file), '    </testcase>'];
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

function noteLines({ file, problems }: CheckedFile): string[] {
  const notes = problems.filter(({ level }) => level === 'note');
  const text = notes.map((problem) => inLines(file, problem)).join('\n');
  return notes.length === 0 ? [] : [`      <system-out>${escapeXml(text)}</system-out>`];
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
