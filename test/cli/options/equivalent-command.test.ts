import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { equivalentCommand } from '../../../src/cli/options/equivalent-command.ts';
import { shellQuote } from '../../../src/text/shell.ts';

test.each([
  ['plain', 'plain'],
  ['two words', "'two words'"],
  ["it's", `'it'\\''s'`],
  ['$(reboot)', "'$(reboot)'"],
  ['a\u001b[2Jb', "$'a\\x1b[2Jb'"],
  ["\\'\u202e\n", "$'\\\\\\'\\xe2\\x80\\xae\\x0a'"],
])('%j is quoted, and comes out of a shell as it was', (word, quoted) => {
  expect(shellQuote(word)).toBe(quoted);
  expect(execFileSync('bash', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe(word);
});

test('a folder of rules cannot steer the terminal through the command that is printed', () => {
  const command = equivalentCommand({}, { rulesDirs: ['./\u001b]0;owned\u0007'], isProjectIgnored: false });
  expect(command).toBe("wirewise recommend --rules $'./\\x1b]0;owned\\x07'");
});
