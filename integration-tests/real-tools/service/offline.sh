#!/bin/bash
# offline.sh HOME ROUTES LOG command… : runs a command with an environment of its own and without a network. Its HTTPS
# goes to FakeService. Needs Linux with network namespaces (root, or user namespaces), and a JDK.
# With OFFLINE_ENVIRONMENT="A=1 B=2", the command gets these variables, too. OFFLINE_KEYS names a folder for the keys,
# which several runs may share.
set -u
here=$(cd "$(dirname "$0")" && pwd)
home=$(mkdir -p "$1" && cd "$1" && pwd) routes=$(realpath "$2") log=$(realpath -m "$3")
shift 3
namespace="unshare --net"
$namespace true 2>/dev/null || namespace="unshare --map-root-user --net"
$namespace true 2>/dev/null || { echo "offline.sh: no network namespace on this machine" >&2; exit 77; }

# A certificate authority of our own, and one certificate for every host that the programs speak to.
keys=${OFFLINE_KEYS:-$home/../keys}
if [ ! -f "$keys/service.p12" ]; then
  mkdir -p "$keys"
  tool() { keytool "$@" -storepass invented -storetype PKCS12 >/dev/null 2>&1; }
  tool -genkeypair -alias ca -keyalg RSA -dname "CN=invented authority" -ext bc:c -ext ku:c=keyCertSign -keystore "$keys/ca.p12"
  tool -exportcert -rfc -alias ca -keystore "$keys/ca.p12" -file "$keys/ca.pem"
  tool -genkeypair -alias service -keyalg RSA -dname "CN=invented service" -keystore "$keys/service.p12"
  tool -certreq -alias service -keystore "$keys/service.p12" -file "$keys/request.pem"
  tool -gencert -alias ca -keystore "$keys/ca.p12" -infile "$keys/request.pem" -outfile "$keys/service.pem" -rfc \
    -ext "san=dns:api.github.com,dns:github.com,dns:*.githubcopilot.com,dns:*.anthropic.com,dns:*.claude.com,dns:*.claude.ai,dns:*.openai.com,dns:chatgpt.com"
  tool -importcert -noprompt -alias ca -keystore "$keys/service.p12" -file "$keys/ca.pem"
  tool -importcert -noprompt -alias service -keystore "$keys/service.p12" -file "$keys/service.pem"
fi
# Compiled once: with each start, it would take longer than a fetch.
[ -f "$keys/FakeService.class" ] || javac -d "$keys" "$here/FakeService.java" || exit 76
export here home routes log keys
export PORT=$home/../port.$$
exec $namespace bash -c '
  ip link set lo up
  java -cp "$keys" FakeService "$keys/service.p12" "$routes" "$log" "$PORT" & service=$!
  for i in $(seq 600); do [ -f "$PORT" ] && break; sleep 0.1; done
  [ -f "$PORT" ] || { echo "offline.sh: the service does not start" >&2; kill $service; exit 76; }
  port=$(cat "$PORT"); rm -f "$PORT"
  proxy=http://127.0.0.1:$port
  env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 TERM=xterm-256color ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} \
    HTTPS_PROXY=$proxy HTTP_PROXY=$proxy NO_PROXY=127.0.0.1,localhost \
    NODE_EXTRA_CA_CERTS="$keys/ca.pem" SSL_CERT_FILE="$keys/ca.pem" ${OFFLINE_ENVIRONMENT:-} "$@"
  code=$?
  kill $service 2>/dev/null
  exit $code' _ "$@"
