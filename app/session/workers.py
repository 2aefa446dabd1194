"""The processes that compute for the window, which would wait for threads: Python lets one of them run at a time."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from threading import Lock
from typing import ParamSpec, TypeVar

from app.files.worker_processes import process_pool

MAX_PROCESSES = 8
"""Each takes some 40 MB of memory."""

P = ParamSpec("P")
T = TypeVar("T")


class Workers(Executor):
    """Processes that start when they are first needed and stay; one core is left to the window."""

    def __init__(self) -> None:
        self.count = min(MAX_PROCESSES, max(1, (os.cpu_count() or 1) - 1))
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with self._lock:
            if self._pool is None:
                self._pool = process_pool(self.count, in_background=True)
            try:
                return self._pool.submit(function, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = process_pool(self.count, in_background=True)
                return self._pool.submit(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait, cancel_futures=cancel_futures)


WORKERS = Workers()
"""Those of this program."""
