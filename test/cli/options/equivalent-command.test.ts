import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { equivalentCommand } from '../../../src/cli/options/equivalent-command.ts';
import { shellQuote } from '../../../src/text/shell.ts';

test.each([
  ['plain-1.yaml', 'plain-1.yaml'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['a\\b', "'a'\\\\'b'"],
  ['', "''"],
  ['=ls', "'=ls'"],
  ['a\u001b[2Jb', `"$(printf 'a\\033[2Jb')"`],
  ["\\'%\u202e", `"$(printf '\\134\\047%%\\342\\200\\256')"`],
  ['a\u001b\n\n', `"$(printf 'a\\033')"'\n\n'`],
  ['-\u001b', `"$(printf '\\055\\033')"`],
])('%j is quoted as %s', (word, quoted) => {
  expect(shellQuote(word)).toBe(quoted);
});

test('the name of a folder cannot steer the terminal', () => {
  const rules = { questions: [] };
  const command = equivalentCommand({}, { rules, rulesDirs: ['./\u001b]0;owned\u0007'], isProjectIgnored: false });
  expect(command).toBe(`wirewise recommend --rules "$(printf './\\033]0;owned\\007')"`);
});

const SHELLS = ['bash', 'dash', 'zsh', 'fish'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

describe.each(SHELLS)('%s reads what was meant:', (shell) => {
  test.each([
    'two words',
    "it's 'quoted'",
    'back\\slash',
    '\\\\server\\share',
    "trailing\\'",
    "\\'",
    '$HOME `id` $(id) ! * ? {a,b} [x] ~ # ; & | < > "',
    '=ls',
    '%self 100% %s',
    'a\u001b[2J\nb',
    'a\n',
    '\n',
    'a\u001b\n\n',
    '-\u001b',
    '--x\n%s',
    "\u202e\\'%d\\033\u009b x",
    'häßlich 👋🏽',
    '-',
  ])('%j', (word) => {
    const { stdout } = spawnSync(shell, ['-c', `printf '%s' ${shellQuote(word)}`], { encoding: 'utf8' });
    expect(stdout).toBe(word);
  });
});
