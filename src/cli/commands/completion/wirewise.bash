# bash completion for wirewise
#
# Not a script like that of @bomb.sh/tab, which runs the typed line through `eval` and the answers through `compgen -W`, which
# both execute `$(…)`, needs the package bash-completion, and completes no files.
#
# bash splits words at `=` and `:`. They are joined again, and only the part after the last split is returned.

# Sets `plain` to a word without its quotes, of which the last may be open. Nothing in the word is executed.
_wirewise_unquote() {
  local text=$1 char quote='' at
  plain=''
  for ((at = 0; at < ${#text}; at++)); do
    char=${text:at:1}
    if [[ $char == \\ && $quote != \' ]]; then
      ((at++))
      plain+=${text:at:1}
    elif [[ -z $quote && $char == [\"\'] ]]; then
      quote=$char
    elif [[ $quote && $char == "$quote" ]]; then
      quote=''
    else
      plain+=$char
    fi
  done
}

_wirewise() {
  local word line glued='' directive='' current typed cut plain at
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
  for at in "${!words[@]}"; do
    _wirewise_unquote "${words[at]}"
    words[at]=$plain
  done
  typed=${words[-1]-}
  mapfile -t lines < <("${COMP_WORDS[0]}" complete -- "${words[@]}" 2>/dev/null)
  [[ ${#lines[@]} -gt 0 ]] || return
  directive=${lines[-1]#:}
  [[ $directive =~ ^[0-9]+$ ]] || return
  unset 'lines[-1]'
  current=${COMP_WORDS[COMP_CWORD]}
  [[ $current == [=:] ]] && current=''
  _wirewise_unquote "$current"
  current=$plain
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
  # Within quotes bash does not split at `=`.
  [[ $current == --*=* ]] && glued=${current%%=*}= cut='' || glued=''
  for line in "${lines[@]}"; do
    line=${line%%$'\t'*}
    COMPREPLY+=("$glued${line#"$cut"}")
  done
}
complete -F _wirewise wirewise
