#!/bin/bash
# Asks the real gh, and the real Copilot CLI, for usage: without a network, with an invented token, and with a stand-in
# for GitHub that counts requests. Skipped where the programs are not installed.
#   REAL_GH, REAL_COPILOT   the programs, if they are not on PATH
here=$(cd "$(dirname "$0")" && pwd)
provider=copilot
. "$here/../service/lib.sh"
need java
need unshare
classes=$(class_path) || skip "not built; run mvn -B package -DskipTests"
gh=${REAL_GH:-$(command -v gh)} || skip "gh is not on PATH; set REAL_GH"
work=$(mktemp -d)
token="GH_TOKEN=gho_invented0000000000000000000000000000"

export OFFLINE_ENVIRONMENT="GH_PATH=$gh COPILOT_CLI_PATH=$work/none $token"
echo "gh: $("$gh" --version | head -1)"

routes='' ask pro-plus
check "pro-plus: 29.75 % of the premium requests are used" holds '"usedPercent" ?: ?29.75' "$output"
check "pro-plus: the reset is that of GitHub" holds '2096-12-01T00:00:00Z' "$output"
check "pro-plus: one request, and nothing else" same "$(cat "$log")" "GET api.github.com /copilot_internal/user 200"
check "pro-plus: nothing is left in the home" same "$(find "$work/home-pro-plus" -type f | wc -l)" 0
routes='' ask free
check "free: 18 % of the chat messages are used" holds '"usedPercent" ?: ?18' "$output"
routes='' ask business
check "business: the plan is shown" holds 'Copilot Business' "$output"
check "business: the placeholder is no window" holds_not '"usedPercent"' "$output"
for status in 401:expired 403:UNSUPPORTED 404:"has no Copilot, or this kind" 429:rate 500:failed; do
  name=http-${status%%:*}
  routes='' ask "$name"
  check "$name: fails, and says why" holds "${status#*:}|HTTP ${status%%:*}" "$output"
  check "$name: exit code is not 0" test "$code" != 0
  check "$name: one request" same "$(wc -l <"$log")" 1
done
OFFLINE_ENVIRONMENT="GH_PATH=$gh COPILOT_CLI_PATH=$work/none" routes=pro-plus ask signed-out
check "signed-out: says to sign in" holds 'gh auth login' "$output"
check "signed-out: no request" same "$(wc -l <"$log")" 0
begin=$SECONDS
routes='' ask silent --timeout 3
check "silent: timed out (exit code 4)" same "$code" 4
check "silent: gh is gone" none_running "$gh api"
echo "        silent took $((SECONDS - begin)) s, most of it for two JVMs"

# The JVM is ended in the middle of a fetch, politely.
"$service/offline.sh" "$work/home-ended" "$here/routes/silent.txt" "$work/ended.log" bash -c '
  java -cp "$0" dev.codexbar.cli.CodexBar usage --provider copilot --json & jvm=$!
  for i in $(seq 100); do [ -s "$1" ] && break; sleep 0.1; done
  kill $jvm; wait $jvm' "$classes" "$work/ended.log" >/dev/null 2>&1
check "ended in mid-fetch: the question was asked" same "$(wc -l <"$work/ended.log")" 1
check "ended in mid-fetch: gh is gone" none_running "$gh api"

cli=${REAL_COPILOT:-$(command -v copilot)}
if [ -z "$cli" ]; then
  echo "SKIPPED: the Copilot CLI is not on PATH; set REAL_COPILOT"
  finish
  exit
fi
export OFFLINE_ENVIRONMENT="GH_PATH=$work/none COPILOT_CLI_PATH=$cli $token"
echo "copilot: $("$cli" --version 2>/dev/null | head -1)"
routes=pro-plus ask cli-pro-plus --timeout 60
check "cli-pro-plus: 29.75 % of the premium requests are used" holds '"usedPercent" ?: ?29.75' "$output"
check "cli-pro-plus: the snapshot has the age of GitHub's count" holds '2026-11-26T11:00:00Z' "$output"
check "cli-pro-plus: no model was asked" holds_not 'chat/completions|/responses|/v1/messages|/agents' "$log"
check "cli-pro-plus: the quotas were asked for once" same "$(grep -c copilot_internal/user "$log")" 1
check "cli-pro-plus: no log of a session is left" test ! -d "$work/home-cli-pro-plus/.copilot/logs"
check "cli-pro-plus: it has ended" none_running "$cli --headless"
routes=http-401 ask cli-401 --timeout 60
check "cli-401: says that the login no longer holds" holds 'HTTP 401' "$output"
OFFLINE_ENVIRONMENT="GH_PATH=$work/none COPILOT_CLI_PATH=$cli" routes=pro-plus ask cli-signed-out --timeout 60
check "cli-signed-out: says to sign in" holds 'gh auth login' "$output"
check "cli: it has ended" none_running "$cli --headless"
finish
