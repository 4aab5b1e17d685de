// Writes the picture of the report into README.md, from the built program. `--check` only says whether it is stale.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = join(root, 'README.md');
const begin = '<!-- report:begin (written by scripts/update-readme.mjs; a test fails when it is stale) -->';
const end = '<!-- report:end -->';

const text = readFileSync(readme, 'utf8');
const fresh = text.replace(
  new RegExp(`${escapeForPattern(begin)}[\\s\\S]*${escapeForPattern(end)}`),
  () => `${begin}\n\n${picture()}\n\n${end}`,
);
if (!process.argv.includes('--check')) writeFileSync(readme, fresh);
else if (fresh !== text) {
  console.error('README.md is stale: run node scripts/update-readme.mjs');
  process.exitCode = 1;
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

function escapeForPattern(literal) {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
