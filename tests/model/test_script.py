"""The way back from an offset in what is sent to a file."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfdb.model.script import GLUE, Script, Source

texts = st.lists(st.binary(max_size=12), min_size=1, max_size=5)


@settings(deadline=None)
@given(texts=texts)
@example(texts=[b"", b"", b""])
def test_every_byte_of_a_file_is_found_again(texts: list[bytes]) -> None:
    script = Script(tuple(Source(Path(str(number)), text) for number, text in enumerate(texts)))
    start = 0
    for source in script.sources:
        for offset in range(len(source.text)):
            assert script.source_at(start + offset) == (source, offset)
            assert script.text[start + offset] == source.text[offset]
        start += len(source.text) + len(GLUE)


@settings(deadline=None)
@given(texts=texts, data=st.data())
def test_what_is_between_files_belongs_to_the_end_of_the_one_before(texts: list[bytes], data: st.DataObject) -> None:
    script = Script(tuple(Source(Path(str(number)), text) for number, text in enumerate(texts)))
    last = data.draw(st.integers(0, len(texts) - 1))
    end = sum(len(text) + len(GLUE) for text in texts[:last]) + len(texts[last])
    for within in range(len(GLUE)):
        assert script.source_at(end + within) == (script.sources[last], len(texts[last]))


def test_the_one_large_file_is_not_copied() -> None:
    text = b"SELECT 1;" * 1000
    assert Script((Source(Path("a.sql"), text),)).text is text
