"""Moves of data, decided: mappings read, SELECTs cut into ranges, values given their form on the wire. Pure."""
