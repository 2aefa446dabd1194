"""Python's garbage collector, running far more often than it ever does by itself."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EVERY = 300, 6_000, 60_000
"""Calls of functions between two collections of each generation."""


@contextmanager
def collecting_often() -> Iterator[None]:
    """Collect in the middle of whatever this thread does, and in no other thread: as the program does, but often."""
    was_enabled, calls = gc.isenabled(), 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            if calls % EVERY[0] == 0:
                gc.collect(2 if calls % EVERY[2] == 0 else 1 if calls % EVERY[1] == 0 else 0)

    gc.disable()
    gc.collect()
    gc.freeze()  # what has been imported is no garbage: full collections take a tenth of the time
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
        gc.unfreeze()
        if was_enabled:
            gc.enable()
