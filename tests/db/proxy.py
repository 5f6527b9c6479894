"""A network between cfdb and a server, for tests to cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

from cfdb.model.url import parse


class Proxy:
    """Passes bytes on to an address, until it is told to drop what is open."""

    def __init__(self, to: Any, family: int) -> None:
        self._to, self._family = to, family
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            there = socket.socket(self._family)
            try:
                there.connect(self._to)
            except OSError:
                here.close()
                there.close()
                continue
            self._open += [here, there]
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        # The other direction has ended as well, or is about to: its socket is of no use to it.
        one.close()

    def cut(self) -> None:
        """As a router that loses its table: both ends find out."""
        dropped, self._open = self._open, []
        for end in dropped:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()


def to_postgresql(url: str) -> Proxy:
    """To the socket of a server that listens on nothing else."""
    here = parse(url)
    return Proxy(f"{here.host or here.options['host']}/.s.PGSQL.{here.port or here.options['port']}", socket.AF_UNIX)
