# Functions for the scripts beside this folder; to be sourced. They need: $provider, the id of the provider.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
service=$root/integration-tests/real-tools/service
. "$service/processes.sh"
checks=0 failures=0

skip() { echo "SKIPPED: $*"; exit 0; }
pass() { checks=$((checks + 1)) && echo "ok      $*"; }
fail() { checks=$((checks + 1)) failures=$((failures + 1)) && echo "FAILED  $*"; }

# check WHAT CONDITION… : a line of the report
check() {
  local what=$1
  shift
  if "$@"; then pass "$what"; else fail "$what"; fi
}

need() { command -v "$1" >/dev/null 2>&1 || skip "$1 is not on PATH"; }

# prepare_command : sets $codexbar to the command. Without a terminal the launcher does not build, so this packages.
prepare_command() {
  codexbar=${CODEXBAR:-$root/codexbar}
  if [ -z "${CODEXBAR:-}" ]; then
    need mvn
    (cd "$root" && mvn -B -q package -DskipTests -Dmaven.javadoc.skip -Dspotless.check.skip -Dassembly.skipAssembly \
      -pl codexbar-cli -am) || exit 1
  fi
  "$codexbar" --version </dev/null || exit 1
}

# begin SCENARIO : sets $home, $temporary, $log and $output for it
begin() {
  scenario=$1 home=$work/$1/home temporary=$work/$1/tmp log=$work/$1/requests output=$work/$1/output
  mkdir -p "$home" "$temporary"
  : >"$log"
}

# offline ROUTES command… : runs a command in the home of the scenario, with the answers of these routes
offline() {
  local routes=$here/routes/$1.txt
  shift
  OFFLINE_KEYS=$work/keys OFFLINE_ENVIRONMENT="TMPDIR=$temporary JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$temporary ${environment:-}" \
    "$service/offline.sh" "$home" "$routes" "$log" "$@"
}

# ask ROUTES [option…] : asks the provider through the command. Leaves $code and $output (JSON) behind.
ask() {
  local routes=$1
  shift
  offline "$routes" "$codexbar" usage --provider "$provider" --json "$@" >"$output" 2>"$work/$scenario/errors"
  code=$?
  [ $code != 77 ] || skip "$(cat "$work/$scenario/errors")"
  [ $code != 76 ] || { cat "$work/$scenario/errors" && exit 1; }
}

# ask_and_end SIGNAL ROUTES REQUEST : asks, and ends the JVM by a signal once the service has got this request
ask_and_end() {
  check "$scenario: after SIG$1 to the JVM in mid-fetch, no process stays longer than 15 s" \
    offline "$2" "$service/end-by.sh" "$1" "$3" "$log" "$codexbar" usage --provider "$provider" --json --timeout 30
}

holds() { grep -Eq "$1" "$2"; }
holds_not() { ! grep -Eq "$1" "$2"; }
same() { [ "$1" = "$2" ] || { echo "        is $1, not $2"; return 1; }; }

# used WINDOW PERCENT : what the answer says of a main window
used() { holds "\"$1\" ?: ?\{\"usedPercent\" ?: ?$2[,}]" "$output"; }

# fails_with REASON CODE : the answer is a failure and the exit code fits
fails_with() {
  holds "\"reason\" ?: ?\"$1\"" "$output" && [ "$code" = "$2" ] || { echo "        exit code $code: $(cat "$output")"; return 1; }
}

# none_left : no process has the home of the scenario, at once or after three seconds
none_left() {
  for _ in $(seq 30); do
    [ -n "$(processes_of "$home")" ] || return 0
    sleep 0.1
  done
  processes_of "$home"
  return 1
}

# nothing_but PATTERN FOLDER : every file there has a path that matches
nothing_but() {
  local others
  others=$(cd "$2" && find . ! -type d | sed 's,^\./,,' | grep -Evx "$1")
  [ -z "$others" ] || { echo "        left: $others"; return 1; }
}

finish() {
  [ $failures = 0 ] || { echo "$failures of $checks checks failed; see $work"; exit 1; }
  rm -rf "$work"
  echo "all $checks checks passed"
}
