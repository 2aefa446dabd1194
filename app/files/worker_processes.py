"""Processes that compute sweeps. They load this module and `physics`, and so start in half the time.

Threads would hold up the window: Python lets one of them run at a time.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from math import inf
from multiprocessing import get_context, parent_process
from threading import Lock, Thread
from time import monotonic
from typing import ParamSpec, TypeVar

NICENESS = 10
"""Of background work on systems that have it, of 0 to 19."""
BELOW_NORMAL_PRIORITY_CLASS = 0x4000


def set_up_process(in_background: bool) -> None:
    """Leave Ctrl-C to the program, and end when that has been killed."""
    if in_background:
        _let_others_go_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    program = parent_process()
    if program is not None:

        def wait_for_it() -> None:
            program.join()
            os._exit(1)

        Thread(target=wait_for_it, daemon=True).start()


def _let_others_go_first() -> None:
    if sys.platform == "win32":
        from ctypes import c_void_p, windll

        windll.kernel32.SetPriorityClass(c_void_p(windll.kernel32.GetCurrentProcess()), BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Processes that this thread starts don't get Ctrl-C before `set_up_process` either; Windows cannot do that.

    While it starts, Python would write a traceback into the terminal.
    """
    if sys.platform == "win32":
        yield
    else:
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # Python 3.11 lets through what is blocked, when it starts the tracker later
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


MAX_PROCESSES = 8
"""In the background. Each takes some 40 MB of memory."""
MAX_THREADS = 2
"""More would mostly wait for each other: Python lets one of them run at a time."""

P = ParamSpec("P")
T = TypeVar("T")


class WorkerProcesses(Executor):
    """Processes that start when they are first needed, and stay. If one is killed, others take their place.

    Then the futures under way raise BrokenProcessPool.
    """

    def __init__(self, count: int, *, in_background: bool = False) -> None:
        """`in_background`: they leave the processor to the program whenever it wants it."""
        self.count, self._in_background = count, in_background
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        # A future that is cancelled in a process pool whose process is killed ends the pool's thread, in Python 3.11,
        # before it has told the others. So what may be cancelled waits here, and never in the pool.
        self._threads = ThreadPoolExecutor(count + 1, "worker")  # one more, so that no process waits for its next piece

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(lambda: self._submit_to_pool(function, *args, **kwargs).result())

    def _submit_to_pool(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with self._lock, ctrl_c_held_back():
            if self._pool is None:
                self._pool = self._new_pool()
            try:
                return self._pool.submit(function, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = self._new_pool()
                return self._pool.submit(function, *args, **kwargs)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.count, get_context("spawn"), set_up_process, (self._in_background,))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait, cancel_futures=False)


class ThreadsThenProcesses(Executor):
    """Threads, and processes in their place after `delay_s`, as soon as the first has started: for one caller.

    What no thread has begun by then goes to the processes, too. Where no process can be started, as without shared
    memory, the threads go on.
    """

    def __init__(self, count: int, delay_s: float) -> None:
        """`count` processes, and up to `MAX_THREADS` threads, but no more than `count`; for 1 a thread alone."""
        self._threads = ThreadPoolExecutor(min(count, MAX_THREADS), "sweep")
        self._processes = WorkerProcesses(count)
        self._start_at = monotonic() + delay_s if count > 1 else inf
        self._starting: list[Future[int]] = []

    @property
    def has_processes(self) -> bool:
        """Whether the first process has started."""
        return any(map(_has_started, self._starting))

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if monotonic() >= self._start_at:
            self._start_at = inf
            self._starting = [self._processes.submit(os.getpid) for _ in range(self._processes.count)]
        if self.has_processes:
            return self._processes.submit(function, *args, **kwargs)
        future: Future[T] = Future()
        self._threads.submit(self._run, future, partial(function, *args, **kwargs))
        return future

    def _run(self, future: Future[T], work: Callable[[], T]) -> None:
        """Do the work in this thread, or leave it to a process, without waiting for that."""
        if not future.set_running_or_notify_cancel():
            return
        if self.has_processes:
            self._processes.submit(work).add_done_callback(lambda done: _settle(future, done.result))
        else:
            _settle(future, work)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for executor in (self._threads, self._processes):
            executor.shutdown(wait, cancel_futures=cancel_futures)


def _settle(future: Future[T], result: Callable[[], T]) -> None:
    """Give a future the result, or the exception that is raised instead."""
    try:
        future.set_result(result())
    except BaseException as error:  # noqa: BLE001  # for whoever waits for the result
        future.set_exception(error)


def _has_started(first_work: Future[int]) -> bool:
    """Whether a process has done its first work; one that was killed meanwhile is replaced with the next work."""
    return first_work.done() and not isinstance(first_work.exception(), OSError | NotImplementedError)


WORKERS = WorkerProcesses(min(MAX_PROCESSES, max(1, (os.cpu_count() or 1) - 1)), in_background=True)
"""Those of the window, to which one core is left."""
