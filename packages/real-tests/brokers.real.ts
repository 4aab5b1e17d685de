/**
 * The brokers that projects come with: the command for an installed one, word for word as README has it. Each runs in
 * namespaces of its own, because it takes the port and the user that it would take on a developer's machine.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projects } from '../../test/starters/projects.ts';
import { findProgram } from './program.ts';

const { brokers } = projects;
/** No Debian has a package of Kafka's broker: its commands are from its documentation, and not tried. */
const { kafka: _untried, ...tried } = brokers;
const all = Object.values(tried).flat();
const PORTS = { 'amqp:': '5672', 'mqtt:': '1883' };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broker-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The port of its endpoint; where that depends on the language, the first one that its container opens. */
function portOf({ values, files }: (typeof all)[number]): string {
  const endpoint = values['endpoint'];
  if (endpoint === undefined) return files.map(({ text }) => /127\.0\.0\.1:(\d+):/.exec(text)?.[1]).join('');
  const { protocol, port } = new URL(String(endpoint).includes('://') ? String(endpoint) : `tcp://${endpoint}`);
  const usual = Object.entries(PORTS).find(([scheme]) => scheme === protocol)?.[1];
  return port || (usual ?? '');
}

/** What listens once the port is open, as `ss` puts it; all that was started ends with the namespace. */
function listening(plain: string, port: string): string {
  const wait = `for i in $(seq 300); do ss -ltn | grep -q ':${port} ' && break; sleep 0.2; done`;
  const script = `ip link set lo up\n(${plain}) >log 2>&1 &\n${wait}\nss -ltnH | grep ':${port} ' || cat log\n`;
  for (const name of ['data', 'log-files']) mkdirSync(join(folder, name));
  for (const path of [folder, join(folder, 'data'), join(folder, 'log-files')]) chmodSync(path, 0o777);
  const env = {
    ...process.env,
    PATH: `${process.env['PATH']}:/usr/sbin`,
    // Debian's RabbitMQ would leave these on the machine.
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log-files'),
    RABBITMQ_PID_FILE: join(folder, 'data', 'pid'),
    RABBITMQ_NODENAME: 'broker@localhost',
  };
  const args = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script];
  const { stdout, stderr } = spawnSync(findProgram('unshare'), args, { cwd: folder, env, encoding: 'utf8' });
  return stdout + stderr;
}

test.each(all.map((broker) => [broker.name, broker.plain, broker] as const))('%s: %s', (_name, plain, broker) => {
  for (const { path, text } of broker.files) writeFileSync(join(folder, path), text);
  const port = portOf(broker);
  expect(listening(plain, port)).toMatch(new RegExp(`^LISTEN .*:${port} `, 'm'));
});
