# bash completion for wirewise
#
# Not a script like that of @bomb.sh/tab, which runs the typed line through `eval` and the answers through `compgen -W`, which
# both execute `$(…)`, needs the package bash-completion, and completes no files.
#
# bash splits words at `=` and `:`. They are joined again, and only the part after the last split is returned.
_wirewise() {
  local word line glued='' directive='' current typed cut
  local -a words=() lines=()
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ ${#words[@]} -gt 0 && ( $glued || $word == [=:]* ) ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
    if [[ $word == [=:] ]]; then glued=1; else glued=''; fi
  done
  typed=${words[-1]-}
  mapfile -t lines < <("${COMP_WORDS[0]}" complete -- "${words[@]}" 2>/dev/null)
  [[ ${#lines[@]} -gt 0 ]] || return
  directive=${lines[-1]#:}
  [[ $directive =~ ^[0-9]+$ ]] || return
  unset 'lines[-1]'
  current=${COMP_WORDS[COMP_CWORD]}
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
  [[ $typed == --*=* ]] && typed=${typed#*=}
  cut=${typed%"$current"}
  for line in "${lines[@]}"; do
    line=${line%%$'\t'*}
    COMPREPLY+=("${line#"$cut"}")
  done
}
complete -F _wirewise wirewise
