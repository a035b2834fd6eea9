#!/bin/bash
# end-by.sh SIGNAL REQUEST LOG command… : starts a command, ends it by a signal once the log of FakeService holds the
# request, and waits until no process of this HOME is left. Fails if the request does not come or a process stays.
set -u
. "$(dirname "$0")/processes.sh"
signal=$1 request=$2 log=$3
shift 3
# The launcher becomes the JVM, so this is the process of the JVM.
"$@" >/dev/null 2>&1 &
jvm=$!
for _ in $(seq 300); do
  grep -q "$request" "$log" && break
  sleep 0.1
done
grep -q "$request" "$log" || { echo "no request" >&2; kill -KILL $jvm; exit 1; }
kill -"$signal" $jvm
wait $jvm 2>/dev/null
end=$((SECONDS + 15))
while [ $SECONDS -lt $end ]; do
  [ -n "$(processes_of "$HOME")" ] || exit 0
  sleep 0.1
done
processes_of "$HOME" >&2
exit 1
