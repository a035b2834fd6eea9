#!/bin/bash
# Asks the real Claude Code for its limits: without a network, with an invented sign-in, and with a stand-in for
# Anthropic's services that counts requests. The home has a hook and an MCP server that leave a mark if they run.
# Skipped where the program is not installed.
#   REAL_CLAUDE       the program, if it is not on PATH
#   REAL_CLAUDE_OLD   versions before 2.1.169, which must not be asked anything (several, with blanks between)
here=$(cd "$(dirname "$0")" && pwd)
provider=claude
. "$here/../service/lib.sh"
need java
need unshare
classes=$(class_path) || skip "not built; run mvn -B package -DskipTests"
claude=${REAL_CLAUDE:-$(command -v claude)} || skip "claude is not on PATH; set REAL_CLAUDE"
work=$(mktemp -d)

# home SCENARIO SCOPES : an invented sign-in, a hook and an MCP server
home() {
  local home=$work/home-$1
  mkdir -p "$home/.claude"
  [ -z "$2" ] || cat >"$home/.claude/.credentials.json" <<END
{"claudeAiOauth":{"accessToken":"INVENTED","refreshToken":"INVENTED","expiresAt":1893456000000,
 "scopes":[$2],"subscriptionType":"max","rateLimitTier":"default_claude_max_5x"}}
END
  cat >"$home/.claude/settings.json" <<END
{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"touch $home/HOOK_RAN"}]}],
 "SessionEnd":[{"hooks":[{"type":"command","command":"touch $home/HOOK_RAN"}]}]}}
END
  printf '#!/bin/sh\ntouch %s/MCP_RAN\nexec cat\n' "$home" >"$home/mcp.sh"
  chmod +x "$home/mcp.sh"
  cat >"$home/.claude.json" <<END
{"mcpServers":{"x":{"type":"stdio","command":"$home/mcp.sh","args":[],"env":{}}},"hasCompletedOnboarding":true}
END
}

# harmless SCENARIO : what must hold after every fetch, however it ended
harmless() {
  local home=$work/home-$1
  check "$1: no request to a model" holds_not '/v1/messages|/v1/complete' "$log"
  check "$1: no hook, no MCP server ran" test ! -e "$home/HOOK_RAN" -a ! -e "$home/MCP_RAN"
  check "$1: Claude Code has ended" none_running "$program -p --safe-mode"
  check "$1: no file of a session, no transcript is left" same \
    "$(find "$home/.claude/sessions" "$home/.claude/projects" -type f 2>/dev/null | wc -l)" 0
}

all='"user:inference","user:profile","user:sessions:claude_code"'
program=$claude
export OFFLINE_ENVIRONMENT="CLAUDE_CLI_PATH=$claude ANTHROPIC_API_KEY=invented"
echo "claude: $("$claude" --version)"

home max "$all"
routes='' ask max --timeout 30
check "max: 37.5 % of the five hours are used" holds '"usedPercent" ?: ?37.5' "$output"
check "max: 62 % of the week are used" holds '"usedPercent" ?: ?62' "$output"
check "max: the limit of a model" holds 'Fable' "$output"
check "max: extra usage is 12.34 of 50 dollars" holds '"used" ?: ?12.34' "$output"
check "max: the limits were asked for once" same "$(grep -c /api/oauth/usage "$log")" 1
harmless max
echo "        left in the home: $(cd "$work/home-max" && find . -type f | sort | tr '\n' ' ')"

home signed-out ''
routes=max ask signed-out --timeout 30
check "signed-out: says to sign in" holds '/login' "$output"
harmless signed-out
home no-scope '"user:inference"'
routes=max ask no-scope --timeout 30
check "no-scope: says to sign in again" holds 'user:profile' "$output"
harmless no-scope
for status in 401 429 500; do
  home "http-$status" "$all"
  routes='' ask "http-$status" --timeout 30
  check "http-$status: the service gave no limits" holds 'got no limits' "$output"
  check "http-$status: exit code is not 0" test "$code" != 0
  harmless "http-$status"
done
home silent "$all"
routes='' ask silent --timeout 30
check "silent: the service gave no limits" holds 'got no limits' "$output"
harmless silent
home short "$all"
routes=silent ask short --timeout 4
check "short: timed out (exit code 4)" same "$code" 4
harmless short

# The JVM is ended in the middle of a fetch: politely, and by a kill, after which only the end of the input is left.
for signal in TERM KILL; do
  name=ended-by-$signal log=$work/ended-by-$signal.log
  home "$name" "$all"
  : >"$log"
  "$service/offline.sh" "$work/home-$name" "$here/routes/silent.txt" "$log" bash -c '
    java -cp "$0" dev.codexbar.cli.CodexBar usage --provider claude --json --timeout 30 & jvm=$!
    for i in $(seq 200); do grep -q /api/oauth/usage "$1" && break; sleep 0.1; done
    kill -'$signal' $jvm; wait $jvm; sleep 8' "$classes" "$log" >/dev/null 2>&1
  check "$name: the question was asked" same "$(grep -c /api/oauth/usage "$log")" 1
  harmless "$name"
done

for program in ${REAL_CLAUDE_OLD:-}; do
  name=old-$("$program" --version 2>/dev/null | cut -d' ' -f1)
  export OFFLINE_ENVIRONMENT="CLAUDE_CLI_PATH=$program"
  home "$name" "$all"
  routes=max ask "$name" --timeout 60
  check "$name: says to update" holds 'claude update' "$output"
  check "$name: not one request" same "$(wc -l <"$log")" 0
  harmless "$name"
done
finish
