"""Where a ball is with many seeds, in words."""

import numpy as np

from app.text.numbers import percent, whole
from app.text.translation import _, ngettext
from physics.landscape.base import Landscape
from physics.outcome.outcome import ROLLING
from physics.sweep.seeds import SeedResults

MAX_VALLEYS = 6
"""The rest is told as one share."""


def seeds_text(landscape: Landscape, results: SeedResults, last: int) -> str:
    """The share of each valley: `After 1,000 steps, over 64 seeds: 61 % valley 2 (global), 39 % valley 3.`."""
    total = len(results.outcome)
    is_there = results.outcome == ROLLING
    counts = np.bincount(results.valley[is_there], minlength=landscape.features.valley_count)
    parts = []
    by_share = [valley for valley in np.argsort(-counts, kind="stable").tolist() if counts[valley]]
    for valley in by_share[:MAX_VALLEYS]:
        is_global = bool(landscape.features.is_global[valley])
        pattern = _("{share} valley {valley} (global)") if is_global else _("{share} valley {valley}")
        parts.append(pattern.format(share=percent(counts[valley].item() / total), valley=valley + 1))
    others = int(counts[by_share[MAX_VALLEYS:]].sum())
    if others:
        parts.append(_("{share} other valleys").format(share=percent(others / total)))
    gone = total - int(is_there.sum())
    if gone:
        parts.append(_("{share} gone").format(share=percent(gone / total)))
    pattern = ngettext(
        "After {steps} steps, over {count} seed: {shares}.", "After {steps} steps, over {count} seeds: {shares}.", total
    )
    return pattern.format(steps=whole(last), count=whole(total), shares=", ".join(parts))
