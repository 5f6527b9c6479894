"""Where workers run: threads or processes here, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module

from cfdb.errors import UsageError

KINDS = "threads, processes, or dask://scheduler:8786"


@contextmanager
def executor(kind: str, workers: int) -> Iterator[Executor]:
    """Raises UsageError where there is no such kind, or what it needs is not installed."""
    if kind == "threads":
        with ThreadPoolExecutor(workers, "cfdb-data") as pool:
            yield pool
    elif kind == "processes":
        # A fork would share the connections of the one who starts them.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as processes:
            yield processes
    elif kind.startswith("dask://"):
        with _dask(kind) as cluster:
            yield cluster
    else:
        raise UsageError(f"--executor {kind!r} is not known", hint=f"there are: {KINDS}")


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError("Dask is not installed", hint="pip install 'cfdb[dask]'") from None
    place = address.replace("dask://", "tcp://", 1)
    try:
        client = distributed.Client(place, timeout=10, set_as_default=False)
    except OSError as error:
        raise UsageError(f"{address} cannot be reached", hint="is the scheduler running there?") from error
    with client:
        # A worker that joins late has missed the snapshot: it is not to be tried again by Dask.
        pool: Executor = client.get_executor(pure=False, retries=0)
        yield pool
