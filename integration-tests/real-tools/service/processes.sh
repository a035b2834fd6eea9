# A function for the scripts beside this file; to be sourced. Linux only.

# processes_of HOME : the processes that have this home in their environment, except the caller, one a line
processes_of() {
  local folder pid
  for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    [ "$pid" != $$ ] && [ "$pid" != "$BASHPID" ] || continue
    if grep -qzx "HOME=$1" "$folder/environ" 2>/dev/null; then
      echo "$pid $(tr '\0' ' ' <"$folder/cmdline" 2>/dev/null)"
    fi
  done
}
