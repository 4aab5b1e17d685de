import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { type GivenFlags, runCommand } from '../run-command.ts';

/** A terminal for stderr, so that a progress bar shows where one is wanted; `cwd` holds no project. */
async function runLab(flags: GivenFlags) {
  let stderr = '';
  const write = (chunk: unknown, _encoding: BufferEncoding, done: () => void) => {
    stderr += String(chunk);
    done();
  };
  const sink = Object.assign(new Writable({ write }), { isTTY: true });
  const stdout = new PassThrough();
  const io = { stdin: Readable.from([]), stdout, stderr: sink, print: () => undefined, env: {}, cwd: '/' };
  const result = await runCommand(io, 'lab', [], flags);
  return { ...result, stderr };
}

const quick = { messages: '5', protocols: 'sse, websocket' };

describe('wirewise lab', () => {
  test('measures the protocols that were named, in JSON', async () => {
    const { text, exitCode } = await runLab({ ...quick, bytes: '50', json: true });
    expect(exitCode).toBe(EXIT.ok);
    expect(JSON.parse(text)).toMatchObject({
      schemaVersion: 1,
      messages: 5,
      payloadBytes: 50,
      measurements: [
        { kind: 'measured', protocol: 'sse', down: { bytes: { up: 0 } } },
        { kind: 'measured', protocol: 'websocket', down: { bytes: { up: 0, down: 52 } } },
      ],
    });
  });

  test('shows a table, and meanwhile a bar, which goes again', async () => {
    const { text, stderr } = await runLab(quick);
    expect(text).toMatch(/^WebSocket +0 +102 +106 +0 +12 +4 +154 +129$/m);
    expect(stderr).toMatch(/ 0 % Server-Sent Events/);
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
  });

  test.each(['quiet', 'accessible'])('shows no bar with --%s', async (flag) => {
    expect((await runLab({ ...quick, [flag]: true })).stderr).toBe('');
  });

  test('says how to add what the project does not have', async () => {
    const { text, exitCode } = await runLab({ protocols: 'webrtc' });
    expect(text).toContain('npm install --save-dev werift');
    expect(exitCode).toBe(EXIT.ok);
  });

  test.each<[GivenFlags, string]>([
    [{ protocols: 'mqqt' }, 'Did you mean "mqtt"?'],
    [{ protocols: ',' }, 'Expected polling, long-polling, sse'],
    [{ messages: '0' }, 'whole number from 1 to 100000 after --messages, got "0"'],
    [{ messages: '1.5' }, 'after --messages'],
    [{ bytes: 'many' }, 'whole number from 1 to 1000000 after --bytes, got "many"'],
  ])('refuses %o', async (options, words) => {
    await expect(runLab(options)).rejects.toMatchObject({ exitCode: EXIT.usage });
    await expect(runLab(options)).rejects.toThrow(words);
  });

  test('stops at Ctrl-C, and leaves no listener behind', async () => {
    const before = process.listeners('SIGINT');
    const running = runLab({ messages: '100000', protocols: 'websocket' });
    const ours = () => process.listeners('SIGINT').find((listener) => !before.includes(listener));
    while (ours() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    ours()?.('SIGINT');
    await expect(running).rejects.toMatchObject({ exitCode: EXIT.cancelled, message: '' });
    expect(process.listeners('SIGINT')).toEqual(before);
  });
});
