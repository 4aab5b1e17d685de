import type { CheckedFile, CheckProblem } from '../../core/record/check-report.ts';
import { safeJson } from '../safe-json.ts';
import type { CheckReporter } from './formats.ts';
import { CHECK_RULES } from './rules.ts';
import { toldCauses } from './told-causes.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** SARIF 2.1.0 with what GitHub code scanning asks for: stable rule ids with help, places with line and column. */
export const render: CheckReporter = ({ tool, files }) => {
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            properties: { packs: tool.rules.packs, digest: tool.rules.digest },
            rules: Object.entries(CHECK_RULES).map(([id, { title, says, help }]) => ({
              id,
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

/** GitHub shows by default what is grave and precise. Nothing here is a guess: the same arithmetic says so each time. */
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

/** Files that could not be read are no results in any source: they are told as failures of the run. */
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
    message: { text: [message, ...toldCauses(problem)].join('\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file.file),
          region: { startLine: line, startColumn: column, endLine: line, endColumn },
        },
      },
    ],
    // Neither has the number of the line: a result stays the same one when the file grows above it. GitHub looks at the
    // first alone.
    partialFingerprints: {
      primaryLocationLineHash: lineHash,
      'wirewiseProblem/v1': `${rule}:${key}:${file.name ?? ''}`,
    },
  };
}

/** Relative to the root of the source; what lies outside of it has no base. */
function artifactLocation(file: string) {
  const uri = file.split('/').map(encodePart).join('/');
  const isInside = !file.startsWith('/') && !file.startsWith('../');
  return isInside ? { uri, uriBaseId: '%SRCROOT%' } : { uri: file.startsWith('/') ? `file://${uri}` : uri };
}

/** As RFC 3986 has a segment; a lone surrogate, which no URI can hold, becomes the replacement character. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'));
}
