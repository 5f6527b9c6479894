"""The command line: parse, call, print, exit code. One file per command."""

PRIVATE_URL = "CFDB_PRIVATE_URL"
PRIVATE_FROM = "CFDB_PRIVATE_FROM"
"""The environment variables into which URLs with a password go, those of --url and --from, out of the process list."""
