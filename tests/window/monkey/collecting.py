"""Runs Python's garbage collector far more often than it runs by itself."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CALLS_BETWEEN = 300, 6_000, 60_000
"""Function calls between two collections of generation 0, 1 and 2."""


@contextmanager
def collecting_often() -> Iterator[None]:
    """Collect between any two calls of this thread and in no other thread: like the program, but often."""
    was_enabled, calls = gc.isenabled(), 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            if calls % CALLS_BETWEEN[0] == 0:
                gc.collect(2 if calls % CALLS_BETWEEN[2] == 0 else 1 if calls % CALLS_BETWEEN[1] == 0 else 0)

    gc.disable()
    gc.collect()
    gc.freeze()  # without imported modules, full collections take a tenth of the time
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
        gc.unfreeze()
        if was_enabled:
            gc.enable()
