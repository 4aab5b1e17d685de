// Writes docs/report.png: the top of the HTML report of a preset, made by the built program and shown by Chromium.
// `node scripts/picture-report.mjs [PATH OF CHROMIUM]`
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'docs', 'report.png');
const PRESET = 'iot-telemetry';
const SIZE = '1000,900';
/** Everybody who clones the repository loads it. */
const MOST_BYTES = 150_000;

const [chromium = 'chromium'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'wirewise-picture-'));
try {
  const page = join(folder, 'report.html');
  const words = ['recommend', '--preset', PRESET, '--no-project', '--format', 'html', '--output', page];
  execFileSync(process.execPath, [join(root, 'bin', 'wirewise.js'), ...words], { cwd: folder, stdio: 'ignore' });
  mkdirSync(dirname(target), { recursive: true });
  const flags = ['--headless', '--no-sandbox', '--hide-scrollbars', '--force-device-scale-factor=1'];
  const shot = [`--user-data-dir=${join(folder, 'profile')}`, `--window-size=${SIZE}`, `--screenshot=${target}`];
  execFileSync(chromium, [...flags, ...shot, `file://${page}`], { stdio: 'ignore' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const { size } = statSync(target);
if (size > MOST_BYTES) {
  console.error(`docs/report.png has ${size} bytes, more than ${MOST_BYTES}.`);
  process.exitCode = 1;
}
