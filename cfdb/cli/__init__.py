"""The command line: parse, call, print, exit code. One file per command."""

PRIVATE_URL = "CFDB_PRIVATE_URL"
"""The environment variable into which a URL with a password goes, out of the process list."""
