# SPDX-License-Identifier: Apache-2.0
# What the scripts that measure processes share. To be read by them, with a folder $work.

need() {
  command -v "$1" > /dev/null || { echo "$0: there is no $1; apt-get install $2" >&2; exit 1; }
}

# Prints so many ports that nobody has now; from each of them 40 more are free to MALOS most likely.
free_ports() {
  /usr/bin/python3 -c 'import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for it in sockets: it.bind(("127.0.0.1", 0))
print(*(it.getsockname()[1] for it in sockets))' "$1"
}

# The processor time of a process, in ticks.
ticks() {
  awk '{ print $14 + $15 }' "/proc/$1/stat"
}

# The line in the middle, by the first number.
median() {
  sort -n "$@" | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'
}

ratio() {
  awk -v of="$1" -v to="$2" 'BEGIN { printf "%.2f", of / to }'
}

row() {
  local cell line='|'
  for cell in "$@"; do line+=" $cell |"; done
  echo "$line"
}

# Gets a URL for SECONDS, with CALLS connections that wait for each answer; prints requests/s. Fails if one was not answered with 200.
http1() {
  h2load --h1 -D "$2" -c "$3" -t 1 "$1" > "$work/h2load"
  grep -q '^requests:.* 0 failed, 0 errored, 0 timeout' "$work/h2load" && ! grep -q '^status codes: 0 2xx' "$work/h2load" ||
    { cat "$work/h2load" >&2; return 1; }
  sed -n 's|^finished in .*, \([0-9]*\).* req/s.*|\1|p' "$work/h2load"
}
