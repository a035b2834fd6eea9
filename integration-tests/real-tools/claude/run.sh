#!/bin/bash
# Asks the real Claude Code for its limits through the command: without a network, with an invented sign-in, and with a
# stand-in for Anthropic's services that logs requests. The home has a hook and an MCP server that leave a mark if they
# run. Skipped where the program is not installed.
#   REAL_CLAUDE       the program, if it is not on PATH
#   REAL_CLAUDE_OLD   versions before 2.1.169, which must not be asked anything (several, with blanks between)
#   CODEXBAR          the command; without it, the one of this checkout is built
here=$(cd "$(dirname "$0")" && pwd)
provider=claude
. "$here/../service/lib.sh"
need java
need unshare
claude=${REAL_CLAUDE:-$(command -v claude)} || skip "claude is not on PATH; set REAL_CLAUDE"
prepare_command
work=$(mktemp -d)

# signed_in SCENARIO SCOPES : a scenario with an invented sign-in, a hook and an MCP server
signed_in() {
  begin "$1"
  mkdir -p "$home/.claude"
  [ -z "$2" ] || cat >"$home/.claude/.credentials.json" <<JSON
{"claudeAiOauth":{"accessToken":"INVENTED","refreshToken":"INVENTED","expiresAt":1893456000000,
 "scopes":[$2],"subscriptionType":"max","rateLimitTier":"default_claude_max_5x"}}
JSON
  cat >"$home/.claude/settings.json" <<JSON
{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"touch $home/HOOK_RAN"}]}],
 "SessionEnd":[{"hooks":[{"type":"command","command":"touch $home/HOOK_RAN"}]}]}}
JSON
  printf '#!/bin/sh\ntouch %s/MCP_RAN\nexec cat\n' "$home" >"$home/mcp.sh"
  chmod +x "$home/mcp.sh"
  cat >"$home/.claude.json" <<JSON
{"mcpServers":{"x":{"type":"stdio","command":"$home/mcp.sh","args":[],"env":{}}},"hasCompletedOnboarding":true}
JSON
}

# harmless [PATTERN] : what must hold after every fetch, however it ended; files that match may be left, too
harmless() {
  check "$scenario: no request to a model" holds_not '/v1/messages|/v1/complete' "$log"
  check "$scenario: no hook, no MCP server ran" test ! -e "$home/HOOK_RAN" -a ! -e "$home/MCP_RAN"
  check "$scenario: no process is left" none_left
  check "$scenario: nothing is left in the home but what Claude Code keeps" nothing_but \
    '\.claude\.json|\.claude/backups/.*|\.claude/\.last-cleanup|\.claude/(settings|\.credentials)\.json|mcp\.sh'"${1:+|$1}" \
    "$home"
  # What a JVM leaves that was ended is for the next one to delete.
  [[ "$scenario" = ended-by-* ]] || tidy
}

# tidy : neither a file nor a folder is left, not even the file by which Claude Code tries out whether it can watch files
tidy() { check "$scenario: nothing is left in the folder for temporary files" same "$(ls -A "$temporary")" ""; }

all='"user:inference","user:profile","user:sessions:claude_code"'
# A key, which would hide the subscription, is withheld from the program.
environment="CLAUDE_CLI_PATH=$claude ANTHROPIC_API_KEY=invented"
echo "claude: $("$claude" --version)"

signed_in max "$all"
ask max --timeout 30
check "max: 37.5 % of the five hours are used" used primary 37.5
check "max: 62 % of the week are used" used secondary 62
check "max: the limit of a model" holds 'Fable' "$output"
check "max: extra usage is 12.34 of 50 dollars" holds '"used" ?: ?12.34' "$output"
check "max: the limits were asked for once" same "$(grep -c /api/oauth/usage "$log")" 1
check "max: exit code is 0" same "$code" 0
harmless

signed_in signed-out ''
ask max --timeout 30
check "signed-out: fails, and says to sign in" fails_with notLoggedIn 1
check "signed-out: names the command" holds '/login' "$output"
harmless

signed_in no-scope '"user:inference"'
ask max --timeout 30
check "no-scope: says to sign in again" holds 'user:profile' "$output"
harmless

# Claude Code says of none of these why there are no limits.
for routes in http-401 http-429 http-500 silent; do
  signed_in "$routes" "$all"
  ask "$routes" --timeout 30
  check "$routes: fails" fails_with unavailable 1
  check "$routes: says that the service gave no limits" holds 'got no limits' "$output"
  harmless
done

signed_in short "$all"
ask silent --timeout 4
check "short: times out" fails_with timedOut 4
harmless

# The JVM is ended in the middle of a fetch: politely, and by a kill, after which only the end of the input is left.
for signal in TERM KILL; do
  signed_in "ended-by-$signal" "$all"
  ask_and_end "$signal" silent /api/oauth/usage
  check "$scenario: the question was asked once" same "$(grep -c /api/oauth/usage "$log")" 1
  harmless
  ask max --timeout 30
  check "$scenario: then it answers" used primary 37.5
  tidy
done

for program in ${REAL_CLAUDE_OLD:-}; do
  environment="CLAUDE_CLI_PATH=$program"
  signed_in "old-$("$program" --version 2>/dev/null | grep -Eo '[0-9.]+' | head -1)" "$all"
  ask max --timeout 60
  check "$scenario: fails" fails_with unsupported 1
  check "$scenario: says to update" holds 'claude update' "$output"
  check "$scenario: not one request" same "$(wc -l <"$log")" 0
  # Before it reads its options, 1.0 asks npm where it is installed.
  harmless '\.claude\.json\.backup|\.npm/_logs/.*'
done
finish
