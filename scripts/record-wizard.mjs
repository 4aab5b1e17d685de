// Writes docs/wizard.svg: an animated recording of the wizard, played on a terminal by the built program. The same
// program and rules give the same file. `--check` only says whether it is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'docs', 'wizard.svg');
const [COLUMNS, ROWS] = [80, 24];
const [CHARACTER, LINE, PADDING, FONT] = [7.8, 17, 12, 13];
const [DOWN, ENTER, SPACE] = ['\u001B[B', '\r', ' '];

/** What a person sees and does: the text to wait for, seconds to look at it, keys; one frame each. */
const SCRIPT = [
  ['What do you build?', 1.6, DOWN],
  ['> Live dashboard', 0.3, DOWN],
  ['> Collaborative', 0.3, DOWN],
  ['> Custom application', 0.3, DOWN],
  ['> Read-only feed', 1.2, ENTER],
  ...Array.from({ length: 8 }, () => ['Question ', 2.2, ENTER]),
];
const LAST = 4;

const frames = await record();
const svg = draw(frames);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== svg) {
    console.error('docs/wizard.svg is stale: run node scripts/record-wizard.mjs');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, svg);
}

/** Plays the script until the wizard offers the result. */
async function record() {
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const env = { PATH: process.env.PATH, TERM: 'xterm', FORCE_COLOR: '1' };
  const size = { cols: COLUMNS, rows: ROWS };
  const wizard = spawn(process.execPath, [join(root, 'bin', 'wirewise.js'), '--no-project'], {
    ...size,
    env,
    cwd: tmpdir(),
  });
  wizard.onData((data) => screen.write(data));
  const taken = [];
  try {
    let before = '';
    for (const [awaited, seconds, keys] of SCRIPT) {
      const text = await settled(screen, (shown) => shown !== before && /quit$/.test(shown), awaited);
      const isStop = text.includes('> See the result');
      if (!isStop && !text.includes(awaited)) throw new Error(`The wizard does not show "${awaited}":\n${text}`);
      taken.push({ lines: linesOf(screen), seconds: isStop ? LAST : seconds });
      if (isStop) return taken;
      before = text;
      // In a list of several answers, the one under the cursor has to be marked first.
      wizard.write(text.includes('> [ ]') ? SPACE + keys : keys);
    }
    throw new Error(`The wizard did not stop. It shows:\n${textOf(screen)}`);
  } finally {
    wizard.kill();
  }
}

/** The text of the screen once it holds, and has not changed for a while. */
async function settled(screen, holds, awaited) {
  const deadline = Date.now() + 20_000;
  for (let [last, since] = ['', Date.now()]; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = textOf(screen);
    if (now !== last) [last, since] = [now, Date.now()];
    else if (holds(now) && Date.now() - since > 400) return now;
    if (Date.now() > deadline) throw new Error(`Waited in vain for "${awaited}". The screen shows:\n${now}`);
  }
}

function textOf(screen) {
  return linesOf(screen)
    .map((runs) => runs.map(({ text }) => text).join(''))
    .join('\n')
    .trimEnd();
}

/** By line: runs of characters that look the same. */
function linesOf(screen) {
  const { active } = screen.buffer;
  return Array.from({ length: ROWS }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    const runs = [];
    for (let x = 0; x < COLUMNS; x++) {
      const cell = line?.getCell(x);
      const look = !cell ? '' : cell.isBold() ? 'b' : cell.isDim() ? 'd' : cell.getFgColor() === 6 ? 'c' : '';
      const text = cell?.getChars() || ' ';
      if (runs.at(-1)?.look === look) runs.at(-1).text += text;
      else runs.push({ x, look, text });
    }
    return runs.map((run) => ({ ...run, text: run.text.trimEnd() === '' ? '' : run.text }));
  });
}

/** Each frame is a group that is visible in its part of one endless animation; without motion, the last one alone. */
function draw(taken) {
  const [width, height] = [COLUMNS * CHARACTER + 2 * PADDING, ROWS * LINE + 2 * PADDING];
  const total = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  let at = 0;
  const rules = taken.map(({ seconds }, index) => {
    const share = (time) => `${((100 * time) / total).toFixed(3)}%`;
    const [from, to] = [share(at), share(at + seconds)];
    at += seconds;
    const first = index === 0 ? '' : `0%{opacity:0}`;
    const last = index === taken.length - 1 ? '' : `${to},100%{opacity:0}`;
    return `@keyframes f${index}{${first}${from}{opacity:1}${last}}#f${index}{animation:f${index} ${total.toFixed(1)}s step-end infinite}`;
  });
  const groups = taken.map(({ lines }, index) => `<g id="f${index}" class="f">${lines.map(drawLine).join('')}</g>`);
  const label =
    'The wizard of wirewise: a use case is chosen, a few questions follow, then the advice and how sure it is.';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
<title>${label}</title>
<style>
text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d8dee9;white-space:pre}
.b{font-weight:bold;fill:#fff}.d{fill:#8b949e}.c{fill:#56d4dd}.f{opacity:0}
#f${taken.length - 1}{opacity:1}
@media (prefers-reduced-motion:no-preference){.f,#f${taken.length - 1}{opacity:0}
${rules.join('\n')}
}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${groups.join('\n')}
</svg>
`;
}

function drawLine(runs, y) {
  return runs
    .filter(({ text }) => text !== '')
    .map(({ x, look, text }) => {
      const shown = text.trimEnd();
      const place = `x="${(PADDING + x * CHARACTER).toFixed(1)}" y="${PADDING + (y + 1) * LINE - 4}"`;
      const length = `textLength="${(shown.length * CHARACTER).toFixed(1)}"`;
      return `<text ${place} ${length}${look ? ` class="${look}"` : ''} xml:space="preserve">${escaped(shown)}</text>`;
    })
    .join('');
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
