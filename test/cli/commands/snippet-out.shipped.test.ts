import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { usualVariant } from '../../../src/starters/render.ts';
import { names, starters } from '../../starters/starters.ts';
import { runWith } from '../fake-io.ts';
import { fakeIo } from '../fake-world.ts';
import { type GivenFlags, runCommand } from '../run-command.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'snippet-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const snippet = (words: string[], flags: GivenFlags) => runCommand(fakeIo(cwd), 'snippet', words, flags);
const proxy = (words: string[], flags: GivenFlags) => runCommand(fakeIo(cwd), 'proxy', words, flags);

const failure = (message: RegExp) =>
  expect.objectContaining({ name: 'Failure', exitCode: 2, message: expect.stringMatching(message) });

const SPOKEN: GivenFlags = { language: 'typescript' };

describe('snippet --variant', () => {
  test('takes a language in which there is one', async () => {
    const { text } = await snippet(['amqp'], { variant: 'ibm-mq', json: true });
    expect(JSON.parse(text)).toMatchObject({ protocol: 'amqp', language: 'typescript', variant: 'ibm-mq' });
  });

  test('writes a project with a broker that fits', async () => {
    await snippet(['amqp'], { ...SPOKEN, variant: 'azure-service-bus', out: 'demo' });
    expect(readFileSync(join(cwd, 'demo/README.md'), 'utf8')).toMatch(
      /^# AMQP client for azure-service-bus in TypeScript\n[\s\S]*RabbitMQ as a stand-in/,
    );
    expect(readFileSync(join(cwd, 'demo/enabled_plugins'), 'utf8')).toBe('[rabbitmq_amqp1_0].\n');
    expect(readFileSync(join(cwd, 'demo/package.json'), 'utf8')).toContain('"rhea": "3.0.5"');
  });

  test('has all that are not the usual ones in its help', async () => {
    const { stdout } = await runWith(['snippet', '--help']);
    const help = stdout.replace(/\s+/g, ' ');
    const others = names.filter((name) => name.variant !== usualVariant(starters, name)).map(({ variant }) => variant);
    const [last, ...rest] = [...new Set(others)].toSorted().toReversed();
    expect(help).toContain(`product or framework: ${rest.toReversed().join(', ')} or ${last}`);
  });

  test('names the nearest one', async () => {
    await expect(snippet(['amqp'], { ...SPOKEN, variant: 'ibm_mq' })).rejects.toEqual(
      failure(/Unknown variant "ibm_mq"\. Did you mean "ibm-mq"\?/),
    );
  });
});

describe('snippet --minimal', () => {
  test('refuses a value that only the full program uses, and says what to do', async () => {
    await expect(snippet(['sse'], { language: 'typescript', minimal: true, set: ['silence=5'] })).rejects.toEqual(
      failure(/Unused value "silence": the minimal form uses only endpoint\. Leave out --minimal or this value\./),
    );
  });

  test('prints the shortest form, with its own proof', async () => {
    const { text } = await snippet(['sse'], { language: 'python', minimal: true, set: ['endpoint=http://x/y'] });
    expect(text).toContain("with urlopen('http://x/y') as stream:");
    expect(text.trim().split('\n').length).toBeLessThan(10);
    const { text: json } = await snippet(['sse'], { language: 'delphi', minimal: true, json: true });
    expect(JSON.parse(json)).toMatchObject({ proof: 'compiled', files: [{ path: 'client.pas' }] });
  });

  test('names those that there are', async () => {
    await expect(snippet(['http2-push'], { language: 'python', minimal: true })).rejects.toEqual(
      failure(/No minimal form of .*leave out --minimal\. For http2-push there are: [\s\S]*typescript/),
    );
  });
});

describe('snippet --out', () => {
  test('writes the project and lists it', async () => {
    const { text, exitCode } = await snippet(['mqtt'], { ...SPOKEN, out: 'demo' });
    const files = ['client.ts', 'package.json', 'tsconfig.json', 'compose.yaml', 'README.md'];
    expect(text).toBe(
      `Wrote 5 files to demo:\n${files.map((one) => `  ${one}\n`).join('')}README.md says how to run it.\n`,
    );
    expect(exitCode).toBe(0);
    expect(readdirSync(join(cwd, 'demo')).sort()).toEqual(files.sort());
    expect(readFileSync(join(cwd, 'demo/README.md'), 'utf8')).toContain('# MQTT client in TypeScript\n');
    expect(readFileSync(join(cwd, 'demo/client.ts'), 'utf8')).toContain("const ENDPOINT = 'mqtt://localhost:1883';");
  });

  test('as JSON', async () => {
    const { text } = await snippet(['sse'], {
      ...SPOKEN,
      out: 'demo',
      role: 'server',
      json: true,
      dryRun: true,
    });
    expect(JSON.parse(text)).toMatchObject({
      protocol: 'sse',
      language: 'typescript',
      role: 'server',
      directory: 'demo',
      dryRun: true,
      files: expect.arrayContaining([{ path: 'server.ts', bytes: expect.any(Number), replaces: false }]),
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('twice needs --force', async () => {
    await snippet(['sse'], { ...SPOKEN, out: 'demo' });
    const again = (more: GivenFlags = {}) => snippet(['sse'], { ...SPOKEN, out: 'demo', ...more });
    await expect(again()).rejects.toEqual(failure(/demo\/client\.ts exists\. Give --force to overwrite it\./));
    expect((await again({ force: true })).text).toContain('  client.ts (replaced)\n');
  });

  test('a wrong value writes nothing', async () => {
    const wrong = snippet(['mqtt'], { ...SPOKEN, out: 'demo', set: ['qos=7'] });
    await expect(wrong).rejects.toEqual(failure(/Expected a whole number from 0 to 2 for qos/));
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a Delphi project is the program and its README', async () => {
    await snippet(['websocket'], { language: 'delphi', out: 'demo' });
    expect(readdirSync(join(cwd, 'demo')).sort()).toEqual(['README.md', 'client.dpr']);
  });

  test('refuses a file, and its flags without it', async () => {
    writeFileSync(join(cwd, 'file'), 'x');
    mkdirSync(join(cwd, 'folder'));
    const run = (options: GivenFlags) => snippet(['sse'], { ...SPOKEN, ...options });
    await expect(run({ out: 'file' })).rejects.toEqual(failure(/file is a file/));
    await expect(run({ dryRun: true })).rejects.toEqual(failure(/^error: Expected --out DIR with --dry-run\.$/));
    await expect(run({ force: true })).rejects.toEqual(failure(/^error: Expected --out DIR with --force\.$/));
  });
});

describe('proxy', () => {
  test('prints a configuration whose first lines are comments', async () => {
    const { text } = await proxy(['websocket'], { server: 'nginx', set: ['idle=90', 'path=/chat'] });
    const [head = '', lines = ''] = text.split('\n\n', 2);
    expect(head.split('\n').every((line) => line.startsWith('# ') && line.length <= 80)).toBe(true);
    expect(head).toContain('# Ran: nginx 1.22 in front of the TypeScript WebSocket starter');
    expect(lines).toContain('location /chat {');
    expect(text).toContain('proxy_read_timeout 90s;');
  });

  test('as JSON', async () => {
    const { text } = await proxy(['mqtt'], { server: 'envoy', json: true });
    expect(JSON.parse(text)).toMatchObject({
      protocol: 'mqtt',
      server: 'envoy',
      name: 'Envoy',
      proof: 'compiled',
      values: { idle: 75 },
      sources: [expect.stringContaining('tcp_proxy')],
    });
  });

  test('asks for its server, and says which there are', async () => {
    await expect(proxy(['mqtt'], {})).rejects.toEqual(
      failure(/Expected --server alb\|apache\|caddy\|envoy\|haproxy\|nginx\|traefik\./),
    );
    await expect(proxy(['mqtt'], { server: 'apache' })).rejects.toEqual(
      failure(/For mqtt there are: alb, envoy, haproxy, nginx, traefik\./),
    );
    await expect(proxy([], { server: 'nginx' })).rejects.toEqual(failure(/Missing <protocol>/));
  });
});
