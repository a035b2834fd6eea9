# Functions for the scripts beside this folder; to be sourced. They need: $provider, the id of the provider.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
service=$root/integration-tests/real-tools/service
failures=0

skip() { echo "SKIPPED: $*"; exit 0; }
pass() { echo "ok      $*"; }
fail() { echo "FAILED  $*"; failures=$((failures + 1)); }

# check WHAT CONDITION… : a line of the report
check() {
  local what=$1
  shift
  if "$@"; then pass "$what"; else fail "$what"; fi
}

need() { command -v "$1" >/dev/null 2>&1 || skip "$1 is not on PATH"; }

# The command with the provider beside it, as the modules were built last.
class_path() {
  local jar paths=()
  for jar in "$root"/codexbar-cli/target/codexbar-cli-*.jar "$root"/codexbar-cli/target/lib/*.jar \
    "$root/codexbar-provider-$provider/target/codexbar-provider-$provider"-*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) ;; *) paths+=("$jar") ;; esac
  done
  [ -f "${paths[0]}" ] && [ -f "${paths[${#paths[@]} - 1]}" ] || return 1
  (IFS=:; echo "${paths[*]}")
}

# ask SCENARIO [option…] : asks the provider for its usage in a home and with routes of that scenario.
# Leaves $code, $output (JSON), $log (requests) behind.
ask() {
  local scenario=$1
  shift
  log=$work/$scenario.log output=$work/$scenario.json
  : >"$log"
  "$service/offline.sh" "$work/home-$scenario" "$here/routes/${routes:-$scenario}.txt" "$log" \
    java -cp "$classes" dev.codexbar.cli.CodexBar usage --provider "$provider" --json "$@" \
    >"$output" 2>"$work/$scenario.err"
  code=$?
  [ $code = 77 ] && skip "$(cat "$work/$scenario.err")"
  return 0
}

holds() { grep -Eq "$1" "$2"; }
holds_not() { ! grep -Eq "$1" "$2"; }
same() { [ "$1" = "$2" ]; }

# none_running PATTERN : no process of this run is left, at once or after a while
none_running() {
  local i
  for i in $(seq "${2:-30}"); do
    pgrep -f "$1" >/dev/null || return 0
    sleep 0.1
  done
  pgrep -af "$1"
  return 1
}

finish() {
  [ $failures = 0 ] || { echo "$failures checks failed; see $work"; exit 1; }
  rm -rf "$work"
  echo "all checks passed"
}
