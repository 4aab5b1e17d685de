/**
 * C# as far as Debian allows: mono's compiler (C# 7) and runtime. What needs more than they have is compiled against
 * declarations of the documented API, and its `proof` says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { renderLiteral } from '../../src/starters/literals.ts';
import { expectMissedEvents, startFlakyEvents } from './exercises.ts';
import { HOSTILE, otherValues } from './other-values.ts';
import { findProgram, freePort, makeFolder, Program, render, starterNames, until, writeStarter } from './program.ts';
import { FrameServer } from './servers.ts';

const STUBS = fileURLToPath(new URL('csharp-stubs', import.meta.url));

type Values = Readonly<Record<string, string | number | boolean>>;
type Role = 'client' | 'server';

let mono: string;
let folder: ReturnType<typeof makeFolder>;
const running: Program[] = [];

beforeAll(() => {
  mono = findProgram('mono');
});

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

/** Compiles without a warning; returns the program. */
function compile(sources: readonly string[], more: readonly string[] = []): string {
  const target = join(folder.path, `${mkdtempSync(join(folder.path, 'out-')).slice(-6)}.exe`);
  const args = ['-warn:4', '-warnaserror', `-out:${target}`, ...more, ...sources];
  const { status, stdout, stderr } = spawnSync(findProgram('mcs'), args, { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  return target;
}

function write(protocol: string, role: Role, set: Values): readonly string[] {
  const own = mkdtempSync(join(folder.path, `${protocol}-`));
  const starter = render(protocol, 'csharp', role, set);
  writeStarter(starter, own);
  return starter.files.map(({ path }) => join(own, path));
}

function start(protocol: string, role: Role, set: Values, env = {}): Program {
  const target = compile(write(protocol, role, set), ['-r:System.Net.Http.dll']);
  const program = new Program(mono, [target], { env });
  running.push(program);
  return program;
}

const compiled = starterNames('csharp').filter(
  ({ protocol, role }) => render(protocol, 'csharp', role, {}).proof === 'compiled',
);

test('nine of the twelve starters cannot run here', () => {
  expect(compiled.map(({ protocol, role }) => `${protocol} ${role}`)).toEqual([
    'amqp client',
    'amqp server',
    'http2-push client',
    'http2-push server',
    'mqtt client',
    'mqtt server',
    'webrtc client',
    'webrtc server',
    'websocket server',
  ]);
});

test.each(compiled)(
  '$protocol, $role: compiles against the declared API, whatever the values',
  ({ protocol, role }) => {
    const stubs = readdirSync(STUBS).filter((name) => name.endsWith('.cs'));
    const paths = stubs.map((name) => join(STUBS, name));
    for (const set of [{}, otherValues(protocol, 'csharp', role)]) compile([...write(protocol, role, set), ...paths]);
  },
);

test('a declaration that does not hold is noticed', () => {
  const sources = write('mqtt', 'client', {});
  const { status, stdout, stderr } = spawnSync(findProgram('mcs'), [...sources, join(STUBS, 'Channels.cs')], {
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stdout + stderr).toMatch(/error CS0246: .*MQTTnet/);
});

test('a literal holds the text that it was made from', () => {
  const lines = HOSTILE.map((text) => `    Print(${renderLiteral('x.cs', text)});`);
  const print =
    '  static void Print(string s) { foreach (var c in s) Console.Write((int)c + " "); Console.WriteLine(); }';
  const main = ['using System;', 'class Texts {', print, '  static void Main() {', ...lines, '  }', '}'];
  const source = join(folder.path, 'Texts.cs');
  writeFileSync(source, main.join('\n'));
  const { stdout } = spawnSync(mono, [compile([source])], { encoding: 'utf8' });
  const units = HOSTILE.map((text) => text.split('').map((unit) => `${unit.charCodeAt(0)} `));
  expect(stdout.trimEnd().split('\n').join('|')).toBe(
    units
      .map((line) => line.join(''))
      .join('|')
      .trimEnd(),
  );
});

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  const port = await freePort();
  const first = new FrameServer(port);
  const client = start('websocket', 'client', { endpoint: `ws://127.0.0.1:${port}/`, binary: true, heartbeat: 1 });
  await until(
    () => first.received.length > 0,
    10_000,
    () => client.output,
  );
  expect(first.received).toEqual([{ text: '{"type":"hello"}', isBinary: true }]);
  first.send('one');
  await client.saw(/^one$/m);
  await new Promise((wait) => setTimeout(wait, 2500)); // two heartbeats
  expect(client.output).not.toContain('closed');
  await first.stop();
  await client.saw(/^closed \(1006\)$/m);
  const second = new FrameServer(port);
  await client.saw(/^connected$/m, { times: 2 });
  second.send('two');
  await client.saw(/^two$/m);
  await second.stop();
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  const server = await startFlakyEvents();
  const client = start('sse', 'client', { endpoint: server.endpoint, silence: 1 });
  await client.saw(/^number 1\nsecond line$/m);
  await client.saw(/503/);
  await client.saw(/nothing for 1 s$/m);
  await client.saw(/^number 4$/m);
  expect(server.asked.slice(0, 4)).toEqual([undefined, '1', '1', '3']);
  await server.stop();
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = start('sse', 'server', { port, path: '/ticks', heartbeat: 1 });
  await server.saw(/^listening/m);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', 'client', { endpoint: url });
  await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
  await expectMissedEvents(url);
  await client.stop('SIGKILL');
  const again = start('sse', 'client', { endpoint: url });
  await again.saw(/^\d{4}-\d\d-\d\dT/m);
});
