"""Schema-first database migrations: SQL files by phase, service and migration, applied, proven and verified."""

__version__ = "0.1.0"
