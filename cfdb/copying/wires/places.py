"""Into PostgreSQL's point, path and polygon, and into PostGIS's geometry and geography."""

from __future__ import annotations

import re

from cfdb.copying.wires.floats import BITS
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.model.copy import put

SHAPES = {"point": "POINT", "polygon": "POLYGON", "path": "LINESTRING"}

EARTH = 4326
"""The reference system of a geography that names none."""

COORDINATES_THERE = (
    "(SELECT upper(string_agg(encode(float8send(found[1]::float8), 'hex'), '' ORDER BY place DESC))"
    " FROM regexp_matches({}::text, '[-+.0-9e]+', 'g') WITH ORDINALITY AS number (found, place))"
)
"""The same of a path's or polygon's numbers: MySQL has each of them backwards."""

TYPMOD = re.compile(r"(?i)\bgeo(?:metry|graphy)\s*\([^)]*,\s*(\d+)\s*\)")


def plane(pair: Pair) -> Draft:
    if pair.family != "geometry":
        raise pair.none()
    name = pair.target.type
    shape = SHAPES[name]
    other = Danger("not-of-this-shape", f"ST_GeometryType({{}}) <> '{shape}'")
    dangers = () if pair.type.name == shape.lower() else (other,)
    if name == "point":
        # Coordinates of another shape are NULL; its text is refused.
        text = "COALESCE(CONCAT('(', ST_X({}), ',', ST_Y({}), ')'), ST_AsText({}))"
        here = f"CONCAT({put(BITS, 'ST_X({})')}, {put(BITS, 'ST_Y({})')})"
        there = "upper(encode(float8send(({})[0]) || float8send(({})[1]), 'hex'))"
        return Draft(text, here, there, dangers=dangers)
    points = "REPLACE(REPLACE(REPLACE(ST_AsText({}), ', ', ','), ',', '),('), ' ', ',')"
    if name == "path":
        open_path = f"CONCAT('[(', SUBSTRING({points}, 12, CHAR_LENGTH({points}) - 12), ')]')"
        text = f"IF(ST_GeometryType({{}}) = '{shape}', {open_path}, ST_AsText({{}}))"
        there = f"CASE WHEN isclosed({{}}) THEN 'closed ' ELSE '' END || {COORDINATES_THERE}"
        return Draft(text, _coordinates(behind=9), there, dangers=dangers)
    holes = Danger(
        "not-of-this-shape", "ST_GeometryType({}) = 'POLYGON' AND ST_NumInteriorRings({}) > 0",
        message="a polygon with holes",
    )  # fmt: skip
    whole = "ST_GeometryType({}) = 'POLYGON' AND ST_NumInteriorRings({}) = 0"
    text = f"IF({whole}, CONCAT('(', SUBSTRING({points}, 9, CHAR_LENGTH({points}) - 9), ')'), ST_AsText({{}}))"
    return Draft(text, _coordinates(behind=13), COORDINATES_THERE, dangers=(*dangers, holes))


def _coordinates(behind: int) -> str:
    """The bits of all numbers, from the last to the first, of what follows so many bytes of WKB."""
    system = 4
    return f"HEX(REVERSE(UNHEX(SUBSTRING(HEX({{}}), {2 * (system + behind) + 1}))))"


def postgis(pair: Pair) -> Draft:
    """EWKB as hexadecimal digits, made of MySQL's own bytes: the reference system's number, and WKB in order x, y."""
    if pair.family != "geometry":
        raise pair.none("ST_GeomFromText() in the mapping makes a geometry")
    found = TYPMOD.search(pair.target.declared)
    system = int(found[1]) if found else EARTH if pair.target.type == "geography" else 0
    named = f"IF(LEFT(HEX({{}}), 8) = '00000000', '{system.to_bytes(4, 'little').hex().upper()}', LEFT(HEX({{}}), 8))"
    with_system = f"CONCAT('01', SUBSTRING(HEX({{}}), 11, 2), '000020', {named}, SUBSTRING(HEX({{}}), 19))"
    if system:
        return Draft(with_system, with_system, "{}::text")
    form = f"IF(LEFT(HEX({{}}), 8) = '00000000', SUBSTRING(HEX({{}}), 9), {with_system})"
    return Draft(form, form, "{}::text")
