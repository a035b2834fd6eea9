#!/bin/sh
# Behaves like kiro-cli of one version, as far as the questions of the provider go: the flags it knows, the engine it
# starts, the form of its report, the questions it asks the terminal. The file `settings` beside it says which version
# this is and what goes wrong; the file `log` tells what was done, in lines that begin with what happened:
# run, terminal, cursor, MODEL, BROWSER, acp. The file `pids` names all processes.

here=${0%/*}
VERSION=2.11.0
SAYS=
BEHAVIOUR=
WHOAMI=
. "$here/settings"

log() { printf '%s\n' "$*" >>"$here/log"; }
fail() { code=$1; shift; printf '%s\n' "$*" >&2; exit "$code"; }
first_time() { mkdir "$here/asked-$1" 2>/dev/null; }
nap() { sleep "$1" & echo $! >>"$here/pids"; wait $!; }

major=${VERSION%%.*}
rest=${VERSION#*.}
minor=${rest%%.*}
since() { [ $((major * 1000 + minor)) -ge $(($1 * 1000 + $2)) ]; }

refuse() {
    printf '\033[1m\033[31merror:\033[0m %s\n\n\033[1m\033[4mUsage:\033[0m kiro-cli-chat chat [OPTIONS] [INPUT]\n\n' "$1" >&2
    printf "For more information, try '--help'.\n" >&2
    exit 2
}

ask_cursor() {
    [ -t 0 ] || return
    saved=$(stty -g)
    stty -icanon -echo min 0 time 10
    printf '\033[6n'
    answer=$(dd bs=32 count=1 2>/dev/null)
    stty "$saved"
    if [ -n "$answer" ]; then log cursor answered; else log cursor unanswered; fi
}

banner() {
    printf '\033[38;5;141mWelcome to Kiro\033[0m, 100%% yours. Run kiro-cli login to switch accounts.\n\n' >&2
    printf '\033[38;5;244mModel: \033[0mAuto | Plan: KIRO FREE (/usage for more detail)\n\n' >&2
}

tip() {
    printf '\nTip: to see context window usage, run \033[38;5;141m/context\033[0m\n\n' >&2
    printf '\033[1G\033[0m\033[0m\033[?25h' >&2
}

report_a() {
    printf '\n\033[1mEstimated Usage\033[0m | resets on %s | \033[38;5;141mKIRO FREE\033[0m\n' "$1" >&2
    printf '\033[1mCredits\033[0m (12.50 of 50 covered in plan)\n' >&2
    printf '\033[38;5;141m████\033[38;5;244m████████████\033[0m 25%%\n\nOverages: \033[1mDisabled\033[0m\n' >&2
    printf '\nTo manage your plan or configure overages navigate to https://app.kiro.dev/account/usage\n' >&2
}

report_b() {
    printf '\n\033[1mEstimated Usage\033[0m | resets on 2026-08-01 | \033[38;5;141mKIRO FREE\033[0m\n' >&2
    printf '\033[1mCredits\033[0m (%s of 50 covered in plan)\n' "$1" >&2
    printf '\033[38;5;141m████████████████\033[0m %s\n\n\033[1mAdditional credits\033[0m\n' "$2" >&2
    printf '\033[38;5;244mAdd-on credits available for purchase\n\033[0m\n' >&2
    printf 'To manage your plan or purchase add-on credits navigate to https://app.kiro.dev/account/usage\n' >&2
}

report() {
    if ! since 1 27; then
        banner
        report_a 08/01
    elif ! since 2 14; then
        report_a 2026-08-01
    elif ! since 2 20; then
        report_b 12.50 '25%'
    else
        report_b 55.25 '110.5%'
    fi
    tip
}

backend_error() {
    printf '\n\033[38;5;11m⚠️  Warning: Could not retrieve usage information from backend\n' >&2
    printf '\033[38;5;8mError: %s\n\n\033[0m\n' "$1" >&2
    tip
}

engine_v1() {
    if since 1 29; then ask_cursor; fi
    case $BEHAVIOUR in
        hang) nap 60 ;;
        silent) exit 0 ;;
        crash) fail 101 "thread 'main' panicked: account dev@example.com has no disk" ;;
        linger) report; nap 60 ;;
        stubborn) trap '' HUP TERM INT; report; nap 60; nap 60 ;;
        flood) while :; do printf '%s\n' '████████████████████████ 50% 50% 50% 50% 50%'; done ;;
        grandchild)
            sleep 60 >/dev/null 2>&1 & echo $! >>"$here/pids"
            (setsid sleep 60 </dev/null >/dev/null 2>&1 & echo $! >>"$here/pids")
            report
            ;;
        litter)
            mkdir -p .kiro/settings locked
            echo '{}' >.kiro/settings/cli.json
            : >locked/file
            ln -s / .kiro/root
            chmod 000 locked
            report
            ;;
        token-expired-once)
            if first_time usage; then backend_error 'AccessDeniedError: Token expired'; else report; fi ;;
        token-expired) backend_error 'AccessDeniedError: Token expired' ;;
        timeout-once) if first_time usage; then backend_error 'request has timed out'; else report; fi ;;
        throttled) backend_error 'ThrottlingException: Rate exceeded' ;;
        login-menu)
            printf '\033[?25l You are not logged in. Login now? \n\033[38;5;141m❯\033[0m Yes\n  No\n' >&2
            [ -t 1 ] || log BROWSER opened
            nap 60
            ;;
        logged-out) fail 1 'Not logged in. Set the KIRO_API_KEY environment variable or run `kiro-cli login` first.' ;;
        managed) printf 'Plan: Q Developer Pro\nYour plan is managed by admin\n'; tip ;;
        *) report ;;
    esac
}

engine_v2() { printf 'Plan: KIRO FREE | 1 usage breakdowns\n'; }

engine_v3() {
    log MODEL "$1"
    printf 'I cannot read your usage, but you have used about 30%% of it.\n\n ▸ Credits: 0.03 • Time: 2s\n'
}

chat() {
    engine=
    look=
    words=
    while [ $# -gt 0 ]; do
        case $1 in
            --no-interactive) ;;
            --agent-engine)
                since 2 3 || refuse "unexpected argument '--agent-engine' found"
                [ "$BEHAVIOUR" = refuses-engine ] && refuse "unexpected argument '--agent-engine' found"
                since 2 4 || [ "$2" != v1 ] || refuse "invalid value 'v1' for '--agent-engine <ENGINE>'"
                engine=$2
                shift
                ;;
            --legacy-ui)
                since 2 4 || refuse "unexpected argument '--legacy-ui' found"
                [ "$BEHAVIOUR" = refuses-look ] && refuse "unexpected argument '--legacy-ui' found"
                look=legacy
                ;;
            -*) refuse "unexpected argument '$1' found" ;;
            *) words=$1 ;;
        esac
        shift
    done
    if [ -z "$engine" ]; then
        if since 2 21; then
            engine=v3
        elif since 2 17; then
            engine=v2
        else
            engine=v1
        fi
        [ -z "$look" ] || [ "$engine" = v1 ] || fail 1 "error: Conflicting options: --legacy-ui needs engine v1"
    fi
    [ "$BEHAVIOUR" = ignores-engine ] && engine=v3
    case $engine in
        v1) engine_v1 ;;
        v2) engine_v2 ;;
        *) engine_v3 "$words" ;;
    esac
}

whoami_text() {
    case $WHOAMI in
        slow) nap 60 ;;
        fails) fail 3 'error: cannot open the credential store' ;;
        logged-out) echo 'Not logged in'; exit 1 ;;
        stubborn) trap '' HUP TERM INT; nap 60; nap 60 ;;
        *)
            echo 'Logged in with Google'
            if since 1 25; then printf 'Email: dev@example.com\n'; else printf 'dev@example.com\n'; fi
            ;;
    esac
}

usage_json='{"success":true,"message":"Plan: KIRO FREE | 1 usage breakdowns","data":{"planName":"KIRO FREE",
"billingCycleReset":"2026-08-01","overagesEnabled":false,"isEnterprise":false,"usageBreakdowns":[
{"resourceType":"CREDIT","displayName":"Credits","percentage":25,"hasLimit":true,"used":12.5,"limit":50.0}]}}'

answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$1" "$(printf %s "$2" | tr -d '\n')"; }
refuse_request() { printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"%s"}}\n' "$1" "$2" "$3"; }

acp() {
    since 1 25 || refuse "unrecognized subcommand 'acp'"
    case $BEHAVIOUR in
        acp-hangs) nap 60 ;;
        acp-logged-out) fail 1 'error: You are not logged in, please log in with kiro-cli login' ;;
    esac
    echo '2026-07-16T12:00:00Z INFO agent starting {not json}'
    while IFS= read -r line; do
        id=${line#*\"id\":}
        id=${id%%[,\}]*}
        case $line in
            *session/prompt*) log MODEL "$line" ;;
            *'"error"'*) log acp turned down "$id" ;;
            *'"method":"initialize"'*)
                log acp initialize
                if since 2 21; then
                    answer "$id" '{"protocolVersion":1,"agentCapabilities":{"_meta":{"kiro":{"extensionMethods":["_kiro/account/getUsage"]}}}}'
                else
                    answer "$id" '{"protocolVersion":1,"agentCapabilities":{"loadSession":true}}'
                fi
                ;;
            *'"method":"session/new"'*)
                log acp session
                printf '{"jsonrpc":"2.0","id":"p1","method":"session/request_permission","params":{}}\n'
                printf '{"jsonrpc":"2.0","method":"_kiro.dev/metadata","params":{"note":"starting"}}\n'
                if since 2 21; then answer "$id" '{}'; else answer "$id" '{"sessionId":"s-1"}'; fi
                ;;
            *'"method":"_kiro.dev/commands/execute"'*'"args":{}'* | *'"method":"_kiro/account/getUsage"'*)
                log acp usage
                case $BEHAVIOUR in
                    acp-managed) answer "$id" '{"success":true,"message":"Your plan is managed by admin","data":null}' ;;
                    acp-fails) refuse_request "$id" -32603 'dispatch failure' ;;
                    *) answer "$id" "$usage_json" ;;
                esac
                ;;
            *) refuse_request "$id" -32601 'Method not found' ;;
        esac
    done
}

echo $$ >>"$here/pids"
log run "$*"
log directory "$(pwd)" "holds $(ls -A | wc -l | tr -d ' ') entries"
[ -z "${DISPLAY}${WAYLAND_DISPLAY}" ] && [ "$BROWSER" = true ] || log BROWSER could be opened
if [ -t 1 ]; then log terminal "$1" "$TERM" "$(stty size)"; else log pipes "$1"; fi

case $1 in
    --version)
        case $BEHAVIOUR in version-hangs) nap 60 ;; esac
        echo "${SAYS:-kiro-cli $VERSION}"
        ;;
    whoami) whoami_text ;;
    acp) acp ;;
    chat) shift; chat "$@" ;;
    *) refuse "unrecognized subcommand '$1'" ;;
esac
