"""Engines: the only code that knows a driver or a system catalog."""
