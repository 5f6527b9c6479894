"""The compiled converter without a server: any bytes, any cut, large values, and what it says where it gives up."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import converter_fuzz
import pytest
from answering import END, ERROR, FINE, column, head, length, packets, saying
from converter_fuzz import Converter, framed, row

from cfdb.dialects.mysql import converter
from cfdb.dialects.mysql.converter import FORMS, REASONS, REFUSED, converted
from cfdb.errors import ConnectionFailed, DatabaseError, NotConverted

SOURCE = Path(converter.__file__).with_name("converter.c")
PROGRAM = Path(converter_fuzz.__file__)
COMPILER = shutil.which(os.environ.get("CC", "cc"))

compiled = pytest.mark.skipif(not converter.available(), reason="the converter is not compiled: pip install -e .")

TEXT, BLOB, BIGINT = column(252), column(252, charset=63), column(8, charset=63, size=20)


def prepared(columns: list[bytes]) -> bytes:
    count = len(columns).to_bytes(2, "little")
    return packets([b"\0\x07\0\0\0" + count + b"\0\0\0\0\0", *columns, END])


def answer(columns: list[bytes], rows: list[bytes], end: bytes = END) -> bytes:
    return packets([*head(columns), *rows, end])


def string(value: bytes) -> bytes:
    return length(len(value)) + value


def number(value: int) -> bytes:
    return value.to_bytes(8, "little", signed=True)


def binary(*content: bytes | None) -> bytes:
    return row([(0, 0, 0, 0, 0, 0)] * len(content), list(content))


def tuple_of(*fields: bytes | None) -> bytes:
    parts = [b"\xff\xff\xff\xff" if value is None else len(value).to_bytes(4, "big") + value for value in fields]
    return len(fields).to_bytes(2, "big") + b"".join(parts)


@compiled
def test_any_bytes_are_tuples_or_a_reason() -> None:
    converter_fuzz.fuzz(converter.LIBRARY, 400)


@pytest.mark.skipif(COMPILER is None, reason="no compiler")
@pytest.mark.skipif(sys.platform != "linux", reason="the sanitizers' runtime is loaded in another way")
def test_sanitizers_find_nothing(tmp_path: Path) -> None:
    """The same, with every access and every sum of the C code watched."""
    library, flags = tmp_path / "watched.so", ["-g", "-O1", "-std=c99", "-shared", "-fPIC"]
    watch = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    made = subprocess.run(
        [str(COMPILER), *flags, *watch, "-o", str(library), str(SOURCE)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"the compiler has no sanitizers: {made.stderr[-200:]}")
    runtime = subprocess.run(
        [str(COMPILER), "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
    ).stdout.strip()
    environment = os.environ | {
        "LD_PRELOAD": runtime, "ASAN_OPTIONS": "detect_leaks=0", "PYTHONMALLOC": "malloc",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path / "hypothesis"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(library), "300"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


@compiled
@pytest.mark.parametrize("room", [64, 100, 100_000])
@pytest.mark.parametrize("step", [1, 3, 50, 100_000])
def test_a_row_is_the_same_however_it_is_cut(step: int, room: int) -> None:
    """Also where it is larger than what is at hand at once."""
    forms = [(252, 0, 45, 0, 0, FORMS.index("text")), (8, 0, 63, 20, 0, FORMS.index("int8"))]
    forms += [(252, 0, 63, 0, 0, FORMS.index("bytea")), (245, 0, 45, 0, 0, FORMS.index("jsonb"))]
    text, blob = "ä€😀x".encode() * 60, bytes(range(256)) * 3
    rows = [
        row(forms, [string(text), number(-5), string(blob), string(b"{}")]),
        row(forms, [None, number(7), string(b""), None]),
        row(forms, [string(b"short"), None, None, string(b"[1]")]),
    ]
    said = framed([*rows, b"\xfe\0\0\0\0"])
    status, found, count, _ = Converter(converter.LIBRARY).convert(forms, said, room=room, step=step)
    assert (status, count) == (converter.END, 3)
    eight = [(n & (1 << 64) - 1).to_bytes(8, "big") for n in (-5, 7)]
    assert found == b"".join(
        [
            tuple_of(text, eight[0], blob, b"\x01{}"),
            tuple_of(None, eight[1], b"", None),
            tuple_of(b"short", None, None, b"\x01[1]"),
        ]
    )


@compiled
@pytest.mark.parametrize("size", [0xFFFFFF - 13, 0xFFFFFF - 6, 0xFFFFFF - 5, 0xFFFFFF - 4, 0xFFFFFF, 40_000_000])
def test_a_value_of_several_packets_goes_through_in_pieces(size: int) -> None:
    value = random.Random(size).randbytes(size)
    columns = [BLOB, BIGINT]
    rows = [binary(string(b"a"), number(1)), binary(string(value), number(2)), binary(string(b"b"), None)]
    with saying(prepared(columns), answer(columns, rows), FINE) as link:
        found = list(converted(link, "SELECT 1", ["bytea", "int8"]))
        link.raw.ping()
    one, two = (1).to_bytes(8, "big"), (2).to_bytes(8, "big")
    assert b"".join(block.data for block in found) == tuple_of(b"a", one) + tuple_of(value, two) + tuple_of(b"b", None)
    assert sum(block.rows for block in found) == 3
    assert max(len(block.data) for block in found) <= 3 << 18


@compiled
@pytest.mark.parametrize("bad", [b"\xff", b"\xe2\x82", b"\0", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"])
@pytest.mark.parametrize("size", [0, 3, 8, 500, 70_000, 1_000_000, 17_000_000])
def test_text_that_is_none_is_refused(bad: bytes, size: int) -> None:
    """Wherever it stands; the connection can go on."""
    rows = [binary(string(b"x")), binary(string(b"-" * size + bad)), binary(string(b"y"))]
    with saying(prepared([TEXT]), answer([TEXT], rows), FINE) as link:
        with pytest.raises(NotConverted, match=r"row 1, column 1 of the query: the text") as caught:
            list(converted(link, "SELECT 1", ["text"]))
        assert (caught.value.row, caught.value.column) == (1, 0)
        link.raw.ping()


@compiled
def test_a_form_that_a_column_cannot_have_is_refused_at_once() -> None:
    with saying(prepared([TEXT, BIGINT]), FINE) as link:
        with pytest.raises(NotConverted, match="column 2 of the query: there is no way from MySQL's longlong to uuid"):
            converted(link, "SELECT 1", ["text", "uuid"])
        link.raw.ping()


@compiled
@pytest.mark.parametrize("before", [0, 5, 5000])
def test_an_error_of_the_server_ends_the_rows(before: int) -> None:
    said = answer([BIGINT], [binary(number(n)) for n in range(before)], ERROR)
    with saying(prepared([BIGINT]), said, FINE) as link:
        with pytest.raises(DatabaseError, match="Query execution was interrupted"):
            list(converted(link, "SELECT 1", ["int8"]))
        link.raw.ping()


@compiled
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
@pytest.mark.parametrize("size", [10, 20_000_000])
def test_a_lost_connection_is_an_error(size: int, share: float) -> None:
    said = answer([BLOB], [binary(string(b"-" * size))] * 3)
    with (
        saying(prepared([BLOB]), said[: int(len(said) * share)]) as link,
        pytest.raises(ConnectionFailed, match="lost"),
    ):
        list(converted(link, "SELECT 1", ["bytea"]))


@compiled
def test_a_missing_packet_is_noticed() -> None:
    said = packets([*head([BIGINT]), binary(number(1))]) + packets([binary(number(1)), END], 40)
    with saying(prepared([BIGINT]), said) as link, pytest.raises(DatabaseError, match="a packet is missing"):
        list(converted(link, "SELECT 1", ["int8"]))


@compiled
@pytest.mark.parametrize("taken", [0, 1])
def test_what_is_skipped_leaves_the_connection_usable(taken: int) -> None:
    rows = [binary(string(b"-" * size)) for size in (3, 20_000_000, 7, 300_000)] * 2
    with saying(prepared([BLOB]), answer([BLOB], rows), FINE) as link:
        stream = converted(link, "SELECT 1", ["bytea"])
        for _ in range(taken):
            next(stream)
        stream.skip()
        link.raw.ping()


TEXTS = (253, 0, 45, 40, 0)
CASES = [
    ((8, 32, 63, 20, 0), "int8", number(-1), "out of range"),
    ((3, 0, 63, 11, 0), "int2", (40_000).to_bytes(4, "little"), "out of range"),
    ((3, 32, 63, 10, 0), "int4", b"\xff\xff\xff\xff", "out of range"),
    ((8, 0, 63, 20, 0), "oid", number(-1), "out of range"),
    ((1, 0, 63, 1, 0), "bool", b"\x02", "neither 0 nor 1"),
    ((5, 0, 63, 22, 31), "float4", b"\0\0\0\0\0\0\xf0\x7e", "out of range"),
    ((5, 0, 63, 22, 31), "float4", b"\1\0\0\0\0\0\0\0", "out of range"),
    ((10, 0, 63, 10, 0), "date", b"\0", "no such date"),
    ((10, 0, 63, 10, 0), "date", b"\4\xe7\x07\x02\x1d", "no such date"),
    ((10, 0, 63, 10, 0), "date", b"\4\0\0\1\1", "no such date"),
    ((12, 0, 63, 19, 0), "timestamp", b"\4\xe8\x07\0\1", "no such date"),
    ((12, 0, 63, 19, 0), "date", b"\7\xe8\x07\1\1\1\0\0", "time of day, too"),
    ((11, 0, 63, 10, 0), "time", b"\x08\1\0\0\0\0\1\0\0", "no such time"),
    ((11, 0, 63, 10, 0), "time", b"\x08\0\1\0\0\0\0\0\1", "no such time"),
    (TEXTS, "numeric", string(b"NaN"), "not a number"),
    (TEXTS, "numeric", string(b"1e"), "not a number"),
    (TEXTS, "numeric", string(b"1e20000"), "out of range"),
    (TEXTS, "int8", string(b"1.0"), "not a number"),
    (TEXTS, "int8", string(b""), "not a number"),
    (TEXTS, "int8", string(b"9223372036854775808"), "out of range"),
    (TEXTS, "uuid", string(b"0" * 16), "not a UUID"),
    (TEXTS, "uuid", string(b"00112233-4455-6677-8899-aabbccddeefg"), "not a UUID"),
    (TEXTS, "jsonb", string(b"{\0}"), "NUL"),
]


@compiled
@pytest.mark.parametrize(("told", "form", "value", "reason"), CASES, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("room", [9, 100_000])
def test_what_would_be_another_value_is_refused(
    told: tuple[int, int, int, int, int], form: str, value: bytes, reason: str, room: int
) -> None:
    """Also in a row that comes in pieces."""
    forms = [(8, 0, 63, 20, 0, FORMS.index("int8")), (*told, FORMS.index(form))]
    said = framed([row(forms, [number(1), None]), row(forms, [number(2), value])])
    status, _, count, code = Converter(converter.LIBRARY).convert(forms, said, room=room, step=5)
    assert (status, count) == (REFUSED, 1)
    assert reason in REASONS[code]


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CFDB_PURE_PYTHON", "1")
    assert not converter.available()


@pytest.mark.parametrize("content", [None, b"", b"\x7fELF of another machine"])
def test_a_library_that_is_not_ours_is_not_used(
    content: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "libconverter.so"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(converter, "LIBRARY", path)
    assert not converter.available()
