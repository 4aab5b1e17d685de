import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

describe('what is given twice, too much, or empty', () => {
  test.each<[string[], string]>([
    [
      ['recommend', '--direction', 'both', '--direction', 'server-to-client'],
      'Duplicate --direction: first "both", then "server-to-client". Keep one of them.',
    ],
    [['recommend', '-p', 'chat', '--preset', 'chat'], 'Duplicate --preset: first "chat", then "chat".'],
    [['recommend', '--json', '-f', 'html'], 'Duplicate format: "json", by --json, and "html". Keep one of them.'],
    [['recommend', '--replay', '--no-replay'], 'Duplicate --replay: first "yes", then "no".'],
    [['--latency', '1', '--latency', '2'], 'Duplicate --latency: first "1", then "2".'],
    [
      ['recommend', '--clients', 'browser', 'device'],
      'Expected commas, and no spaces, between the values of --clients: --clients browser,device',
    ],
    [
      ['recommend', '--clients', 'browser,', 'device'],
      'Expected commas, and no spaces, between the values of --clients: --clients browser,device',
    ],
    [['recommend', '--output', ''], 'Missing <file> after --output: what stands there is empty.'],
    [['recommend', '--answers='], 'Missing <file> after --answers: what stands there is empty.'],
    [['matrix', '--rules', ''], 'Missing <dir> after --rules: what stands there is empty.'],
    [['--preset', ''], 'Missing <preset> after --preset: what stands there is empty.'],
    [['batch', ''], 'Missing <file>: what stands there is empty.'],
    [['check', 'a.yaml', ''], 'Missing <file>: what stands there is empty.'],
    [['compare', 'sse', ''], 'Missing <protocol>: what stands there is empty.'],
    [['rules', 'validate', ''], 'Missing <dir>: what stands there is empty.'],
    [['recommend', 'both'], 'Unexpected "both". recommend takes no word but flags;'],
    [['compare', 'sse', 'mqtt', 'amqp'], 'Unexpected "amqp". compare takes <protocol> <protocol>;'],
  ])('%j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runWith(argv);
    expect(stderr).toContain(`error: ${message}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test('flags that gather values may come again', async () => {
    const argv = ['recommend', '--json', '--samples', '0', '--clients', 'browser', '--clients', 'device'];
    const { answers } = JSON.parse((await runWith(argv)).stdout);
    expect(answers.clients).toEqual(['browser', 'device']);
  });

  test('a format wins over --quiet', async () => {
    const { stdout } = await runWith(['recommend', '--preset', 'chat', '-q', '--json', '--samples', '0']);
    expect(JSON.parse(stdout).schemaVersion).toBe(1);
  });
});

describe('answers files that hold no answers', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-empty-'));
  test.each([
    ['', 'error: Expected answers in needs.yaml, such as "content: events"; it is empty.\n'],
    ['# none yet\n\n', 'error: Expected answers in needs.yaml, such as "content: events"; it is empty.\n'],
    ['preset: chat\n', 'needs.yaml:1:1: wrong-answer: Unknown question "preset": name a preset with --preset ID'],
  ])('%j', async (text, message) => {
    writeFileSync(join(cwd, 'needs.yaml'), text);
    const { exitCode, stderr } = await runWith(['recommend', '--answers', 'needs.yaml'], { cwd });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
