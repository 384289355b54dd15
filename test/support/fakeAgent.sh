# Stands in for an agent's program that keeps no conversations: a shell starts ten times as fast as Node. It notes how it
# was called in a file of NAME.calls, then does what NAME.behaviour says, both beside itself. Made and read by
# fakeAgent.ts, which puts the lines above these. It finds nothing on PATH.
. "$own.behaviour"

# The system uses the number of a process again after a while.
call=0
while [ -e "$own.calls/$$.$call" ]; do call=$((call + 1)); done
# Has to be asked before the output goes to a file.
if [ -t 1 ]; then output=terminal; else output=elsewhere; fi
{
  printf '%s\0' "$#" "$@" "$(pwd -P)" "$$" "$output"
  for name in $reads; do
    if eval "[ -n \"\${$name+set}\" ]"; then eval "printf '%s=%s\0' \"\$name\" \"\$$name\""; fi
  done
  printf '\0'
  # In a terminal the keyboard is the input, and it never ends.
  if [ -t 0 ]; then printf 'keyboard\0'; else
    printf 'input\0'
    /bin/cat
  fi
  printf '\0noted'
} >"$own.calls/$$.$call"

printf '%s\n' "$prints"
if [ -n "$complains" ]; then printf '%s\n' "$complains" >&2; fi
if [ -n "$waits_for" ]; then
  # It ends with the folder it was made in, so that no test leaves one behind.
  while [ ! -e "$waits_for" ] && [ -e "$own" ]; do /bin/sleep 0.1; done
fi
leave
exit "$exit_code"
