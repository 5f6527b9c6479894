"""Any bytes at all for the converter: it gives tuples, says why not, and touches nothing that is not its own.

As a program (`python tests/converter_fuzz.py LIBRARY EXAMPLES`) it tries a library that was made with sanitizers, for
which Python must be started with their runtime.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfdb.dialects.mysql.converter import ASTRAY, END, FORMS, FULL, MORE, REASONS, REFUSED, Report, load

TYPES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 245, 246, 247, 252, 253, 254, 255)
FIXED = {1: 1, 2: 2, 13: 2, 3: 4, 9: 4, 8: 8, 4: 4, 5: 8}
MOMENTS = {7: (0, 4, 7, 11), 10: (0, 4), 11: (0, 8, 12), 12: (0, 4, 7, 11)}
NUMBERS = (b"0", b"-12.50", b"99999999999999999999", b"1.5e-7", b"-", b".", b"1e99999", b"0.000", b"+7", b"1" * 90)

Told = tuple[int, int, int, int, int, int]

PLACES = range(len(FORMS))
COLUMNS: list[Told] = [
    (kind, flags, charset, size, decimals, form)
    for kind in TYPES
    for form in PLACES
    for flags, charset, size, decimals in ((0, 45, 9, 0), (32, 63, 64, 6), (96, 63, 20, 31))
]


class Converter:
    """A library, with buffers that end where they end: what is beyond them is somebody else's."""

    def __init__(self, library: Path) -> None:
        self.library: Any = load(library)
        assert self.library, f"{library} cannot be loaded"

    def fits(self, told: list[Told]) -> list[Told]:
        """Those that have a way to their form."""
        state = ctypes.create_string_buffer(self.library.cfdb_state_size(1))
        return [one for one in told if self.library.cfdb_prepare(state, 1, (ctypes.c_int64 * 6)(*one), 0) == -1]

    def convert(self, told: list[Told], said: bytes, *, room: int, step: int) -> tuple[int, bytes, int, int]:
        """The last status, all of the output, the rows, and the reason; the input comes `step` bytes at a time."""
        count = len(told)
        flat = [number for one in told for number in one]
        state = ctypes.create_string_buffer(self.library.cfdb_state_size(count))
        assert self.library.cfdb_prepare(state, count, (ctypes.c_int64 * len(flat))(*flat), 0) == -1
        report, found = Report(), bytearray()
        rows = at = end = 0
        while True:
            source = ctypes.create_string_buffer(said[at:end], max(end - at, 1))
            target = ctypes.create_string_buffer(self.library.cfdb_room(count, room))
            status = self.library.cfdb_convert(
                state, ctypes.addressof(source), end - at, room, ctypes.addressof(target), len(target),
                ctypes.addressof(report),
            )  # fmt: skip
            assert status in {MORE, FULL, END, REFUSED, ASTRAY}
            assert 0 <= report.in_used <= end - at
            assert 0 <= report.out_used <= len(target)
            assert status != FULL or report.out_used or report.in_used
            at += report.in_used
            rows += report.rows
            found += target.raw[: report.out_used]
            if status in {END, REFUSED, ASTRAY} or (status == MORE and end == len(said)):
                assert report.reason < len(REASONS) or status != REFUSED
                return status, bytes(found), rows, report.reason
            if status == MORE:
                # No more is at hand at once than there is room for.
                end = min(len(said), end + step, at + room)


@st.composite
def values(draw: st.DrawFn, one: Told) -> bytes | None:
    """What the type may hold, more or less."""
    if one[0] == 6 or draw(st.integers(0, 9)) == 0:
        return None
    if width := FIXED.get(one[0]):
        return draw(st.binary(min_size=width, max_size=width))
    lie = draw(st.sampled_from((0, 0, 0, 0, 0, 0, 1, -1, 9, 5000)))
    """How wrong a length is."""
    if lengths := MOMENTS.get(one[0]):
        length = draw(st.sampled_from(lengths))
        content = draw(
            st.one_of(st.binary(min_size=12, max_size=12), st.just(b"\xd0\x07\x02\x1d\x0c\x0c\x0c\0\0\0\0\0"))
        )
        return bytes([(length + lie) & 0xFF]) + content[:length]
    content = draw(st.one_of(st.binary(max_size=40), st.sampled_from(NUMBERS), st.just("ä€😀".encode() * 300)))
    said = max(0, len(content) + lie)
    if said < 251 and draw(st.booleans()):
        return bytes([said]) + content
    return b"\xfc" + said.to_bytes(2, "little") + content


def row(told: list[Told], content: list[bytes | None]) -> bytes:
    marks = bytearray((len(told) + 9) // 8)
    for number, value in enumerate(content):
        if value is None:
            marks[(number + 2) // 8] |= 1 << (number + 2) % 8
    return b"\0" + bytes(marks) + b"".join(value or b"" for value in content)


def framed(rows: list[bytes]) -> bytes:
    return b"".join(len(one).to_bytes(3, "little") + bytes([n & 255]) + one for n, one in enumerate(rows))


def check(converter: Converter, told: list[Told], data: st.DataObject) -> None:
    """Rows that may be damaged: cut into steps in any way, nothing but what a step has is read."""
    rows = [row(told, [data.draw(values(one)) for one in told]) for _ in range(data.draw(st.integers(1, 4)))]
    if data.draw(st.booleans()):
        # Nothing behind the last row: what is read there is nobody's.
        rows.append(b"\xfe\0\0\0\0")
    said = bytearray(framed(rows))
    for _ in range(data.draw(st.sampled_from((0, 0, 1, 3)))):
        said[data.draw(st.integers(0, len(said) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.integers(0, 9)) == 0:
        said[data.draw(st.integers(0, len(said))) :] = data.draw(st.binary(max_size=60))
    room = data.draw(st.sampled_from((64, 600, 100_000)))
    step = data.draw(st.sampled_from((1, 7, 100, 100_000, 100_000)))
    status, found, count, _ = converter.convert(told, bytes(said), room=room, step=step)
    if status == END:
        assert tuples(found, len(told)) == count


def tuples(found: bytes, columns: int) -> int:
    """How many there are. Each has all of its columns, and nothing is left."""
    at = count = 0
    while at < len(found):
        assert int.from_bytes(found[at : at + 2], "big") == columns
        at += 2
        for _ in range(columns):
            size = int.from_bytes(found[at : at + 4], "big", signed=True)
            assert size >= -1
            at += 4 + max(size, 0)
        assert at <= len(found)
        count += 1
    return count


def fuzz(library: Path, examples: int) -> None:
    converter = Converter(library)
    known = converter.fits(COLUMNS)

    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(known), min_size=1, max_size=5), st.data())
    def run(told: list[Told], data: st.DataObject) -> None:
        check(converter, told, data)

    run()


if __name__ == "__main__":
    fuzz(Path(sys.argv[1]), int(sys.argv[2]))
