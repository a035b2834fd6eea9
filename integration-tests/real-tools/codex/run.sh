#!/bin/bash
# Asks the real Codex through the command, offline: the service is a fake one on this machine, and all accounts are
# invented. Checks numbers, failures, what was asked of the service, and what is left behind. Skipped where the program
# is not installed; takes two minutes.
#   REAL_CODEX       the program, if it is not on PATH
#   REAL_CODEX_OLD   versions before 0.49, which must only be asked for their version (several, with blanks between)
#   CODEXBAR         the command; without it, the one of this checkout is built
here=$(cd "$(dirname "$0")" && pwd)
provider=codex
. "$here/../service/lib.sh"
need java
codex=${REAL_CODEX:-$(command -v codex)} || skip "codex is not on PATH; set REAL_CODEX"
prepare_command
work=$(mktemp -d)

# The answers are read by the published reader.
libraries=$(dirname "$codexbar")/codexbar-cli/target/lib
[ -d "$libraries" ] || libraries=$(dirname "$codexbar")/../lib
check "all situations above" \
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$libraries/*" "$here/RealCodexCheck.java" "$codexbar" "$codex"

if [ -n "${REAL_CODEX_OLD:-}" ]; then need unshare; fi
for program in ${REAL_CODEX_OLD:-}; do
  environment="CODEX_CLI_PATH=$program"
  begin "old-$("$program" --version 2>/dev/null | grep -Eo '[0-9.]+' | head -1)"
  mkdir -p "$home/.codex"
  echo '{"OPENAI_API_KEY":"sk-invented-0000000000000000"}' >"$home/.codex/auth.json"
  ask old --timeout 30
  check "$scenario: fails" fails_with unsupported 1
  check "$scenario: says to update" holds 'Update Codex' "$output"
  check "$scenario: not one request" same "$(wc -l <"$log")" 0
  check "$scenario: no process is left" none_left
  check "$scenario: nothing is left in the home" nothing_but '\.codex/auth\.json' "$home"
done
finish
