import type { ShellName } from './call.ts';

/** The script by which a shell completes Defer's words: what fits is asked of Defer itself, a file is the shell's. */
export const scriptOf = (shell: ShellName): string => SCRIPTS[shell];

// Bash takes ":" and "=" for ends of words; both stand within words of Defer's, so that they are put together again.
const BASH = `# defer completion for bash: eval "$(defer completion bash)"
_defer_complete() {
  local line word i part=
  local -a words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ \${#words[@]} -gt 0 && ( $word == : || $part == : ) ]]; then
      words[\${#words[@]}-1]+=$word
    elif [[ $word != = ]]; then
      words+=("$word")
    elif ((i == COMP_CWORD)); then
      words+=("")
    fi
    part=$word
  done
  local typed=\${words[\${#words[@]}-1]} before=
  [[ $typed == *:* ]] && before=\${typed%:*}:
  COMPREPLY=()
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    [[ -n $word ]] && COMPREPLY+=("\${word#"$before"}")
  done < <(command defer complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _defer_complete defer`;

const ZSH = `#compdef defer
# defer completion for zsh: defer completion zsh > "\${fpath[1]}/_defer"
_defer() {
  local line word
  local -a found
  for line in "\${(@f)$(command defer complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    word=\${line%%$'\\t'*}
    [[ -n $word ]] && found+=("\${word//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#found )); then
    _describe -V defer found
  else
    _files
  fi
}
if [[ $funcstack[1] == _defer ]]; then
  _defer "$@"
else
  compdef _defer defer
fi`;

const FISH = `# defer completion for fish: defer completion fish > ~/.config/fish/completions/defer.fish
function __defer_complete
    set -l words (commandline -opc)
    command defer complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c defer -k -a '(__defer_complete)'`;

const SCRIPTS: Readonly<Record<ShellName, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
