import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../bin/wirewise.js');

/** A home with the program on its path, a rule pack of hostile texts, and a file to complete. */
function world(): string {
  const home = mkdtempSync(join(tmpdir(), 'wirewise-shell-'));
  for (const folder of ['bin', 'house', 'work-folder']) mkdirSync(join(home, folder));
  writeFileSync(join(home, 'bin/wirewise'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(join(home, 'bin/wirewise'), 0o755);
  writeFileSync(join(home, 'zz-needs.yaml'), 'direction: both\n');
  writeFileSync(join(home, 'house/pack.yaml'), 'name: house\nversion: "1"\n');
  // Several lines and controls are refused by the loader already.
  const hostile = JSON.stringify('\'$(touch pwned)" `touch pwned`;\\$HOME');
  writeFileSync(
    join(home, 'house/questions.yaml'),
    `- id: hue\n  kind: choice\n  about: estimate\n  label: Hue\n  asks: ${hostile}\n  help: Any.\n  options:
    - { id: scarlet, label: ${hostile} }\n    - { id: sable, label: ${hostile} }\n`,
  );
  return home;
}

const SHELLS = {
  bash: { argv: ['--norc', '-i'], setUp: 'PS1="READY> "; source <(wirewise completion bash)' },
  zsh: {
    argv: ['-f', '-i'],
    setUp: 'PS1="READY> "; autoload -U compinit; compinit -u -D; source <(wirewise completion zsh)',
  },
  fish: {
    argv: ['--no-config', '-i'],
    setUp: 'function fish_prompt; echo -n "READY> "; end; wirewise completion fish | source',
  },
} as const;

/** Types into a real terminal, presses TAB, then has the shell write the words of the finished line into a file. */
async function typeInto(
  shell: keyof typeof SHELLS,
  line: string,
  tabs: number,
): Promise<{ home: string; shown: string }> {
  const home = world();
  const terminal = spawn(shell, [...SHELLS[shell].argv], {
    cols: 200,
    rows: 40,
    cwd: home,
    env: { PATH: `${home}/bin:${process.env['PATH']}`, HOME: home, TERM: 'xterm', LC_ALL: 'C.UTF-8' },
  });
  let shown = '';
  terminal.onData((data) => {
    shown += data;
  });
  const until = async (sign: () => boolean, what: string) => {
    const end = Date.now() + 20_000;
    while (!sign()) {
      if (Date.now() > end) throw new Error(`${shell}: ${what} did not come. The terminal:\n${shown}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  try {
    terminal.write(`${SHELLS[shell].setUp}; touch set-up\r`);
    await until(() => existsSync(join(home, 'set-up')), 'the set-up');
    await new Promise((done) => setTimeout(done, 500));
    shown = '';
    terminal.write(line);
    await new Promise((done) => setTimeout(done, 300));
    for (let tab = 0; tab < tabs; tab++) {
      terminal.write('\t');
      await quiet(() => shown);
    }
    return { home, shown };
  } finally {
    terminal.kill();
  }
}

/** Until nothing has been written for a second and a half: a completion starts the program once or twice. */
async function quiet(text: () => string): Promise<void> {
  for (let last = '', since = Date.now(); Date.now() - since < 1500; ) {
    if (text() !== last) {
      last = text();
      since = Date.now();
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

describe.each(['bash', 'zsh', 'fish'] as const)('TAB in %s', (shell) => {
  test.each([
    ['a command', 'wirewise recom', 'recommend'],
    ['an answer', 'wirewise recommend --direction client', 'client-to-server'],
    ['an answer behind =', 'wirewise recommend --direction=client', 'client-to-server'],
    ['the last of a list', 'wirewise recommend --clients browser,bac', 'browser,backend'],
    ['a protocol', 'wirewise snippet webs', 'websocket'],
    ['a file', 'wirewise recommend --answers zz-n', 'zz-needs.yaml'],
    ['a folder', 'wirewise recommend --rules work-f', 'work-folder'],
    ['an answer of a rule pack', 'wirewise recommend --rules house --hue sc', 'scarlet'],
  ])('finishes %s', async (_, line, expected) => {
    const { home, shown } = await typeInto(shell, line, 1);
    expect(withoutControls(shown).replace(/\s*\n/g, '')).toContain(completedPart(line, expected));
    expect(existsSync(join(home, 'pwned'))).toBe(false);
  });

  test('lists what a hostile rule pack brings and runs nothing of it', async () => {
    const { home, shown } = await typeInto(shell, 'wirewise recommend --rules house --hue s', 3);
    expect(shown).toContain('scarlet');
    expect(shown).toContain('sable');
    expect(existsSync(join(home, 'pwned'))).toBe(false);
  });
});

/** What the terminal must have added behind the typed part, seen as one text. */
function completedPart(line: string, expected: string): string {
  const typed = line.split(/[ =]/).at(-1) ?? '';
  return expected.slice(typed.length);
}

function withoutControls(text: string): string {
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|[\x07\x08\r]/g, '');
}
