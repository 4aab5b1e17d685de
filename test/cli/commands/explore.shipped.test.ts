import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { parse } from '@wirewise/validators/html';
import { describe, expect, test } from 'vitest';
import { LARGEST_PAGE } from '../../../src/cli/commands/explore/live-parts.ts';
import { decide } from '../../../src/core/decide.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { builtInScenarios } from '../../../src/rules/built-in-projects.ts';
import { runWith } from '../fake-io.ts';

const page = (await runWith(['explore'])).stdout;

/** What the page holds in one of its blocks of data. */
function dataOf(html: string, block: string) {
  const [, text = ''] =
    new RegExp(`<script type="text/plain" id="wirewise-${block}">([^<]*)</script>`).exec(html) ?? [];
  return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString());
}

describe('the page', () => {
  test('is one file of at most 400 kB that the HTML standard calls right', () => {
    const errors: unknown[] = [];
    parse(page, { onParseError: (error) => errors.push(error) });
    expect(errors).toEqual([]);
    expect(LARGEST_PAGE).toBe(400_000);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(LARGEST_PAGE);
  });

  test('may load nothing, and run and paint only what it holds', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const [script, style] = ['script', 'style'].map((tag) => {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      return `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    });
    expect(policy).toBe(
      `default-src &#39;none&#39;; script-src ${script}; style-src ${style}; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
    const markup = page.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
    expect(markup).not.toMatch(/ (src|href|action|style|on\w+)=/i);
  });

  test('decides with the whole rules, as far as they decide', async () => {
    const rules = await builtInRules();
    const { rules: held } = dataOf(page, 'data');
    expect(held.digest).toBe(rules.digest);
    for (const { answers } of await builtInScenarios()) {
      expect(decide(held, answers)).toEqual(JSON.parse(JSON.stringify(decide(rules, answers))));
    }
  });

  test('holds the clients of the first languages, as many as fit, and no server', async () => {
    const starters = dataOf(page, 'starters');
    const [{ id: language = '' } = {}] = (await builtInRules()).languages;
    const { stdout } = await runWith(['snippet', 'mqtt', '--language', language, '--json']);
    const [{ path }] = JSON.parse(stdout).files;
    expect(starters.mqtt[language].client.files[0].path).toBe(path);
    expect(Object.keys(starters.mqtt).length).toBeGreaterThan(4);
    expect(JSON.stringify(starters)).not.toContain('"server":{"');
  });

  test('does not depend on when and where it is made', async () => {
    expect((await runWith(['explore'], { cwd: tmpdir() })).stdout).toBe(page);
  });
});

describe('explore', () => {
  test('starts the page with the answers of flags, over those of a preset', async () => {
    const argv = ['explore', '--preset', 'chat', '--latency', '30s', '--weight', 'latency=9', '--core'];
    const { start } = dataOf((await runWith(argv)).stdout, 'data');
    expect(start).toMatchObject({
      answers: { direction: 'both', latency: 30_000 },
      overrides: { weight: { latency: 9 } },
    });
    expect(start.core).toBe(true);
  });

  test('starts the page with a record: its answers, weights and protocols', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-explore-'));
    const flags = ['--direction', 'both', '--clients', 'browser', '--weight', 'latency=9', '--core'];
    await runWith(['record', ...flags, '--name', 'needs', '--output', 'needs.wirewise.yaml'], { cwd });
    const { stdout } = await runWith(['explore', '--answers', 'needs.wirewise.yaml'], { cwd });
    expect(dataOf(stdout, 'data').start).toEqual({
      answers: { direction: 'both', clients: ['browser'] },
      overrides: { weight: { latency: 9 } },
      core: true,
    });
  });

  test('makes the same page of answers from standard input as from a file', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-explore-'));
    const stdin = 'direction: both\nclients: browser\n';
    writeFileSync(join(cwd, 'needs.yaml'), stdin);
    const piped = await runWith(['explore', '--answers', '-'], { cwd, stdin });
    expect(piped.stdout).toBe((await runWith(['explore', '--answers', 'needs.yaml'], { cwd })).stdout);
    expect(dataOf(piped.stdout, 'data').start.answers).toEqual({ direction: 'both', clients: ['browser'] });
  });

  test('writes a file whole, and says so', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-explore-'));
    expect(await runWith(['explore', '-o', 'page.html'], { cwd })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Wrote page.html\n',
    });
    expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toBe(page);
    const failed = await runWith(['explore', '-o', 'nowhere/page.html'], { cwd });
    expect(failed).toMatchObject({ exitCode: 2, stdout: '' });
    expect(failed.stderr).toMatch(/^error: Cannot write nowhere\/page\.html: .+\.\n$/);
  });

  test('builds rule packs in, and commands of the page name them', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-explore-'));
    mkdirSync(join(cwd, 'house'));
    writeFileSync(join(cwd, 'house/pack.yaml'), 'name: house\nversion: "1"\nforbid: { mqtt: "</script><b>no" }\n');
    const { stdout } = await runWith(['explore', '--rules', 'house'], { cwd });
    const { rules, rulesDirs } = dataOf(stdout, 'data');
    expect(rules.packs).toEqual(['core@1', 'house@1']);
    expect(rulesDirs).toEqual(['house']);
    expect(decide(rules, {}).excluded).toMatchObject([{ protocol: 'mqtt', forbidden: { because: '</script><b>no' } }]);
    expect(stdout).not.toContain('<b>no');
  });

  test.each([
    [['--direction', 'sideways'], 'Unknown value "sideways" for --direction.'],
    [['--preset', 'chta'], 'Unknown preset "chta". Did you mean "chat"?'],
    [['--answers', 'nowhere.yaml'], 'nowhere.yaml'],
    [['extra'], 'Unexpected'],
  ])('says what is wrong with %j', async (flags, words) => {
    const { exitCode, stdout, stderr } = await runWith(['explore', ...flags], { cwd: tmpdir() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});

describe('recommend --live', () => {
  const flags = ['recommend', '--preset', 'chat', '--samples', '50', '--format'];

  test('puts the program into the report, with the answers of the report', async () => {
    const { stdout } = await runWith([...flags, 'html', '--live']);
    const plain = (await runWith([...flags, 'html'])).stdout;
    expect(plain).not.toMatch(/<script|<button/);
    const [, body = ''] = /<body>\n([\s\S]*)\n<\/body>/.exec(plain) ?? [];
    expect(stdout).toContain(body);
    expect(dataOf(stdout, 'data').start.answers).toMatchObject({ direction: 'both' });
  });

  test('is refused for what is no page', async () => {
    const { exitCode, stderr } = await runWith([...flags, 'markdown', '--live']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('Expected --format html with --live.'),
    });
  });
});
