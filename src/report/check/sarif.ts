import type { CheckedFile, CheckProblem } from '../../core/record/check-report.ts';
import { HOMEPAGE } from '../../core/version.ts';
import { capitalise } from '../../text/lists.ts';
import { safeJson } from '../safe-json.ts';
import { type CheckReporter, causeLines } from './reporter.ts';
import { CHECK_RULES } from './rules.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** SARIF 2.1.0 as GitHub code scanning and Azure DevOps need it: stable rule ids with help, places with line and column. */
export const render: CheckReporter = ({ tool, files }) => {
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            fullName: `${tool.name} ${tool.version}`,
            informationUri: HOMEPAGE,
            version: tool.version,
            semanticVersion: tool.version,
            properties: { packs: tool.rules.packs, digest: tool.rules.digest },
            rules: Object.entries(CHECK_RULES).map(([id, { title, says, help }]) => ({
              id,
              name: nameOf(id),
              shortDescription: { text: title },
              fullDescription: { text: says },
              help: { text: help, markdown: help.replace(/"([^"]*)"/g, '`$1`') },
              ...severity(id === 'idle-acceptance'),
            })),
          },
        },
        automationDetails: { id: 'wirewise/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'Where wirewise was run.' } } },
        invocations: [invocation(files)],
        results: files.flatMap((file) => file.problems.filter(isPlaced).map((problem) => toResult(file, problem))),
      },
    ],
  };
  return safeJson(log);
};

/** In Pascal case, as SARIF wants the name of a rule: `idle-acceptance` is `IdleAcceptance`. */
function nameOf(id: string): string {
  return id.split('-').map(capitalise).join('');
}

/** By default, GitHub shows results that are severe and precise. Ours are exact: the same input gives the same result. */
function severity(isNote: boolean) {
  return {
    defaultConfiguration: { level: isNote ? 'note' : 'error' },
    properties: {
      precision: 'very-high',
      'problem.severity': isNote ? 'recommendation' : 'error',
      tags: ['architecture'],
    },
  };
}

/** Files that could not be read have no place in a source: they are reported as failures of the run. */
function invocation(files: readonly CheckedFile[]) {
  const unread = files.flatMap(({ problems }) => problems.filter((problem) => !isPlaced(problem)));
  return {
    executionSuccessful: unread.length === 0,
    ...(unread.length > 0 && {
      toolExecutionNotifications: unread.map(({ level, message }) => ({ level, message: { text: message } })),
    }),
  };
}

function isPlaced({ line }: CheckProblem): boolean {
  return line !== undefined;
}

function toResult(file: CheckedFile, problem: CheckProblem) {
  const { rule, level, key, line, column, endColumn, lineHash, message } = problem;
  return {
    ruleId: rule,
    ruleIndex: Object.keys(CHECK_RULES).indexOf(rule),
    level,
    message: { text: [message, ...causeLines(problem)].join('\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file.file),
          region: { startLine: line, startColumn: column, endLine: line, endColumn },
        },
      },
    ],
    // Without the line number, so that a result keeps its identity when lines are added above it. GitHub reads only the
    // first.
    partialFingerprints: {
      primaryLocationLineHash: lineHash,
      'wirewiseProblem/v1': `${rule}:${key}:${file.name ?? ''}`,
    },
  };
}

/** Relative to the source root; files outside have no base. */
function artifactLocation(file: string) {
  const uri = file.split('/').map(encodePart).join('/');
  const isInside = !file.startsWith('/') && !file.startsWith('../');
  return isInside ? { uri, uriBaseId: '%SRCROOT%' } : { uri: file.startsWith('/') ? `file://${uri}` : uri };
}

/** A path segment of RFC 3986. A lone surrogate, which no URI can hold, becomes the replacement character. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}
