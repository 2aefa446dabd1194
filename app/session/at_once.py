"""What may be computed at once, in the thread that paints."""

import time
from collections.abc import Callable

from physics.sweep import GradualSweep

SURELY = 130_000
"""Work that is always done: what a strip or a coarse map needs where most runs are decided soon."""
LITTLE = 16_384
SECONDS = 0.004
"""What is beyond that is done as long as it takes no longer than this, all in all."""


def go_on_at_once(sweep: GradualSweep, enough: float = 1.0, now: Callable[[], float] = time.perf_counter) -> None:
    """Sweep until that share is decided which is `enough`, or as far as it goes without being felt."""
    begun = now()
    sweep.go_on(SURELY, enough)
    while not sweep.has(enough) and now() - begun < SECONDS:
        sweep.go_on(LITTLE, enough)
