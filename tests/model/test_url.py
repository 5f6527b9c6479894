"""A URL reads as it was written, and never shows its password."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfdb.model.url import Url, parse

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=":"), max_size=20)
addresses = st.ip_addresses(v=6).map(str)
keys = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)


def urls(password: st.SearchStrategy[str] = words) -> st.SearchStrategy[Url]:
    return st.builds(
        Url,
        scheme=st.sampled_from(["postgresql", "postgres", "mysql", "mysql+ssl"]),
        user=words,
        password=password,
        host=names | addresses,
        port=st.just("") | st.integers(0, 65535).map(str),
        database=words,
        options=st.dictionaries(keys, words, max_size=3),
    )


@settings(deadline=None)
@given(url=urls().filter(lambda url: not any("password" in key for key in url.options)))
@example(url=Url("postgresql", "me", "a:b/c@d?e#f%41 +&", "/var/run/postgresql", "", "my/db"))
@example(url=Url("postgresql", "", "only a password", "::1", "5432", "db", {"sslmode": "require"}))
def test_what_is_written_is_read_again(url: Url) -> None:
    assert parse(url.with_password()) == url


@settings(deadline=None)
@given(url=urls(password=st.just("")), password=words.filter(bool), other=words.filter(bool))
def test_the_text_does_not_depend_on_the_password(url: Url, password: str, other: str) -> None:
    """Whatever the password is, all of it is hidden: as is its length."""
    assert str(replace(url, password=password)) == str(replace(url, password=other))
    assert repr(replace(url, password=password)) == repr(replace(url, password=other))


@pytest.mark.parametrize("key", ["password", "sslpassword"])
def test_a_password_among_the_options_is_hidden(key: str) -> None:
    url = parse(f"postgresql://localhost/shop?sslmode=require&{key}=hunter2")
    assert url.options[key] == "hunter2"
    assert "hunter2" not in str(url)
    assert "hunter2" not in repr(url)


@pytest.mark.parametrize(
    "password",
    ["p@ss", "a:b", "a/b", "a?b", "a#b", "p@ss/word", "p@@", "p@ss?word", "p@ss/w?rd", "a%20b", "[x]"],
)
def test_a_password_may_hold_any_character_unencoded(password: str) -> None:
    url = parse(f"postgresql://me:{password}@db.example:5433/shop")
    assert (url.user, url.host, url.port, url.database) == ("me", "db.example", "5433", "shop")
    assert url.password == password.replace("%20", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://", Url("postgresql")),
        ("postgresql:///shop", Url("postgresql", database="shop")),
        ("  POSTGRES://h/shop\n", Url("postgres", host="h", database="shop")),
        ("postgresql://me@[::1]:5433/shop", Url("postgresql", "me", "", "::1", "5433", "shop")),
        ("postgresql://[fe80::1]/shop", Url("postgresql", host="fe80::1", database="shop")),
        ("postgresql://%2Fvar%2Frun/shop", Url("postgresql", host="/var/run", database="shop")),
        ("postgresql:///shop?host=/var/run", Url("postgresql", database="shop", options={"host": "/var/run"})),
        ("postgresql://h/shop?options=-c%20a%3Db", Url("postgresql", "", "", "h", "", "shop", {"options": "-c a=b"})),
        # Several servers, as libpq spells them: https://www.postgresql.org/docs/current/libpq-connect.html
        ("postgresql://a,b/shop", Url("postgresql", host="a,b", database="shop")),
        ("postgresql://a:1,b:2/shop", Url("postgresql", host="a,b", port="1,2", database="shop")),
    ],
)
def test_parts(text: str, expected: Url) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "secret", "me:secret@host/db", "postgresql:/secret", "p g://secret", "://secret"])
def test_what_is_no_url_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match="expected scheme") as caught:
        parse(text)
    assert "secret" not in str(caught.value)


def test_a_bad_port_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="expected a number as port") as caught:
        parse("postgresql://host:secret/db")
    assert "secret" not in str(caught.value)


def test_another_database_of_the_same_server() -> None:
    assert parse("postgresql://me:x@h/one?a=b").on("two") == parse("postgresql://me:x@h/two?a=b")
