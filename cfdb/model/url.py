"""A database URL, read without ever handing it to a driver's own parser.

Drivers quote the URL in their errors, and a password with an unencoded character ends up in the part they quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, unquote


@dataclass(frozen=True, slots=True)
class Url:
    """`scheme://user:password@host:port/database?key=value`, decoded. Empty parts are left to the driver."""

    scheme: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    database: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The URL without its password: safe to print."""
        return self._text("***" if self.password else "")

    def with_password(self) -> str:
        """The URL as it was given, for another program; never for a message."""
        return self._text(quote(self.password, safe=""))

    def on(self, database: str) -> Url:
        return replace(self, database=database)

    def _text(self, password: str) -> str:
        user = quote(self.user, safe="") + (f":{password}" if password else "")
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe=",")
        shown = {key: "***" if "password" in key and value else value for key, value in self.options.items()}
        options = "&".join(f"{key}={quote(value, safe='/')}" for key, value in shown.items())
        return (
            f"{self.scheme}://{user + '@' if user else ''}{host}{':' + self.port if self.port else ''}"
            f"/{quote(self.database, safe='')}{'?' + options if options else ''}"
        )


def parse(text: str) -> Url:
    """Read a URL. ValueError, with a message that shows no part of it but the scheme, where it is none.

    The user part ends at the last `@` before the query: a password may hold any character, encoded or not.
    """
    scheme, found, rest = text.strip().partition("://")
    if not found or not scheme.isascii() or not scheme.replace("+", "").isalnum():
        raise ValueError("expected scheme://user@host/database")
    head, _, query = rest.partition("?")
    if "@" in rest and "@" not in head:
        # The password itself holds a question mark: the query begins after the @ that ends it.
        userinfo, _, tail = rest.rpartition("@")
        head, _, query = tail.partition("?")
    else:
        userinfo, _, head = head.rpartition("@")
    user, _, password = userinfo.partition(":")
    address, _, database = head.partition("/")
    if address.startswith("["):
        host, _, after = address[1:].partition("]")
        port = after.removeprefix(":")
    else:
        host, _, port = address.partition(":")
    if port and not port.replace(",", "").isdigit():
        raise ValueError("expected a number as port")
    return Url(
        scheme=scheme.lower(),
        user=unquote(user),
        password=unquote(password),
        host=unquote(host),
        port=port,
        database=unquote(database),
        options=dict(parse_qsl(query, keep_blank_values=True)),
    )
