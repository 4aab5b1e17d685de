import type { CheckProblem, CheckReport } from '../../../src/core/record/check-report.ts';

/** Names and messages that break formats which do not escape. */
export const NASTY =
  'a%b: c,d::error::<x y="1">&amp;]]> \u0000\u0007\u001b[2J\ud800 \ufffe\r\n\t\u202e 强制 👩‍👧 ::stop-commands::x';

function problem(part: Partial<CheckProblem>): CheckProblem {
  return {
    rule: 'outranked',
    level: 'error',
    key: 'k',
    line: 7,
    column: 3,
    endColumn: 12,
    lineHash: '39fa2ee980eb94b0:1',
    message: 'sse now ranks 2.',
    causes: [],
    ...part,
  };
}

/** One file of each status, and whatever text in every place that data fills. */
export function sampleReport(text = 'orders'): CheckReport {
  return {
    schemaVersion: 1,
    tool: { name: 'wirewise', version: '1.2.3', rules: { packs: ['core@1'], digest: 'sha256:0' } },
    outcome: 'unusable',
    counts: { files: 4, hold: 2, fail: 1, unusable: 1 },
    files: [
      { file: `ok/${text}.wirewise.yaml`, status: 'holds', name: text, decision: 'sse', first: ['sse'], problems: [] },
      {
        file: `dir with space/${text}.yaml`,
        status: 'fails',
        name: text,
        decision: 'sse',
        first: ['websocket'],
        problems: [
          problem({ message: text, causes: [{ says: text }, { says: 'second' }] }),
          problem({ rule: 'unaccepted-warning', line: 9, column: 1, key: text }),
        ],
      },
      {
        file: '../outside.yaml',
        status: 'holds',
        name: 'outside',
        decision: 'sse',
        first: ['sse'],
        problems: [problem({ rule: 'idle-acceptance', level: 'note', message: text })],
      },
      {
        file: '/abs/bad.yaml',
        status: 'unusable',
        problems: [problem({ rule: 'unusable-record', line: 1, column: 1, key: 'yaml-syntax', message: text })],
      },
    ],
    passedOver: [`notes/${text}.yaml`],
  };
}

/** Nothing to tell. */
export const CLEAN: CheckReport = {
  ...sampleReport(),
  outcome: 'holds',
  counts: { files: 1, hold: 1, fail: 0, unusable: 0 },
  files: sampleReport().files.slice(0, 1),
  passedOver: [],
};
