"""Geometries: MySQL writes them as four bytes of SRID and then WKB."""

from __future__ import annotations

import struct

POINT, LINE, POLYGON = 1, 2, 3
WITH_SRID = 0x20000000


def extended(raw: bytes) -> str:
    """EWKB in hexadecimal, which PostGIS takes for a geometry. Raises ValueError."""
    if len(raw) < 9 or raw[4] not in (0, 1):
        raise ValueError("no geometry")
    srid = struct.unpack_from("<I", raw)[0]
    if not srid:
        return raw[4:].hex().upper()
    order = "<" if raw[4] else ">"
    kind = struct.unpack_from(order + "I", raw, 5)[0]
    return (raw[4:5] + struct.pack(order + "II", kind | WITH_SRID, srid) + raw[9:]).hex().upper()


def native(raw: bytes) -> str:
    """As PostgreSQL's own point, path and polygon are written. Raises ValueError."""
    if len(raw) < 9 or raw[4] not in (0, 1):
        raise ValueError("no geometry")
    order = "<" if raw[4] else ">"
    kind = struct.unpack_from(order + "I", raw, 5)[0]
    try:
        if kind == POINT:
            return _points(raw, 9, 1, order)
        count = struct.unpack_from(order + "I", raw, 9)[0]
        if kind == LINE:
            return f"[{_points(raw, 13, count, order)}]"
        if kind == POLYGON and count == 1:
            return f"({_points(raw, 17, struct.unpack_from(order + 'I', raw, 13)[0], order)})"
    except struct.error as error:
        raise ValueError("a geometry that is cut off") from error
    raise ValueError("a polygon with holes" if kind == POLYGON else "a geometry of another kind")


def _points(raw: bytes, at: int, count: int, order: str) -> str:
    if count * 16 > len(raw):
        raise ValueError("a geometry that is cut off")
    numbers = struct.unpack_from(f"{order}{2 * count}d", raw, at)
    return ",".join(f"({x!r},{y!r})" for x, y in zip(numbers[::2], numbers[1::2], strict=True))
