/**
 * C# as far as Debian allows: mono's compiler (C# 7) and runtime. What needs more than they have is compiled against
 * declarations of the documented API, and its `proof` says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { renderLiteral } from '../../src/starters/literals.ts';
import { type StarterName, usualVariant } from '../../src/starters/render.ts';
import { starters } from '../../test/starters/starters.ts';
import { eachTest } from './each-test.ts';
import { expectComesBack, expectMissedEvents, expectResumes } from './exercises.ts';
import { HOSTILE, otherValues } from './other-values.ts';
import { findProgram, freePort, Program, render, starterNames, writeStarter } from './program.ts';
import { CSHARP_LIBRARIES, CSHARP_STUBS, csharpCompiler } from './survival/tools/csharp.ts';
import { answerHttp, Peer, readHead } from './survival/tools/peers.ts';

type Values = Readonly<Record<string, string | number | boolean>>;
type Role = 'client' | 'server';

let mono: string;
const { folder, running } = eachTest();

beforeAll(() => {
  mono = findProgram('mono');
});

/** Compiles without a warning; returns the program. */
function compile(sources: readonly string[], more: readonly string[] = []): string {
  const target = join(folder.path, `${mkdtempSync(join(folder.path, 'out-')).slice(-6)}.exe`);
  const [command, args] = csharpCompiler(target, [...more, ...sources]);
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  return target;
}

function write(protocol: string, role: Role, set: Values, variant?: string): readonly string[] {
  const own = mkdtempSync(join(folder.path, `${protocol}-`));
  const starter = render(protocol, 'csharp', role, set, { variant });
  writeStarter(starter, own);
  return starter.files.map(({ path }) => join(own, path));
}

function start(protocol: string, role: Role, set: Values, env = {}): Program {
  const target = compile(write(protocol, role, set), CSHARP_LIBRARIES);
  const program = new Program(mono, [target], { env });
  running.push(program);
  return program;
}

const compiled = starterNames('csharp').filter(
  ({ protocol, role, variant }) => render(protocol, 'csharp', role, {}, { variant }).proof === 'compiled',
);

test('ten of the thirteen starters cannot run here', () => {
  const isUsual = ({ protocol, language, variant }: StarterName) =>
    variant === usualVariant(starters, { protocol, language, role: 'server' });
  const labels = compiled.map((name) => [name.protocol, name.role, ...(isUsual(name) ? [] : [name.variant])].join(' '));
  expect(labels).toEqual([
    'amqp client',
    'amqp server',
    'http2-push client',
    'http2-push server',
    'mqtt client',
    'mqtt server',
    'sse server aspnetcore',
    'webrtc client',
    'webrtc server',
    'websocket server',
  ]);
});

test.each(compiled)('$protocol, $role, $variant: compiles against the declared API, whatever the values', (name) => {
  const { protocol, role, variant } = name;
  const stubs = readdirSync(CSHARP_STUBS).filter((name) => name.endsWith('.cs'));
  const paths = stubs.map((name) => join(CSHARP_STUBS, name));
  for (const set of [{}, otherValues(name)]) compile([...write(protocol, role, set, variant), ...paths]);
});

test('a declaration that does not hold is noticed', () => {
  const sources = write('mqtt', 'client', {});
  const { status, stdout, stderr } = spawnSync(findProgram('mcs'), [...sources, join(CSHARP_STUBS, 'Channels.cs')], {
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

/** The reasons of exceptions, and of numbers without separators: where one of these fails, mono has learned it. */
test('mono lacks a timeout of pongs, the status of a refused handshake, and separators of digits', async () => {
  const port = await freePort();
  const refuse = (socket: Socket) => readHead(socket, () => answerHttp(socket, '401 Unauthorized'));
  const peer = await Peer.listen(port, refuse);
  const source = join(folder.path, 'Lacks.cs');
  writeFileSync(source, LACKS);
  const program = new Program(mono, [compile([source]), `ws://127.0.0.1:${port}/`]);
  running.push(program);
  await program.ends();
  await peer.stop();
  expect(program.output).toBe('timeout: False\nstatus: False\n30_000 is 300000\n');
});

const LACKS = `using System;
using System.Net.WebSockets;
using System.Threading;

static class Lacks
{
  static void Main(string[] args)
  {
    var timeout = typeof(ClientWebSocketOptions).GetProperty("KeepAliveTimeout");
    Console.WriteLine($"timeout: {timeout != null}");
    try
    {
      new ClientWebSocket().ConnectAsync(new Uri(args[0]), CancellationToken.None).Wait();
    }
    catch (AggregateException error)
    {
      Console.WriteLine($"status: {error.ToString().Contains("401")}");
    }
    Console.WriteLine($"30_000 is {30_000}");
  }
}
`;

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  const said = { connected: /^connected$/m, closed: /^closed \(1006\)$/m };
  await expectComesBack((set) => start('websocket', 'client', set), said, { heartbeat: 1 });
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  await expectResumes((set) => start('sse', 'client', set), /nothing for 1 s$/m);
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
