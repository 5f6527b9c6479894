"""Where workers run: threads or processes here, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any

from cfdb import dialect
from cfdb.errors import TargetError, UsageError

KINDS = "threads, processes, or dask://scheduler:8786"


@dataclass(frozen=True, slots=True)
class Pool:
    """Where workers are sent, and how many there is room for."""

    executor: Executor
    workers: int


@contextmanager
def executor(kind: str, workers: int) -> Iterator[Pool]:
    """Raises UsageError where there is no such kind, or what it needs is not installed.

    Where the program is to end, it does not wait for workers: those of a thread end with it, as processes do.
    """
    opened: Executor
    if kind == "threads":
        opened = ThreadPoolExecutor(workers, "cfdb-data")
    elif kind == "processes":
        opened = Processes()
    elif kind.startswith("dask://"):
        with _dask(kind, workers) as pool:
            yield pool
        return
    else:
        raise _unknown(kind)
    try:
        yield Pool(opened, workers)
    except (KeyboardInterrupt, SystemExit):
        opened.shutdown(wait=False, cancel_futures=True)
        raise
    except BaseException:
        opened.shutdown()
        raise
    opened.shutdown()


class Processes(Executor):
    """A process for each call: one that is killed takes no other with it."""

    def __init__(self) -> None:
        self._pools: list[ProcessPoolExecutor] = []

    def submit(self, call: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        # A fork would share the connections of the one who starts them.
        pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        self._pools.append(pool)
        return pool.submit(call, *values, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Without `wait` processes end at once. A pool that is left with one is in the way of Python's own end."""
        if not wait:
            for child in multiprocessing.active_children():
                child.terminate()
        for pool in self._pools:
            pool.shutdown(cancel_futures=cancel_futures)


def _begin() -> None:
    """Ctrl-C is for the client, which sends us home. Where it is killed nobody would: we leave with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _unknown(kind: str) -> UsageError:
    return UsageError(f"--executor {kind!r} is not known", hint=f"there are: {KINDS}")


def check(kind: str, *urls: str) -> None:
    """What can be said before anything is looked at: UsageError where there is no such kind.

    Passwords do not travel to a cluster: TargetError where a URL that is given literally holds one.
    """
    if kind in ("threads", "processes"):
        return
    if not kind.startswith("dask://"):
        raise _unknown(kind)
    for text in urls:
        url, _ = dialect.for_url(text)
        if url.password or any("password" in option for option in url.options):
            if text.startswith("env:") and not text.startswith("env:CFDB_PRIVATE_"):
                continue
            raise TargetError(
                f"{url} holds a password, which would travel to the cluster",
                hint="name URLs by reference, --from env:LEGACY_URL --url env:NEW_URL, and set these where workers run",
            )


@contextmanager
def _dask(address: str, workers: int) -> Iterator[Pool]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError("Dask is not installed", hint="pip install 'cfdb[dask]'") from None
    place = address.replace("dask://", "tcp://", 1)
    try:
        client = distributed.Client(place, timeout=10, set_as_default=False)
    except (OSError, ValueError):
        raise UsageError(f"{address} cannot be reached", hint="is the scheduler running there?") from None
    with client:
        room = sum(client.nthreads().values())
        if not room:
            raise UsageError(f"{address} has no workers", hint="start some: dask worker scheduler:8786")
        # Dask itself sends the call of a worker that was lost to another one. Nobody expects that one any more.
        opened: Executor = client.get_executor(pure=False, retries=0)
        try:
            yield Pool(opened, min(workers, room))
        except (KeyboardInterrupt, SystemExit):
            with suppress(Exception):
                opened.shutdown(wait=False)
            raise
