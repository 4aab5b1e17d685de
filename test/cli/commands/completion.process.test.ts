/** The script for bash, in bash: words as they are typed, and what is offered for the last one. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../../bin/wirewise.js');

/** @param words as bash splits what was typed, with their quotes */
function offered(words: readonly string[]): string[] {
  const script = `source <("$NODE" "$BIN" completion bash)
wirewise() { "$NODE" "$BIN" "$@"; }
# It works only while a user types.
compopt() { :; }
COMP_WORDS=(wirewise "$@")
COMP_CWORD=$#
_wirewise
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, NODE: process.execPath, BIN };
  const out = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8', env });
  return out.split('\n').slice(0, -1);
}

test.each<[string[], string[]]>([
  [['recommend', '--preset', 'cha'], ['chat']],
  [['recommend', '--preset', '=', 'cha'], ['chat']],
  [['recommend', '"--preset"', '"cha'], ['chat']],
  [["'recommend'", '--preset', '=', "'cha"], ['chat']],
  [['recommend', '"--preset=cha'], ['--preset=chat']],
  [['recommend', '--pre\\set', "c'ha"], ['chat']],
  [['recommend', '"--clients=browser,dev'], ['--clients=browser,device']],
  [['"recomm'], ['recommend']],
  [['recommend', '--preset', '"$(echo chat >&2)'], ['']],
])('%j is completed to %j', (words, expected) => {
  expect(offered(words)).toEqual(expected);
});
