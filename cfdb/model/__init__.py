"""Frozen values that the rest of cfdb speaks in: standard library only, no input or output."""
