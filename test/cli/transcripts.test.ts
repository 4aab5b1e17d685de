import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from './fake-io.ts';

/** A folder that holds a TypeScript project, so that the starter's language does not depend on where tests run. */
const cwd = mkdtempSync(join(tmpdir(), 'wirewise-'));
writeFileSync(join(cwd, 'tsconfig.json'), '{}');

/** Every transcript is a file that a person can read: the command, its exit code, what it wrote. Rewrite with `-u`. */
const TRANSCRIPTS: Readonly<Record<string, readonly string[]>> = {
  'recommend-live-dashboard': ['recommend', '--preset', 'live-dashboard'],
  'recommend-iot': ['recommend', '--preset', 'iot-telemetry'],
  'recommend-polling': [
    'recommend',
    '--direction',
    'server-to-client',
    '--clients',
    'browser',
    '--latency',
    '1000',
    '--rate',
    '0.0166667',
    '--message-bytes',
    '100',
    '--current',
    'polling',
    '--poll-interval',
    '2',
  ],
  'recommend-polling-is-fine': [
    'recommend',
    '--direction',
    'server-to-client',
    '--clients',
    'browser',
    '--latency',
    '60000',
    '--rate',
    '0.0016667',
    '--message-bytes',
    '100',
    '--current',
    'polling',
    '--poll-interval',
    '60',
    '--http',
    'http2',
  ],
  'recommend-nothing-answered': ['recommend'],
  'recommend-pulls-apart': ['recommend', '--preset', 'notifications', '--peer-to-peer', '--replay', '--stale', 'drop'],
  'recommend-none-feasible': ['recommend', '--broker', 'unwanted', '--pattern', 'work-queue', '--core'],
  'recommend-page-assets': ['recommend', '--content', 'page-assets', '--clients', 'browser'],
  'recommend-bad-value': ['recommend', '--direction', 'sidewise', '--clients', 'browsr', '--latency', '-1'],
  'recommend-unknown-flag': ['recommend', '--directon', 'both'],
  'recommend-unknown-preset': ['recommend', '--preset', 'chatt'],
  'bare-without-terminal': [],
  'bare-with-flags': ['--direction', 'both', '--no-replay'],
  matrix: ['matrix'],
  'matrix-notes': ['matrix', 'http2-push', '--notes'],
  explain: ['explain', 'sse', '--preset', 'live-dashboard'],
  'explain-excluded': ['explain', 'amqp', '--clients', 'browser', '--broker', 'unwanted'],
  'explain-mistake': ['explain', '--mistake', 'polling-in-a-loop'],
  compare: ['compare', 'websocket', 'mqtt', '--preset', 'iot-telemetry'],
  help: ['--help'],
  'help-recommend': ['recommend', '--help'],
  'help-batch': ['batch', '--help'],
};

describe('transcripts', () => {
  test.each(Object.entries(TRANSCRIPTS))('%s', async (name, argv) => {
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd });
    const transcript = [
      `$ wirewise ${argv.join(' ')}`,
      `[exit ${exitCode}]`,
      '--- stdout',
      stdout,
      '--- stderr',
      stderr,
    ].join('\n');
    for (const line of outsideOfPrograms(stdout)) expect(line.length, line).toBeLessThanOrEqual(widthLimit(line));
    await expect(transcript).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

/** 80 columns, but for what must stay in one piece: a command to copy, a link. */
function widthLimit(line: string): number {
  return /wirewise recommend|https?:\/\//.test(line) ? 1000 : 80;
}

/** The report without the lines of the starter, which are as wide as the program has them. */
function outsideOfPrograms(text: string): string[] {
  return text.replace(/^--- [\s\S]*?(?=^=> )/m, '').split('\n');
}
