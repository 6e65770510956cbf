#!/usr/bin/env bash
# A PostgreSQL 17 with pgvector of one's own, for tests: in a chroot made with debootstrap, on a loopback port, nothing installed
# on the machine. Needs root and Debian's debootstrap.
#   scripts/postgres.sh start   makes it (once, about 40 s), starts it and prints its address: TEST_DATABASE_URL=$(…)
#   scripts/postgres.sh stop    stops it by its process id (what was made stays for the next start)
# POSTGRES_DIR (default: winloop-postgres in the temporary folder) and POSTGRES_PORT (default 54317) are honoured.
set -euo pipefail

DIR=${POSTGRES_DIR:-${TMPDIR:-/tmp}/winloop-postgres}
PORT=${POSTGRES_PORT:-54317}
BIN=/usr/lib/postgresql/17/bin
DATA=/var/lib/postgresql/winloop

say() { echo "$*" >&2; }
fail() { say "$*"; exit 1; }
inside() { chroot --userspec=postgres:postgres "$DIR" env LC_ALL=C.UTF-8 "$@"; }

# The mirror that this machine takes Debian itself from.
mirror() {
  local found
  found=$(awk '/^URIs:/ {uri=$2} /^Suites:/ && $0 !~ /security/ && uri ~ /\/debian\/?$/ {print uri; exit}' /etc/apt/sources.list.d/*.sources 2>/dev/null || true)
  [ -n "$found" ] || found=$(grep -hoE '^deb [^#]*https?://[^ ]+/debian/? ' /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -oE 'https?://[^ ]+' | head -1 || true)
  [ -n "$found" ] || fail "No Debian mirror in this machine's apt sources. Give another PostgreSQL (>= 15, with pgvector) in TEST_DATABASE_URL."
  echo "$found"
}

make() {
  [ "$(id -u)" = 0 ] || fail "Making a PostgreSQL of one's own needs root. Give another one (>= 15, with pgvector) in TEST_DATABASE_URL."
  if ! command -v debootstrap >/dev/null; then
    say "Installing debootstrap"
    { apt-get update -qq && apt-get install -y -qq debootstrap; } >&2 || fail "debootstrap cannot be installed. Give another PostgreSQL (>= 15, with pgvector) in TEST_DATABASE_URL."
  fi
  say "Making PostgreSQL 17 with pgvector in $DIR (about 40 s)"
  rm -rf "$DIR"
  debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$DIR" "$(mirror)" >"$DIR.log" 2>&1 \
    || fail "debootstrap failed: $(tail -3 "$DIR.log")"
  inside $BIN/initdb -D $DATA -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 >>"$DIR.log"
  touch "$DIR/made"
}

running() { [ -f "$DIR$DATA/postmaster.pid" ] && kill -0 "$(head -1 "$DIR$DATA/postmaster.pid")" 2>/dev/null; }

start() {
  [ -f "$DIR/made" ] || make
  if ! running; then
    rm -f "$DIR$DATA/postmaster.pid"
    # What a crash would lose does not matter here; speed does.
    inside $BIN/pg_ctl -D $DATA -w -t 30 -l /tmp/postgres.log start -o \
      "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp -c dynamic_shared_memory_type=mmap -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100" \
      >&2 </dev/null || fail "PostgreSQL does not start: $(tail -5 "$DIR/tmp/postgres.log")"
  fi
  echo "postgres://postgres@127.0.0.1:$PORT/postgres"
}

stop() {
  running || return 0
  local pid
  pid=$(head -1 "$DIR$DATA/postmaster.pid")
  kill -INT "$pid"
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  fail "PostgreSQL (process $pid) does not stop."
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *) fail "Usage: scripts/postgres.sh start | stop" ;;
esac
