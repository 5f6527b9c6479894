"""Use cases: contracts and values in, a value out. Nothing here prints."""
