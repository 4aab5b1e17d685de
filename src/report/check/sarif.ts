import type { CheckedFile, CheckProblem } from '../../core/check-report.ts';
import type { CheckReporter } from './formats.ts';
import { CHECK_RULES } from './rules.ts';
import { safeJson } from './safe-json.ts';
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
              help: { text: help },
              defaultConfiguration: { level: id === 'idle-acceptance' ? 'note' : 'error' },
            })),
          },
        },
        automationDetails: { id: 'wirewise/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'Where wirewise was run.' } } },
        results: files.flatMap((file) => file.problems.map((problem) => toResult(file, problem))),
      },
    ],
  };
  return safeJson(log);
};

function toResult(file: CheckedFile, problem: CheckProblem) {
  const { rule, level, key, line, column, message } = problem;
  return {
    ruleId: rule,
    ruleIndex: Object.keys(CHECK_RULES).indexOf(rule),
    level,
    message: { text: [message, ...toldCauses(problem)].join('\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file.file),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    // Without the line: a result stays the same one when the file grows above it.
    partialFingerprints: { 'wirewiseProblem/v1': `${rule}:${key}:${file.name ?? ''}` },
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
