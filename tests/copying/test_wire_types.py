"""What a pair of types alone decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cfdb.copying.wires as package
from cfdb.copying.wires.doubts import NAMES
from cfdb.copying.wires.pair import FAMILY
from cfdb.copying.wires.wire import FORMS, NoWire, wire
from cfdb.model.copy import SourceColumn, TargetColumn, Wire
from cfdb.model.schema import Type

ARGUMENTS = {"decimal": ("10", "2"), "varchar": ("20",), "char": ("20",), "varbinary": ("16",), "binary": ("16",)}
BINARY = """
    bool int2 int4 int8 float4 float8 numeric text jsonb bytea date timestamp timestamptz time interval uuid bit varbit
    oid
"""


def made(source: Type, target: TargetColumn, *allowed: str) -> Wire:
    return wire(SourceColumn("v", source), target, allowed)


def to(type: str, **more: object) -> TargetColumn:
    return TargetColumn("v", type, **more)  # type: ignore[arg-type]


def names(form: Wire) -> list[str]:
    return [doubt.name for doubt in form.doubts]


@pytest.mark.parametrize("target", [*FORMS, "_text", "_int4", "int4range"])
def test_every_pair_has_a_sound_wire_or_none(target: str) -> None:
    for name in FAMILY:
        source = Type(name, ARGUMENTS.get(name, ()), charset="binary" if "bin" in name or "blob" in name else "utf8mb4")
        try:
            form = made(source, to(target, labels=("a", "{}")))
        except NoWire:
            continue
        assert "{}" in form.text
        assert form.there or not form.here, "a canonical text on one side only"
        assert form.binary in ("", *BINARY.split())
        assert {doubt.name for doubt in form.doubts} <= set(NAMES)
        assert all("{}" in doubt.rows for doubt in form.doubts)


def test_every_name_of_a_doubt_is_used_and_explained() -> None:
    used = "".join(path.read_text() for path in Path(package.__path__[0]).glob("*.py") if path.name != "doubts.py")
    for name, meaning in NAMES.items():
        assert f'"{name}"' in used
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert meaning.meaning.endswith(".")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (Type("int"), to("int8")),
        (Type("int"), to("int4")),
        (Type("tinyint", unsigned=True), to("int2")),
        (Type("int", unsigned=True), to("int8")),
        (Type("int"), to("float8")),
        (Type("int"), to("numeric", precision=12, scale=2)),
        (Type("decimal", ("10", "2")), to("numeric", precision=10, scale=2)),
        (Type("float"), to("float4")),
        (Type("float"), to("float8")),
        (Type("double"), to("float8")),
        (Type("bit", ("1",)), to("bool")),
        (Type("bit", ("8",)), to("bit", length=8)),
        (Type("blob", charset="binary"), to("bytea")),
        (Type("binary", ("16",), charset="binary"), to("uuid")),
        (Type("time", ("3",)), to("interval")),
        (Type("year"), to("int2")),
        (Type("enum", ("a", "b"), charset="utf8mb4"), to("text")),
    ],
)
def test_what_types_exclude_is_no_doubt(source: Type, target: TargetColumn) -> None:
    assert made(source, target).doubts == ()


def test_a_text_that_fits_is_not_measured() -> None:
    assert "text-too-long" not in names(made(Type("varchar", ("20",), charset="utf8mb4"), to("varchar", length=20)))
    assert "text-too-long" in names(made(Type("varchar", ("20",), charset="utf8mb4"), to("varchar", length=19)))


def test_what_may_not_fit_a_packet_is_a_doubt() -> None:
    for source in (Type("longblob", charset="binary"), Type("longtext", charset="utf8mb4")):
        assert "too-large" in names(made(source, to("bytea")))
    assert "too-large" in names(made(Type("longtext", charset="utf8mb4"), to("text")))
    assert "too-large" not in names(made(Type("blob", charset="binary"), to("bytea")))


def test_a_null_that_has_no_place_is_a_doubt() -> None:
    required = to("int4", nullable=False)
    assert names(made(Type("int"), required)) == ["null-into-not-null"]
    assert wire(SourceColumn("v", Type("int"), nullable=False), required).doubts == ()


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        (Type("enum", ("a",)), to("int4"), "+ 0"),
        (Type("bit", ("8",)), to("text"), "BIN()"),
        (Type("datetime"), to("int8"), ""),
        (Type("datetime"), to("time"), "TIME()"),
        (Type("geometry"), to("text"), "ST_AsText()"),
        (Type("text"), to("tsvector"), "computed"),
        (Type("int"), to("inet"), "INET_NTOA()"),
        (Type("sandwich"), to("text"), "not known"),
    ],
)
def test_what_is_not_certain_is_refused_with_a_way_out(source: Type, target: TargetColumn, word: str) -> None:
    with pytest.raises(NoWire) as caught:
        made(source, target)
    assert word in caught.value.reason


def test_escapes_that_no_member_needs_are_left_out() -> None:
    assert "REPLACE" not in made(Type("enum", ("a", "b"), charset="utf8mb4"), to("text")).text
    assert made(Type("enum", ("a\t", "b"), charset="utf8mb4"), to("text")).text.count("REPLACE(") == 1


def test_what_would_be_changed_has_no_binary_form_unless_it_is_allowed() -> None:
    source, target = Type("decimal", ("10", "4")), to("numeric", precision=10, scale=2)
    assert made(source, target).binary == ""
    assert made(source, target, "rounded").binary == "numeric"


POINT_1_2 = "000000000101000000000000000000F03F0000000000000040"


@pytest.mark.parametrize("declared", ["geometry", "geometry(Point,4326)"])
def test_a_geometry_is_written_as_postgis_shows_it(declared: str) -> None:
    """What a server makes of the form is looked at in tests/db."""
    form = made(Type("point"), to("geometry", declared=declared))
    assert form.here == form.text
    assert ("E6100000" in form.text) == ("4326" in declared)
