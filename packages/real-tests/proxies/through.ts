/**
 * The starters' traffic through nginx, HAProxy, Apache and Caddy with exactly the lines that `wirewise proxy` prints, for
 * tests of what happens where lines are missing. The site around the lines has timeouts of half a second.
 */
import { get } from 'node:http';
import { afterEach } from 'vitest';
import { freePort, makeFolder, type Program, render, startTypeScript } from '../program.ts';
import { startHttp } from '../servers.ts';
import {
  linesFor,
  type RunningProxy,
  SITE_TIMEOUT_MS,
  startApache,
  startCaddy,
  startHaproxy,
  startNginx,
} from './servers.ts';

type Values = Readonly<Record<string, string | number | boolean>>;
export type Lines = (text: string) => string;

/** What a test started: it is stopped after the test, the last first. */
export const running: { readonly stop: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

export function start(protocol: string, role: 'client' | 'server', set: Values): Program {
  // A folder each: two starters of a role would write to the same file.
  const folder = makeFolder();
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path);
  running.push({ stop: () => program.stop('SIGKILL').then(folder.remove) });
  return program;
}

/** Starts the server of a protocol; returns its port. */
export async function startServer(protocol: string, set: Values = {}): Promise<number> {
  const port = await freePort();
  await start(protocol, 'server', { port, ...set }).saw(/listening/);
  return port;
}

export async function keep(starting: Promise<RunningProxy>): Promise<RunningProxy> {
  const proxy = await starting;
  running.push(proxy);
  return proxy;
}

export const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));

/** Long enough for the site's timeouts to strike. */
export const SILENCE_MS = SITE_TIMEOUT_MS * 4;

export const same: Lines = (text) => text;

/** A server with its lines for a protocol over HTTP, changed where a test wants it; `idle` in seconds. */
export type HttpProxy = (
  protocol: string,
  backend: number,
  path: string,
  change?: Lines,
  idle?: number,
) => Promise<RunningProxy>;

export const nginx: HttpProxy = async (protocol, backend, path, change = same, idle = 60) => {
  const lines = linesFor('nginx', protocol, { backend: `127.0.0.1:${backend}`, path, idle: String(idle) });
  return keep(startNginx(await freePort(), { http: change(lines) }));
};

export const haproxy: HttpProxy = async (protocol, backend, path, change = same, idle = 60) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, path, idle: String(idle) };
  return keep(startHaproxy(port, change(linesFor('haproxy', protocol, set))));
};

export const apache: HttpProxy = async (protocol, backend, path, change = same, idle = 60) => {
  const lines = linesFor('apache', protocol, { backend: `127.0.0.1:${backend}`, path, idle: String(idle) });
  return keep(startApache(await freePort(), change(lines)));
};

export const caddy: HttpProxy = async (protocol, backend, path, change = same, idle = 60) => {
  const lines = linesFor('caddy', protocol, { backend: `127.0.0.1:${backend}`, path, idle: String(idle) });
  return keep(startCaddy(await freePort(), change(lines)));
};

/** A server with its lines for a protocol over TCP; `idle` in seconds. */
export type TcpProxy = (protocol: string, backend: number, idle: number, change?: Lines) => Promise<RunningProxy>;

export const nginxStream: TcpProxy = async (protocol, backend, idle, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, idle: String(idle) };
  return keep(startNginx(port, { top: change(linesFor('nginx', protocol, set)) }));
};

export const haproxyTcp: TcpProxy = async (protocol, backend, idle, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, idle: String(idle) };
  return keep(startHaproxy(port, change(linesFor('haproxy', protocol, set))));
};

/** HAProxy with a frontend for one protocol alone, whatever the path. */
export const haproxyWhole: HttpProxy = (protocol, backend, _path, change) => haproxyTcp(protocol, backend, 60, change);

/**
 * A server that falls silent, as one whose machine lost its power.
 *
 * @param type of the answers that it begins; absent: it begins none
 */
export async function startSilent(type?: string): Promise<number> {
  const server = await startHttp((_request, response) => {
    if (type !== undefined) response.writeHead(200, { 'content-type': type }).flushHeaders();
  });
  running.push(server);
  return server.port;
}

/** How much of a body arrives within a time. */
export async function bytesIn(ms: number, port: number, path: string): Promise<number> {
  let bytes = 0;
  const request = get({ port, host: '127.0.0.1', path }, (response) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('error', () => undefined);
  });
  request.on('error', () => undefined);
  await pause(ms);
  request.destroy();
  return bytes;
}
