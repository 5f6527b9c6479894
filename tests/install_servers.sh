#!/bin/sh
# The servers that the tests start beside the embedded one: MariaDB, and Debian's PostgreSQL as an older version.
# Installed where that can be done without asking; else the tests that need MariaDB fail and say what to do.
set -eu

missing=
if [ -z "${CFDB_TEST_MYSQL_URL:-}" ] && ! PATH="$PATH:/usr/sbin" command -v mariadbd mysqld >/dev/null; then
    missing="$missing mariadb-server"
fi
if [ -z "${CFDB_TEST_POSTGRES_URL:-}" ] && grep -qs 'VERSION_CODENAME=bookworm' /etc/os-release \
        && [ ! -x /usr/lib/postgresql/15/bin/postgres ]; then
    missing="$missing postgresql-15"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "install for the tests:$missing" >&2
    exit 0
fi
as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
export DEBIAN_FRONTEND=noninteractive
# No server is to be started by the package: the tests start their own.
if ! { $as_root apt-get update -qq && $as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing; } \
        >/dev/null 2>&1; then
    echo "could not be installed, and the tests want it: apt-get install$missing" >&2
fi
