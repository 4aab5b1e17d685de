import { expectedNames } from '../../../text/did-you-mean.ts';
import { own } from '../../../text/lists.ts';
import { printed, type Result } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import bash from './wirewise.bash';
import fish from './wirewise.fish';
import zsh from './wirewise.zsh';

interface Shell {
  readonly script: string;
  /** The line that installs completion, and the file for it. */
  readonly install: string;
}

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: { script: bash, install: '  source <(wirewise completion bash)          # in ~/.bashrc' },
  zsh: { script: zsh, install: '  source <(wirewise completion zsh)           # in ~/.zshrc, after compinit' },
  fish: { script: fish, install: '  wirewise completion fish | source           # in ~/.config/fish/config.fish' },
};

/** `wirewise completion SHELL`: prints the script. It installs nothing and changes no file. */
export async function completion(
  _context: unknown,
  [name]: readonly string[],
  options: Options<'completion'>,
): Promise<Result> {
  const shell = name === undefined ? undefined : own(SHELLS, name);
  if (shell) return printed(shell.script, options);
  const problem = name === undefined ? 'Missing shell.' : `Unknown shell "${name}".`;
  const lines = [
    `error: ${problem}${expectedNames(name ?? '', Object.keys(SHELLS))}`,
    'To install it:',
    ...Object.values(SHELLS).map(({ install }) => install),
  ];
  throw new Failure(EXIT.usage, lines.join('\n'));
}
