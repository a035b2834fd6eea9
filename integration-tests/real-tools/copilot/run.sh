#!/bin/bash
# Asks the real gh, and the real Copilot CLI, for usage through the command: without a network, with an invented token,
# and with a stand-in for GitHub that logs requests. The home of the Copilot CLI has a hook and an MCP server that leave
# a mark if they run. Skipped where the programs are not installed.
#   REAL_GH, REAL_COPILOT   the programs, if they are not on PATH
#   CODEXBAR                the command; without it, the one of this checkout is built
here=$(cd "$(dirname "$0")" && pwd)
provider=copilot
. "$here/../service/lib.sh"
need java
need unshare
gh=${REAL_GH:-$(command -v gh)} || skip "gh is not on PATH; set REAL_GH"
prepare_command
work=$(mktemp -d)
token="GH_TOKEN=gho_invented0000000000000000000000000000"
question=/copilot_internal/user

# routes_for SIGNAL : after a kill of the JVM, neither program ends before its service has answered: gh reads no input,
# and the Copilot CLI first finishes what it does
routes_for() { [ "$1" = TERM ] && echo silent || echo slow; }

# ---- gh

# harmless : what must hold after every fetch through gh
harmless() {
  check "$scenario: the question, and nothing else" same "$(grep -cv " $question " "$log")" 0
  check "$scenario: no process is left" none_left
  check "$scenario: no file is left in the home" nothing_but '' "$home"
}

environment="GH_PATH=$gh COPILOT_CLI_PATH=$work/none $token"
echo "gh: $("$gh" --version | head -1)"

begin pro-plus
ask pro-plus
check "pro-plus: 29.75 % of the premium requests are used" used primary 29.75
check "pro-plus: the reset is that of GitHub" holds '2096-12-01T00:00:00Z' "$output"
check "pro-plus: one request" same "$(cat "$log")" "GET api.github.com /copilot_internal/user 200"
check "pro-plus: no temporary file is left" nothing_but '' "$temporary"
check "pro-plus: exit code is 0" same "$code" 0
harmless
begin free
ask free
check "free: 18 % of the chat messages are used" holds '"usedPercent" ?: ?18' "$output"
harmless
begin business
ask business
check "business: the plan is shown" holds 'Copilot Business' "$output"
check "business: the placeholder is no window" holds_not '"usedPercent"' "$output"
harmless

begin signed-out
environment="GH_PATH=$gh COPILOT_CLI_PATH=$work/none" ask pro-plus
check "signed-out: fails" fails_with notLoggedIn 1
check "signed-out: says to sign in" holds 'gh auth login' "$output"
check "signed-out: no request" same "$(wc -l <"$log")" 0
harmless
for case in 401:loginExpired 403:unsupported 404:unsupported 429:rateLimited 500:unavailable; do
  begin "http-${case%%:*}"
  ask "$scenario"
  check "$scenario: fails" fails_with "${case#*:}" 1
  check "$scenario: one request" same "$(wc -l <"$log")" 1
  harmless
done
begin silent
ask silent --timeout 3
check "silent: times out" fails_with timedOut 4
harmless

for signal in TERM KILL; do
  begin "ended-by-$signal"
  ask_and_end "$signal" "$(routes_for "$signal")" "$question"
  check "$scenario: one request" same "$(wc -l <"$log")" 1
  : >"$log"
  ask pro-plus
  check "$scenario: then it answers" used primary 29.75
  check "$scenario: then no temporary file is left" nothing_but '' "$temporary"
  harmless
done

# ---- The Copilot CLI, which is asked where there is no gh

cli=${REAL_COPILOT:-$(command -v copilot)}
if [ -z "$cli" ]; then
  echo "SKIPPED: the Copilot CLI is not on PATH; set REAL_COPILOT"
  finish
  exit
fi
without_login="GH_PATH=$work/none COPILOT_CLI_PATH=$cli"
environment="$without_login $token"
echo "copilot: $("$cli" --version 2>/dev/null | head -1)"

# begin_cli SCENARIO : a scenario with a hook and an MCP server
begin_cli() {
  begin "$1"
  mkdir -p "$home/.copilot/hooks"
  cat >"$home/.copilot/hooks/trap.json" <<JSON
{"version":1,"hooks":{"sessionStart":[{"type":"command","bash":"touch $home/HOOK_RAN"}]}}
JSON
  printf '#!/bin/sh\ntouch %s/MCP_RAN\nexec cat\n' "$home" >"$home/mcp.sh"
  chmod +x "$home/mcp.sh"
  cat >"$home/.copilot/mcp-config.json" <<JSON
{"mcpServers":{"x":{"type":"local","command":"$home/mcp.sh","args":[],"tools":["*"]}}}
JSON
}

# harmless_cli : what must hold after every fetch through the Copilot CLI
harmless_cli() {
  check "$scenario: no model was asked" holds_not 'chat/completions|/responses|/v1/messages|/agents' "$log"
  check "$scenario: no hook, no MCP server ran" test ! -e "$home/HOOK_RAN" -a ! -e "$home/MCP_RAN"
  check "$scenario: no process is left" none_left
  check "$scenario: nothing is left in the home but what the Copilot CLI keeps" nothing_but \
    '\.copilot/(hooks/trap|mcp-config|config|settings\.json)\.(json|lock)|mcp\.sh|\.cache/copilot/.*|\.cache/Microsoft/.*/deviceid' "$home"
}

begin_cli cli-pro-plus
ask pro-plus --timeout 60
check "cli-pro-plus: 29.75 % of the premium requests are used" used primary 29.75
check "cli-pro-plus: the snapshot has the age of GitHub's count" holds '2026-11-26T11:00:00Z' "$output"
check "cli-pro-plus: the quotas were asked for once" same "$(grep -c "$question" "$log")" 1
harmless_cli
begin_cli cli-signed-out
environment=$without_login ask pro-plus --timeout 60
check "cli-signed-out: fails" fails_with notLoggedIn 1
check "cli-signed-out: says to sign in" holds 'gh auth login' "$output"
harmless_cli
for case in 401:loginExpired 429:rateLimited 500:unavailable; do
  begin_cli "cli-${case%%:*}"
  ask "http-${case%%:*}" --timeout 60
  check "$scenario: fails" fails_with "${case#*:}" 1
  harmless_cli
done
begin_cli cli-silent
ask silent --timeout 8
check "cli-silent: times out" fails_with timedOut 4
harmless_cli
for signal in TERM KILL; do
  begin_cli "cli-ended-by-$signal"
  ask_and_end "$signal" "$(routes_for "$signal")" "$question"
  harmless_cli
  ask pro-plus --timeout 60
  check "$scenario: then it answers" used primary 29.75
  check "$scenario: then no temporary file is left but the cache of Node.js" nothing_but 'node-compile-cache/.*' "$temporary"
done
finish
