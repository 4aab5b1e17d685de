import { expectedNames } from '../../../text/did-you-mean.ts';
import { printed, type Result } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import bash from './wirewise.bash';

/** The line that installs completion in each shell, and the file for it. */
const INSTALL: Readonly<Record<string, string>> = {
  bash: '  source <(wirewise completion bash)          # in ~/.bashrc',
  zsh: '  source <(wirewise completion zsh)           # in ~/.zshrc, after compinit',
  fish: '  wirewise completion fish | source           # in ~/.config/fish/config.fish',
};

/** `wirewise completion SHELL`: prints the script. It installs nothing and changes no file. */
export async function completion(
  _context: unknown,
  [shell]: readonly string[],
  options: Options<'completion'>,
): Promise<Result> {
  const shells = Object.keys(INSTALL);
  if (shell === undefined || !shells.includes(shell)) {
    const said = shell === undefined ? 'Missing shell.' : `Unknown shell "${shell}".`;
    throw new Failure(
      EXIT.usage,
      [`error: ${said}${expectedNames(shell ?? '', shells)}`, 'To install it:', ...Object.values(INSTALL)].join('\n'),
    );
  }
  return printed(shell === 'bash' ? bash : await fromLibrary(shell), options);
}

/** Captures the script, which the library prints to the console. */
async function fromLibrary(shell: string): Promise<string> {
  const { script } = await import('@bomb.sh/tab');
  const lines: string[] = [];
  const log = console.log;
  console.log = (text: string) => lines.push(text);
  try {
    script(shell === 'zsh' ? 'zsh' : 'fish', 'wirewise', 'wirewise');
  } finally {
    console.log = log;
  }
  return `${lines.join('\n')}\n`;
}
