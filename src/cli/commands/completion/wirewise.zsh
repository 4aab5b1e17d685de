#compdef wirewise
# zsh completion for wirewise

_wirewise() {
  local line directive
  local -a lines values shown options
  # The word at the cursor may have an open quote, which PREFIX is without.
  lines=("${(@f)$(wirewise complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  directive=${lines[-1]#:}
  [[ $directive == <-> ]] || return 1
  # The values after `--flag=` are completed alone.
  [[ $PREFIX == --*=* ]] && compset -P 1 '*='
  if (( directive & 16 )); then
    _files -/
    return
  fi
  if (( directive == 0 )); then
    _files
    return
  fi
  for line in "${(@)lines[1,-2]}"; do
    values+=("${line%%$'\t'*}")
    shown+=("${line/$'\t'/  -- }")
  done
  (( directive & 2 )) && options=(-S '')
  # Descriptions of rule packs are printed as they are: zsh expands nothing in them.
  compadd -l "${options[@]}" -d shown -- "${values[@]}"
}

if [[ ${funcstack[1]} == _wirewise ]]; then
  _wirewise "$@"
else
  compdef _wirewise wirewise
fi
