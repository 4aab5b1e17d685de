/** What somebody needs who publishes a copy: one place for the address, workflows that GitHub takes, forms for issues. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { lintWorkflow } from '@wirewise/validators/workflows';
import { fdir } from 'fdir';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const SCRIPT = join(ROOT, 'scripts/update-release.mjs');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Every file that a clone has, by its path, without tests and knowledge. */
const FILES = new fdir()
  .withRelativePaths()
  .exclude((name) => /^(\.git|node_modules|dist.*|rules|test|coverage)$/.test(name))
  .crawl(ROOT)
  .sync();

const run = (...words: readonly string[]) => spawnSync(process.execPath, [SCRIPT, ...words], { encoding: 'utf8' });

describe('the address and the version', () => {
  test('are those of package.json everywhere', () => {
    const { status, stderr } = run('--check');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('of another publisher are written into every file that names one', () => {
    const copy = mkdtempSync(join(tmpdir(), 'wirewise-release-'));
    const naming = FILES.filter((path) => /OWNER\/|0\.1\.0/.test(read(path)));
    for (const path of naming) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      cpSync(join(ROOT, path), join(copy, path));
    }
    const manifest = JSON.parse(read('package.json'));
    const repository = { type: 'git', url: 'git+https://github.com/acme/protocol-advisor.git' };
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version: '7.8.9', repository }, null, 2));
    expect(run('--check', copy).status).toBe(1);
    expect(run(copy)).toMatchObject({ status: 0, stderr: '' });
    expect(run('--check', copy).status).toBe(0);
    const text = (path: string) => readFileSync(join(copy, path), 'utf8');
    expect(naming.filter((path) => path !== 'scripts/update-release.mjs' && text(path).includes('OWNER/'))).toEqual([]);
    const { homepage, bugs } = JSON.parse(text('package.json'));
    expect({ homepage, bugs }).toEqual({
      homepage: 'https://github.com/acme/protocol-advisor#readme',
      bugs: 'https://github.com/acme/protocol-advisor/issues',
    });
    expect(text('src/core/version.ts')).toContain("VERSION = '7.8.9'");
    expect(text('README.md')).toContain('- uses: acme/protocol-advisor@v7.8.9\n');
    expect(text('README.md')).toContain('- uses: actions/checkout@v');
  });

  test('decide whether a tag may be published', () => {
    const { version } = JSON.parse(read('package.json'));
    const copy = mkdtempSync(join(tmpdir(), 'wirewise-release-'));
    for (const path of FILES.filter((one) => /OWNER\//.test(read(one)))) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), read(path).replaceAll('OWNER/', 'acme/'));
    }
    expect(run('--tag', `v${version}`, copy)).toMatchObject({ status: 0, stderr: '' });
    expect(run('--tag', 'v9.9.9', copy).stderr).toBe(`The tag is v9.9.9, the version in package.json ${version}.\n`);
    expect(run('--tag', `v${version}`).stderr).toContain('still names OWNER');
    const changelog = join(copy, 'CHANGELOG.md');
    writeFileSync(changelog, readFileSync(changelog, 'utf8').replace(`## ${version}`, '## 0.0.9'));
    expect(run('--tag', `v${version}`, copy).stderr).toBe(`CHANGELOG.md has no section "## ${version}".\n`);
  });

  test('CHANGELOG.md says what the version brings', () => {
    expect(run('--notes').stdout.trim().split(/\s+/).length).toBeGreaterThan(10);
  });
});

describe.each(readdirSync(join(ROOT, '.github/workflows')))('the workflow %s', (name) => {
  const path = `.github/workflows/${name}`;
  const workflow = parse(read(path));
  const jobs: readonly { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }[] =
    Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test('is what GitHub takes', () => {
    expect(lintWorkflow(read(path), path)).toEqual([]);
    expect(lintWorkflow(read(path).replace('ubuntu-latest', '$' + '{{ nothing.here }}'), path)).not.toEqual([]);
  });

  test('may read, and no more where it does not say so', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/(checkout|setup-node)@v\d+$/);
  });

  test('runs what there is, with no expression in a script', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const runs = steps.flatMap((step) => step.run ?? []).join('\n');
    expect(runs).not.toContain('$' + '{{');
    for (const [, script = ''] of runs.matchAll(/npm (?:run (?:--silent )?)?(test|lint|types|[\w]+:\w+)/g)) {
      expect(scripts).toHaveProperty([script]);
    }
    for (const [file] of runs.matchAll(/(?:\.ci|scripts)\/[\w.-]+/g))
      expect(existsSync(join(ROOT, file)), file).toBe(true);
  });
});

describe('a form for issues', () => {
  const forms = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');

  test.each(forms)('%s is what GitHub takes', (name) => {
    const { name: title, description, body } = parse(read(`.github/ISSUE_TEMPLATE/${name}`));
    expect(title && description).toBeTruthy();
    const ids = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, id, attributes, validations = {} } of body) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[\w-]+$/);
      expect(attributes.label).toBeTruthy();
      const known = ['label', 'description', 'placeholder', 'value', ...(type === 'textarea' ? ['render'] : [])];
      expect(Object.keys(attributes).filter((key) => !known.includes(key))).toEqual([]);
      expect(['{}', '{"required":true}']).toContain(JSON.stringify(validations));
    }
  });

  test('sends vulnerabilities to a private place', () => {
    const { contact_links: links } = parse(read('.github/ISSUE_TEMPLATE/config.yml'));
    const { bugs } = JSON.parse(read('package.json'));
    expect(links[0].url).toBe(bugs.replace(/issues$/, 'security/advisories/new'));
    expect(read('SECURITY.md')).toContain(links[0].url);
  });
});
