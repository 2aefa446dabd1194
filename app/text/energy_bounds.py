"""Energy bounds in words: what a moving ball can still do."""

import math

from app.text.numbers import number, whole
from app.text.translation import _, ngettext
from physics.run.energy_bound import AccessibleInterval, Certainty, EnergyBound


def getting_out_text(bound: EnergyBound) -> str:
    """Whether a ball can still get out of its valley, in the words beside the line of its energy."""
    return _("can't get out") if bound.known is Certainty.TRAPPED else _("may still get out")


def how_known_text(bound: EnergyBound) -> str:
    """How that is known, in a sentence."""
    if bound.known is Certainty.TRAPPED:
        return _("That is proven: with so little energy no later step can lead over a rim of the valley.")
    return _("It is not proven that it stays. It may stay all the same.")


def energy_bound_text(bound: EnergyBound) -> str:
    """How far its energy can carry it, in a few words: `trapped: 0.301 below the rim`."""
    pattern, hills = _pattern(bound), 0 if bound.reach is None else bound.reach.hills
    return pattern.format(
        energy=number(bound.energy),
        below=number(bound.below_rim),
        level=number(bound.level),
        least=number(bound.energy + bound.below_rim - bound.level),
        hills=whole(hills),
    )


def _pattern(bound: EnergyBound) -> str:
    if bound.known is Certainty.TRAPPED:
        return _("caught: {below} below the rim") if bound.below_rim > 0.0 else _("energy {energy} · caught")
    return _without_reach(bound) if bound.reach is None else _of_reach(bound.reach)


def _without_reach(bound: EnergyBound) -> str:
    if bound.is_undamped:
        return _("energy {energy} · with α = 1 no proof that it stays")
    if math.isfinite(bound.level) and number(bound.level) == number(bound.energy):
        return _("caught from {least} below the rim")
    if math.isfinite(bound.level):
        return _("energy {energy} · caught below {level}")
    return _("energy {energy} · a step may lead out")


def _of_reach(reach: AccessibleInterval) -> str:
    """Over how many hills it may still come or, where there are none, on which side it may leave."""
    if reach.hills:
        return ngettext(
            "energy {energy}: enough for {hills} more hill",
            "energy {energy}: enough for {hills} more hills",
            reach.hills,
        )
    if reach.leads_out_left and reach.leads_out_right:
        return _("energy {energy}: enough to leave on either side")
    if reach.leads_out_left:
        return _("energy {energy}: enough to leave on the left")
    return _("energy {energy}: enough to leave on the right")
