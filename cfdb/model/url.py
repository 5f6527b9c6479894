"""A database URL, read without ever handing it to a driver's own parser.

Drivers quote the URL in their errors, and a password with an unencoded character ends up in the part they quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, unquote

HARMLESS = frozenset(
    (
        "host", "hostaddr", "port", "dbname", "user", "application_name", "connect_timeout", "client_encoding",
        "sslmode", "sslrootcert", "sslcert", "sslkey", "gssencmode", "channel_binding", "options", "service",
        "target_session_attrs", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout", "unix_socket", "ssl_mode", "ssl_ca", "ssl_cert", "ssl_key",
    )
)  # fmt: skip
"""Options whose values may be shown: a misspelt `pasword` is not among them."""

OPTION = re.compile(r"\w+=")


@dataclass(frozen=True, slots=True)
class Url:
    """`scheme://user:password@host:port/database?key=value`, decoded. Empty parts are left to the driver."""

    scheme: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    database: str = ""
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        """The URL without its password: safe to print."""
        shown = {key: value if key in HARMLESS or not value else "***" for key, value in self.options.items()}
        return self._text("***" if self.password else "", shown)

    def with_password(self) -> str:
        """The URL as it was given, for another program; never for a message."""
        return self._text(quote(self.password, safe=""), self.options)

    def on(self, database: str) -> Url:
        return replace(self, database=database)

    def _text(self, password: str, options: Mapping[str, str]) -> str:
        user = quote(self.user, safe="") + (f":{password}" if password else "")
        hosts = [f"[{host}]" if ":" in host else quote(host, safe="") for host in self.host.split(",")]
        ports = self.port.split(",")
        if any(ports):
            # One port is for all hosts.
            ports = ports if len(ports) == len(hosts) else ports[:1] * len(hosts)
            hosts = [f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=True)]
        query = "&".join(f"{key}={quote(value, safe='/*')}" for key, value in options.items())
        return (
            f"{self.scheme}://{user + '@' if user else ''}{','.join(hosts)}"
            f"/{quote(self.database, safe='')}{'?' + query if query else ''}"
        )


def parse(text: str) -> Url:
    """Read a URL. ValueError, with a message that shows no part of it but the scheme, where it is none.

    The user part ends at the last `@` before the query: a password may hold any character, encoded or not.
    """
    scheme, found, rest = text.strip().partition("://")
    if not found or not scheme.isascii() or not scheme.replace("+", "").isalnum():
        raise ValueError("expected scheme://user@host/database")
    userinfo, address, query = _pieces(rest)
    user, _, password = userinfo.partition(":")
    places, _, database = address.partition("/")
    hosts, ports = zip(*map(_host_and_port, places.split(",")), strict=True)
    if any(port and not (port.isascii() and port.isdigit()) for port in ports):
        raise ValueError("expected a number as port")
    return Url(
        scheme=scheme.lower(),
        user=unquote(user),
        password=unquote(password),
        host=unquote(",".join(hosts)),
        port=ports[0] if len(set(ports)) == 1 else ",".join(ports),
        database=unquote(database),
        options=dict(parse_qsl(query, keep_blank_values=True)),
    )


def _pieces(rest: str) -> tuple[str, str, str]:
    """User part, address and query of what follows `scheme://`.

    A question mark or an @ may belong to the password: it is the query's only if what follows reads as one.
    """
    head, _, query = rest.partition("?")
    if "@" in query and not all(OPTION.match(option) for option in query.split("&")):
        userinfo, _, tail = rest.rpartition("@")
        address, _, query = tail.partition("?")
        return userinfo, address, query
    userinfo, _, address = head.rpartition("@")
    return userinfo, address, query


def _host_and_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, _, after = place[1:].partition("]")
        return host, after.removeprefix(":")
    host, _, port = place.partition(":")
    return host, port
