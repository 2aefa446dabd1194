"""How much of a sweep is made at once, in the frame that shows it."""

import time
from collections.abc import Callable

from physics.sweep.sweep import GradualSweep

MIN_SYNC_WORK = 130_000
"""Work that is done in any case: what a strip or a coarse map needs if most runs are decided soon."""
SYNC_CHUNK_WORK = 16_384
MAX_SYNC_S = 0.004
"""Beyond that, work goes on only as long as it has taken less time than this in all."""


def sweep_within_budget(sweep: GradualSweep, share: float = 1.0, now: Callable[[], float] = time.perf_counter) -> None:
    """Sweep in this thread until `share` of the runs is decided or the time that a person would notice is used up."""
    begun_at = now()
    sweep.go_on(MIN_SYNC_WORK, share)
    while not sweep.has(share) and now() - begun_at < MAX_SYNC_S:
        sweep.go_on(SYNC_CHUNK_WORK, share)
