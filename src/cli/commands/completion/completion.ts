import { expectedNames } from '../../../text/did-you-mean.ts';
import { printed, type Result } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';

/** The line that each shell needs, and where it belongs. */
const INSTALL: Readonly<Record<string, string>> = {
  bash: '  source <(wirewise completion bash)          # in ~/.bashrc',
  zsh: '  source <(wirewise completion zsh)           # in ~/.zshrc, after compinit',
  fish: '  wirewise completion fish | source           # in ~/.config/fish/config.fish',
};

/** `wirewise completion SHELL`: the script on stdout; nothing is installed and no file of the user is touched. */
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
  return printed(shell === 'bash' ? BASH : await fromLibrary(shell), options);
}

/** The library prints its script; it is caught, because a command hands back its text. */
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

/**
 * Our own: the library's runs the typed line through `eval` and the answers through `compgen -W`, which both execute
 * `$(…)`, needs the package bash-completion, and knows no files.
 *
 * bash cuts words at `=` and `:`; they are put together again, and only what is behind the last cut is handed back.
 */
const BASH = `# bash completion for wirewise
_wirewise() {
  local word line glued='' directive='' current typed cut
  local -a words=() lines=()
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ \${#words[@]} -gt 0 && ( $glued || $word == [=:]* ) ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
    if [[ $word == [=:] ]]; then glued=1; else glued=''; fi
  done
  typed=\${words[-1]-}
  mapfile -t lines < <("\${COMP_WORDS[0]}" complete -- "\${words[@]}" 2>/dev/null)
  [[ \${#lines[@]} -gt 0 ]] || return
  directive=\${lines[-1]#:}
  [[ $directive =~ ^[0-9]+$ ]] || return
  unset 'lines[-1]'
  current=\${COMP_WORDS[COMP_CWORD]}
  [[ $current == [=:] ]] && current=''
  if (( directive & 16 )); then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
    return
  fi
  if (( directive == 0 )); then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    return
  fi
  (( directive & 2 )) && compopt -o nospace
  [[ $typed == --*=* ]] && typed=\${typed#*=}
  cut=\${typed%"$current"}
  for line in "\${lines[@]}"; do
    line=\${line%%$'\\t'*}
    COMPREPLY+=("\${line#"$cut"}")
  done
}
complete -F _wirewise wirewise
`;
