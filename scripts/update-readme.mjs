// Writes the pictures of wizard and report and the table of starters into README.md, from the built program. `--check`
// only says whether they are stale.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = join(root, 'README.md');
const text = readFileSync(readme, 'utf8');
const sections = {
  wizard: await wizardPicture(),
  report: picture(),
  system: systemPicture(),
  starters: starterTable(),
  scenarios: scenarioSummary(),
};
const fresh = Object.entries(sections).reduce((page, [name, content]) => replaceSection(page, name, content), text);
if (!process.argv.includes('--check')) writeFileSync(readme, fresh);
else if (fresh !== text) {
  console.error('README.md is stale: run node scripts/update-readme.mjs');
  process.exitCode = 1;
}

function replaceSection(page, name, content) {
  const begin = `<!-- ${name}:begin (written by scripts/update-readme.mjs; a test fails when it is stale) -->`;
  const end = `<!-- ${name}:end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no section ${name}`);
  return `${page.slice(0, from)}${begin}\n\n${content}\n\n${page.slice(to)}`;
}

/** The whole of the system file above it, without its legs. */
function systemPicture() {
  const [, example] = /^## A whole system\n[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(text) ?? [];
  const { stdout } = spawnSync(process.execPath, [join(root, 'bin', 'wirewise.js'), 'system', '-', '--no-project'], {
    input: example,
    encoding: 'utf8',
  });
  const [whole] = stdout.split('\ntelemetry: ');
  return ['```text', '$ wirewise system fleet.yaml', '', whole.trim(), '```'].join('\n');
}

/** What `rules test` says last. */
function scenarioSummary() {
  const { stdout } = spawnSync(process.execPath, [join(root, 'bin', 'wirewise.js'), 'rules', 'test', '--no-project'], {
    encoding: 'utf8',
  });
  return ['```text', stdout.trim().split('\n').at(-1), '```'].join('\n');
}

/** Protocol × language: what was done with client and server in the test suite; then the faults, and the exceptions. */
function starterTable() {
  const { rules, starters } = createRequire(import.meta.url)('../dist/rules.cjs');
  const table = proofTable(rules, starters);
  return [table, faultTable(rules, starters), exceptionList(rules)].join('\n\n');
}

function proofTable({ protocols, languages }, starters) {
  const columns = languages
    .map(({ id }) => id)
    .filter((id) => Object.values(starters).some((byLanguage) => byLanguage[id]));
  const proof = (starter) => starter?.survives?.length ?? starter?.proof ?? '–';
  const cell = (roles) =>
    roles?.client || roles?.server ? [proof(roles.client), proof(roles.server)].join(' / ') : '–';
  const rows = protocols
    .filter(({ id }) => starters[id])
    .flatMap(({ id, name }) => {
      const row = (title, pick) => [title, ...columns.map((language) => cell(pick(starters[id][language] ?? {})))];
      const variants = new Set(Object.values(starters[id]).flatMap(({ variants }) => Object.keys(variants ?? {})));
      return [
        row(name, (roles) => roles),
        ...[...variants].map((variant) => row(`${name}, ${variant}`, ({ variants }) => variants?.[variant])),
      ];
    });
  return markdownTable(['client / server', ...columns], rows);
}

/** Which faults the numbers stand for. */
function faultTable({ protocols }, starters) {
  const rows = protocols.flatMap(({ id, name }) =>
    ['client', 'server'].flatMap((role) => {
      const faults = Object.values(starters[id] ?? {}).flatMap((roles) => roles[role]?.survives ?? []);
      return faults.length === 0 ? [] : [[`${name} ${role}`, [...new Set(faults)].sort().join(', ')]];
    }),
  );
  return markdownTable(['starter', 'faults'], rows);
}

function exceptionList({ protocols, languages }) {
  const file = join(root, 'packages', 'real-tests', 'survival', 'exceptions.yaml');
  const nameOf = (list, id) => list.find((one) => one.id === id)?.name ?? id;
  const lines = parse(readFileSync(file, 'utf8')).map(({ language, protocol, variant, role, fault, because }) => {
    const what = [nameOf(languages, language), nameOf(protocols, protocol), variant, role].filter(Boolean).join(' ');
    return `- ${what}${fault === undefined ? '' : `, ${[fault].flat().join(', ')}`}: ${because}`;
  });
  return ['Exceptions:', '', ...lines].join('\n');
}

function markdownTable(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The screen of a real terminal in which somebody has answered a few questions of the wizard, and is at the next one. */
async function wizardPicture() {
  // "Something else", the last of the use cases.
  const OTHER = '\u001B[A\r';
  // Space marks where several may be chosen, and does nothing elsewhere: rules decide which question comes when.
  const FIRST = ' \r';
  const screen = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const env = { PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1' };
  const wizard = spawn(process.execPath, [join(root, 'bin', 'wirewise.js')], {
    cols: 80,
    rows: 24,
    env,
    cwd: tmpdir(),
  });
  wizard.onData((data) => screen.write(data));
  const shown = () => {
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '').join('\n');
  };
  try {
    for (const [asks, keys] of [
      ['What do you build?', OTHER],
      ['Question 1 of', FIRST],
      ['Question 2 of', FIRST],
      ['Question 3 of', ''],
    ]) {
      const deadline = Date.now() + 10_000;
      while (!(shown().includes(asks) && shown().trimEnd().endsWith('quit'))) {
        if (Date.now() > deadline) throw new Error(`The wizard does not ask "${asks}". It shows:\n${shown()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      wizard.write(keys);
    }
    return `\`\`\`text\n$ wirewise\n${shown().trimEnd()}\n\`\`\``;
  } finally {
    wizard.kill();
  }
}

/** The report without the program, run where no project lies, so that it is the same everywhere. */
function picture() {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-readme-'));
  const args = ['recommend', '--preset', 'live-dashboard'];
  try {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const report = execFileSync(process.execPath, [join(root, 'bin', 'wirewise.js'), ...args], {
      cwd,
      env,
      encoding: 'utf8',
    });
    const firstScreen = report.slice(0, report.indexOf('\nStarter in '));
    return `\`\`\`text\n$ wirewise ${args.join(' ')}\n\n${firstScreen.trimEnd()}\n\`\`\``;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
