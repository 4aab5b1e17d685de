import type { CheckedFile, CheckProblem } from '../../core/check-report.ts';
import type { CheckReporter } from './formats.ts';
import { toldCauses } from './told-causes.ts';

/** JUnit XML as Jenkins and GitLab read it: one test case a record; `failure` where it fails, `error` where unusable. */
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
  const name = file.name === undefined ? file.file : `${file.name}: ${file.decision ?? ''}`;
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file.file)}"`;
  if (file.problems.length === 0) return [`${open}/>`];
  return [`${open}>`, ...resultLines(file), ...noteLines(file), '    </testcase>'];
}

/** One element a test case, because some readers show the first alone: its text has all problems. */
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
  return [`${file}:${line}:${column}: ${rule}: ${message}`, ...toldCauses(problem).map((says) => `  - ${says}`)].join(
    '\n',
  );
}

/** What XML 1.0 cannot hold even escaped: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser turns them into spaces in an attribute unless they are written so.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escapeXml(text: string): string {
  return text.replace(ILLEGAL, '\ufffd').replace(/[&<>"\n\r\t]/g, (char) => ENTITIES[char] ?? char);
}
