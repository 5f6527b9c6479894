"""One SQL file: its checksum, its encoding, its directives, its template."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfdb.errors import CfdbError, ProjectError, ScriptError
from cfdb.model.change import ChangeId
from cfdb.project import sqlfile

MIB = 1 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.sql"


def checksum_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return sqlfile.checksum([sqlfile.normal(path)])


def refusal(path: Path, content: bytes) -> ScriptError:
    path.write_bytes(content)
    with pytest.raises(ScriptError) as caught:
        sqlfile.load(path, {})
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    "same",
    [
        b"\xef\xbb\xbfSELECT 1;\nSELECT 'a';\n",
        b"SELECT 1;\r\nSELECT 'a';\r\n",
        b"\xef\xbb\xbfSELECT 1;\r\nSELECT 'a';\r\n",
        b"SELECT 1;\r\nSELECT 'a';\n",
    ],
)
def test_a_checkout_on_windows_changes_no_checksum(file: Path, same: bytes) -> None:
    assert checksum_of(file, same) == checksum_of(file, b"SELECT 1;\nSELECT 'a';\n")


@pytest.mark.parametrize(
    "other",
    [b"SELECT 2;\n", b"SELECT 1; \n", b"SELECT 1;", b"SELECT 1;\n\n", b"SELECT\t1;\n", b"select 1;\n", b""],
)
def test_an_edit_changes_the_checksum(file: Path, other: bytes) -> None:
    assert checksum_of(file, other) != checksum_of(file, b"SELECT 1;\n")


def test_where_one_file_ends_and_the_next_begins_is_part_of_the_checksum() -> None:
    assert sqlfile.checksum([b"ab", b"c"]) != sqlfile.checksum([b"a", b"bc"])
    assert sqlfile.checksum([b"ab"]) != sqlfile.checksum([b"ab", b""])


def test_what_is_sent_has_neither_byte_order_mark_nor_carriage_returns(file: Path) -> None:
    file.write_bytes("\ufeffSELECT 'ä';\r\n".encode())
    assert sqlfile.load(file, {}).text == "SELECT 'ä';\n".encode()


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_an_empty_file_is_refused(file: Path, content: bytes) -> None:
    error = refusal(file, content)
    assert error.message == f"{file} is empty (byte 0)"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused(file: Path, encoding: str) -> None:
    """With its mark it is called by its name; without, its NUL bytes give it away."""
    error = refusal(file, "SELECT 1;\n".encode(encoding))
    expected = {
        "utf-16": "is UTF-16, not UTF-8 (byte 0)",
        "utf-16-le": "has a NUL byte at byte 1",
        "utf-16-be": "has a NUL byte at byte 0",
    }
    assert error.message == f"{file} {expected[encoding]}"


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_byte_that_is_wrong_is_counted_in_the_file_as_it_is(file: Path, mark: bytes, end: bytes) -> None:
    """An editor that jumps to a byte looks at the original, with its mark and its line ends."""
    lead = mark + b"SELECT 1;" + end + b"SELECT '"
    latin1 = refusal(file, lead + b"\xe4';" + end)
    assert latin1.message == f"{file} is not UTF-8 at byte {len(lead)} (0xe4)"
    nul = refusal(file, lead + b"\0';" + end)
    assert nul.message == f"{file} has a NUL byte at byte {len(lead)}"
    for error in (latin1, nul):
        assert error.place is not None
        assert (error.place.path, error.place.line) == (file, 2)


@pytest.mark.parametrize("before", range(-4, 2))
@pytest.mark.parametrize("character", ["é", "€", "𝄞"])
def test_a_character_across_two_megabytes_is_whole(file: Path, before: int, character: str) -> None:
    """Files are looked at a megabyte at a time; a character may begin in one and end in the next."""
    text = b"-" * (MIB + before) + character.encode() + b"-" * MIB
    file.write_bytes(text)
    assert sqlfile.load(file, {}).text == text
    wrong = text + b"\xff"
    assert refusal(file, wrong).message == f"{file} is not UTF-8 at byte {len(text)} (0xff)"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_character_that_is_cut_off_is_found_where_it_begins(file: Path, cut: int) -> None:
    lead = b"-" * (MIB - 1)
    for rest in (b"", b"-" * 10):
        error = refusal(file, lead + "𝄞".encode()[:cut] + rest)
        assert error.message == f"{file} is not UTF-8 at byte {len(lead)} (0xf0)"


@settings(deadline=None)
@given(lead=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), wrong=st.integers(0x80, 0xFF))
@example(lead="\ufeffx", wrong=0x80)
def test_any_text_is_read_and_any_wrong_byte_is_found(
    tmp_path_factory: pytest.TempPathFactory, lead: str, wrong: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.sql"
    text = b"SELECT 1;" + lead.encode()
    file.write_bytes(text)
    assert sqlfile.load(file, {}).text == text.replace(b"\r\n", b"\n")
    assert f"at byte {len(text)} (0x{wrong:02x})" in refusal(file, text + bytes([wrong])).message


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read: No such file"):
        sqlfile.load(tmp_path / "gone.sql", {})
    with pytest.raises(ProjectError, match="cannot be read: Is a directory"):
        sqlfile.normal(tmp_path)


def directives_of(text: str) -> sqlfile.Directives:
    return sqlfile.directives(text.encode(), Path("a.sql"))


def test_directives() -> None:
    found = directives_of(
        "-- A comment.\n\n--cfdb: no-transaction\n  -- cfdb:   template  \n"
        "-- cfdb: requires phase 3\n-- cfdb: requires service auth\n-- cfdb: irreversible: the rows are merged\n"
        "SELECT 1;\n-- cfdb: nothing to see here\n"
    )
    required = (ChangeId.parse("phase 3"), ChangeId.parse("service auth"))
    assert found == sqlfile.Directives(
        transactional=False, template=True, requires=required, irreversible="the rows are merged"
    )


@pytest.mark.parametrize(
    "text", ["SELECT 1;", "SELECT 'cfdb: x';", "-- about cfdb: it is\nSELECT 1;", "", "/* cfdb: x */"]
)
def test_without_directives_a_file_is_a_transaction(text: str) -> None:
    assert directives_of(text) == sqlfile.NO_DIRECTIVES


def test_directives_are_read_below_a_long_licence() -> None:
    licence = "-- All rights reserved, and so on, line after line.\n" * 200
    assert directives_of(f"{licence}-- cfdb: no-transaction\nVACUUM;").transactional is False


def test_a_directive_is_not_cut_in_the_middle() -> None:
    for length in range(4060, 4100):
        lead = "-- " + "x" * (length - 4) + "\n"
        assert (
            directives_of(f"{lead}-- cfdb: irreversible: the rows are merged\n").irreversible == "the rows are merged"
        )


@pytest.mark.parametrize(
    "line",
    [
        "-- cfdb: no-transactions",
        "-- cfdb:",
        "-- cfdb: requires",
        "-- cfdb: requires stage 3",
        "-- cfdb: requires phase",
    ],
)
def test_an_unknown_directive_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ProjectError, match=r"^a\.sql:2: ") as caught:
        directives_of(f"-- A comment.\n{line}\nSELECT 1;")
    assert caught.value.hint
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def rendered(file: Path, text: str, **variables: object) -> str:
    file.write_text(f"-- cfdb: template\n{text}", encoding="utf-8")
    return sqlfile.load(file, variables).text.decode().removeprefix("-- cfdb: template\n")


def test_a_template_is_filled_in(file: Path) -> None:
    text = "SELECT {{ days }}{% for n in names %}, '{{ n }}'{% endfor %};\n"
    assert rendered(file, text, days=30, names=["a", "<b>"]) == "SELECT 30, 'a', '<b>';\n"


def test_only_a_file_that_asks_for_it_is_a_template(file: Path) -> None:
    file.write_text("SELECT '{{ days }}';", encoding="utf-8")
    assert sqlfile.load(file, {"days": 3}).text == b"SELECT '{{ days }}';"


def test_a_missing_variable_is_named(file: Path) -> None:
    with pytest.raises(ScriptError, match="'days' is undefined") as caught:
        rendered(file, "SELECT {{ days }};")
    assert "--var" in caught.value.hint
    assert caught.value.place is not None
    assert caught.value.place.path == file


@pytest.mark.parametrize("text", ["\nSELECT {{ days };", "\nSELECT {{ days|nope }};", "\n{% if days %}"])
def test_a_broken_template_is_refused_with_its_line(file: Path, text: str) -> None:
    with pytest.raises(ScriptError, match=rf"{file}:\d+: template: ") as caught:
        rendered(file, text, days=3)
    assert caught.value.place is not None
    assert caught.value.place.line == 3


@pytest.mark.parametrize("text", ["SELECT {{ 1 / 0 }};", "{% include 'other.sql' %}", "SELECT {{ 'a' + 1 }};"])
def test_a_template_that_fails_is_the_users_error_not_ours(file: Path, text: str) -> None:
    with pytest.raises(CfdbError):
        rendered(file, text)
