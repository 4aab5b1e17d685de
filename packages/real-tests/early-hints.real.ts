/** Early Hints: both ends of each language, a browser that takes hints, and proxies on the way. */
import { createHash, X509Certificate } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { findProgram, freePort } from './program.ts';
import { linesFor, startCaddy, startHaproxy, startNginx, without } from './proxies/servers.ts';
import { isListening } from './survival/tools/fault.ts';
import { type Language, launch } from './survival/tools/launch.ts';
import { certificate } from './survival/tools/peers.ts';

const running: { readonly stop: () => Promise<unknown> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function startServer(language: Language, port: number, env: Readonly<Record<string, string>>): Promise<void> {
  const { program } = await launch({
    protocol: 'early-hints',
    language,
    role: 'server',
    set: { port, path: '/page' },
    env,
  });
  running.push({ stop: () => program.stop('SIGKILL') });
  await isListening({ program });
}

/** What a client prints, and its exit code. */
async function look(language: Language, endpoint: string, more: Readonly<Record<string, string>> = {}) {
  const env = { ...certificate().env, ...more };
  const { program } = await launch({ protocol: 'early-hints', language, role: 'client', set: { endpoint }, env });
  await program.ends();
  return { output: program.output, exitCode: program.exitCode };
}

const CAME =
  /^hint: <\/\w+-style\.css>; rel=preload; as=style\nhint: .*as=script\nanswered: 200\nhints came [3-9]\d\d ms/m;

describe('over TLS', () => {
  test.each([
    ['typescript', 'typescript'],
    ['typescript', 'python'],
    ['python', 'python'],
    ['python', 'go'],
    ['go', 'go'],
    ['go', 'typescript'],
  ] as const)('a server in %s, a client in %s: hints come well before the answer', async (ofServer, ofClient) => {
    const port = await freePort();
    await startServer(ofServer, port, { ...certificate().files, TOKEN: 'probe' });
    const endpoint = `https://127.0.0.1:${port}/page`;
    const { output, exitCode } = await look(ofClient, endpoint, { TOKEN: 'probe' });
    expect(output).toMatch(CAME);
    expect(output).not.toMatch(/not in the answer/);
    expect(exitCode).toBe(0);
    expect((await look(ofClient, endpoint)).output).toMatch(/answered: 401/);
  });
});

test.each(['typescript', 'python', 'go'] as const)('in %s, without TLS', async (language) => {
  const port = await freePort();
  await startServer(language, port, {});
  const { output, exitCode } = await look(language, `http://127.0.0.1:${port}/page`);
  expect(output).toMatch(CAME);
  expect(exitCode).toBe(0);
});

test.each(['typescript', 'python', 'go'] as const)('Chromium fetches what a server in %s names', async (language) => {
  const port = await freePort();
  await startServer(language, port, certificate().files);
  // A certificate that Chromium merely puts up with would keep all of it out of the cache.
  const { publicKey } = new X509Certificate(certificate().cert);
  const spki = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  const args = ['--no-sandbox', `--ignore-certificate-errors-spki-list=${spki}`];
  const browser = await chromium.launch({ executablePath: findProgram('chromium'), args });
  running.push({ stop: () => browser.close() });
  const page = await browser.newPage();
  await page.goto(`https://127.0.0.1:${port}/page`);
  expect(await page.title()).toBe('Page!');
  const fetched = await page.evaluate<readonly (readonly [string, string])[]>(
    "performance.getEntriesByType('resource').map(({ name, initiatorType }) => [name.slice(-9), initiatorType])",
  );
  expect(fetched).toContainEqual(['style.css', 'early-hints']);
});

async function behind(start: (port: number, backend: string) => Promise<{ stop: () => Promise<void> }>) {
  const [port, backend] = [await freePort(), await freePort()];
  await startServer('typescript', backend, {});
  running.push(await start(port, `127.0.0.1:${backend}`));
  return look('typescript', `https://127.0.0.1:${port}/page`);
}

const { TLS_KEY_FILE: key = '', TLS_CERT_FILE: cert = '' } = certificate().files;

const haproxy = (port: number, backend: string) => {
  copyFileSync(key, `${cert}.key`); // where HAProxy looks for it
  const lines = linesFor('haproxy', 'early-hints', { listen: `127.0.0.1:${port}`, backend, path: '/page' });
  return startHaproxy(port, lines.replace(/bind \S+/, `$& ssl crt ${cert} alpn h2,http/1.1`));
};

const caddy = (port: number, backend: string) =>
  startCaddy(port, linesFor('caddy', 'early-hints', { backend, path: '/page' }), { tls: `${cert} ${key}` });

describe('early-hints', () => {
  test.each([
    ['haproxy', haproxy],
    ['caddy', caddy],
  ])('%s passes hints on', async (_, start) => {
    const { output, exitCode } = await behind(start);
    expect(output).toMatch(CAME);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['early_hints', '', /error: Stream closed/],
    ['early_hints', 'proxy_set_header Sec-Fetch-Mode "";', /^answered: 200\nerror: no hints$/m],
  ])('nginx 1.22, which has no %s and takes 103 for the answer; with "%s" instead', async (line, instead, expected) => {
    const { output } = await behind(async (port, backend) => {
      const lines = linesFor('nginx', 'early-hints', { backend, path: '/page' });
      const tls = `listen 127.0.0.1:${port} ssl http2;\nssl_certificate ${cert}; ssl_certificate_key ${key};`;
      const fitting = without(lines, new RegExp(`^ *${line} `)).replace('proxy_pass', `${instead}\nproxy_pass`);
      return startNginx(port, { http: `${tls}\n${fitting}` });
    });
    expect(output).toMatch(expected);
  });
});
