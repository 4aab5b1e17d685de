import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from '../cli/fake-io.ts';

describe('recommend --format asyncapi', () => {
  test('prints what was agreed on', async () => {
    const { exitCode, stdout } = await runWith(['recommend', '--preset', 'iot-telemetry', '--format', 'asyncapi']);
    expect(exitCode).toBe(0);
    await expect(stdout.replace(/sha256:\w+/, 'sha256:…')).toMatchFileSnapshot('golden/iot-telemetry.asyncapi.yaml');
  });

  test('says in one line why there is none', async () => {
    const flags = ['--content', 'page-assets', '--http', 'http2', '--all', '--format', 'asyncapi'];
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-'));
    const { exitCode, stdout, stderr } = await runWith(['recommend', ...flags, '-o', 'messages.yaml'], { cwd });
    expect([exitCode, stdout, readdirSync(cwd)]).toEqual([2, '', []]);
    expect(stderr).toMatch(/^error: No AsyncAPI document for .*page assets.*\n$/);
  });

  test('has nothing to describe when nothing is feasible', async () => {
    const flags = ['--broker', 'unwanted', '--pattern', 'work-queue', '--core', '--format', 'asyncapi'];
    const { exitCode, stdout, stderr } = await runWith(['recommend', ...flags]);
    expect([exitCode, stdout, stderr]).toEqual([
      1,
      '',
      'error: No AsyncAPI document: no protocol meets every requirement.\n',
    ]);
  });
});
