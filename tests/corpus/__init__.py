"""Schemas of real programs, and the judge of what `cfdb translate` makes of them."""
