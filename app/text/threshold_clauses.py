"""The clauses that the sentence about thresholds is made of: what a ball does in a region of α, and where that is."""

from enum import Enum, auto

from app.text.numbers import steps_text
from app.text.translation import N_, _


class RegionOutcome(Enum):
    """What a ball does in a region."""

    STAYS = auto()
    """In the valley where it is."""
    ENDS = auto()
    """In a valley that it may have left."""
    LEAVES = auto()
    """On a side that is not known."""
    LEAVES_LEFT = auto()
    LEAVES_RIGHT = auto()
    LEAVES_EITHER = auto()
    RESTS = auto()
    """Not in a minimum."""
    REPEATS = auto()
    DIVERGES = auto()
    STILL_ROLLS = auto()
    MAY_ROLL = auto()


class Place(Enum):
    """How the sentence describes a region."""

    UP_TO = auto()
    """The first region, up to an α."""
    EVERYWHERE = auto()
    """The first and only one."""
    FROM = auto()
    """A later one, from an α on."""
    AROUND = auto()
    """A later one that is too narrow to give an α in it with few digits."""
    WITH_ONE = auto()
    """A later one that has only α = 1."""


_PATTERNS = {
    RegionOutcome.STAYS: {
        Place.UP_TO: N_("stays in valley {valley} up to α {alpha}"),
        Place.EVERYWHERE: N_("stays in valley {valley} whatever α is"),
        Place.FROM: N_("from {alpha} it stays in valley {valley}"),
        Place.AROUND: N_("around {alpha} it stays in valley {valley}"),
        Place.WITH_ONE: N_("with α 1 it stays in valley {valley}"),
    },
    RegionOutcome.ENDS: {
        Place.UP_TO: N_("ends in valley {valley} up to α {alpha}"),
        Place.EVERYWHERE: N_("ends in valley {valley} whatever α is"),
        Place.FROM: N_("from {alpha} it ends in valley {valley}"),
        Place.AROUND: N_("around {alpha} it ends in valley {valley}"),
        Place.WITH_ONE: N_("with α 1 it ends in valley {valley}"),
    },
    RegionOutcome.LEAVES: {
        Place.UP_TO: N_("leaves up to α {alpha}"),
        Place.EVERYWHERE: N_("leaves whatever α is"),
        Place.FROM: N_("from {alpha} it leaves"),
        Place.AROUND: N_("around {alpha} it leaves"),
        Place.WITH_ONE: N_("with α 1 it leaves"),
    },
    RegionOutcome.LEAVES_LEFT: {
        Place.UP_TO: N_("leaves on the left up to α {alpha}"),
        Place.EVERYWHERE: N_("leaves on the left whatever α is"),
        Place.FROM: N_("from {alpha} it leaves on the left"),
        Place.AROUND: N_("around {alpha} it leaves on the left"),
        Place.WITH_ONE: N_("with α 1 it leaves on the left"),
    },
    RegionOutcome.LEAVES_RIGHT: {
        Place.UP_TO: N_("leaves on the right up to α {alpha}"),
        Place.EVERYWHERE: N_("leaves on the right whatever α is"),
        Place.FROM: N_("from {alpha} it leaves on the right"),
        Place.AROUND: N_("around {alpha} it leaves on the right"),
        Place.WITH_ONE: N_("with α 1 it leaves on the right"),
    },
    RegionOutcome.LEAVES_EITHER: {
        Place.UP_TO: N_("leaves on the left or the right up to α {alpha}"),
        Place.EVERYWHERE: N_("leaves on the left or the right whatever α is"),
        Place.FROM: N_("from {alpha} it leaves on the left or the right"),
        Place.AROUND: N_("around {alpha} it leaves on the left or the right"),
        Place.WITH_ONE: N_("with α 1 it leaves on the left or the right"),
    },
    RegionOutcome.RESTS: {
        Place.UP_TO: N_("rests, but not in a minimum, up to α {alpha}"),
        Place.EVERYWHERE: N_("rests, but not in a minimum, whatever α is"),
        Place.FROM: N_("from {alpha} it rests, but not in a minimum"),
        Place.AROUND: N_("around {alpha} it rests, but not in a minimum"),
        Place.WITH_ONE: N_("with α 1 it rests, but not in a minimum"),
    },
    RegionOutcome.REPEATS: {
        Place.UP_TO: N_("repeats the same steps for ever up to α {alpha}"),
        Place.EVERYWHERE: N_("repeats the same steps for ever whatever α is"),
        Place.FROM: N_("from {alpha} it repeats the same steps for ever"),
        Place.AROUND: N_("around {alpha} it repeats the same steps for ever"),
        Place.WITH_ONE: N_("with α 1 it repeats the same steps for ever"),
    },
    RegionOutcome.DIVERGES: {
        Place.UP_TO: N_("diverges up to α {alpha}"),
        Place.EVERYWHERE: N_("diverges whatever α is"),
        Place.FROM: N_("from {alpha} it diverges"),
        Place.AROUND: N_("around {alpha} it diverges"),
        Place.WITH_ONE: N_("with α 1 it diverges"),
    },
    RegionOutcome.STILL_ROLLS: {
        Place.UP_TO: N_("still moves after {steps} up to α {alpha}"),
        Place.EVERYWHERE: N_("still moves after {steps} whatever α is"),
        Place.FROM: N_("from {alpha} it still moves after {steps}"),
        Place.AROUND: N_("around {alpha} it still moves after {steps}"),
        Place.WITH_ONE: N_("with α 1 it still moves after {steps}"),
    },
    RegionOutcome.MAY_ROLL: {
        Place.UP_TO: N_("may still move after {steps} up to α {alpha}"),
        Place.EVERYWHERE: N_("may still move after {steps} whatever α is"),
        Place.FROM: N_("from {alpha} it may still move after {steps}"),
        Place.AROUND: N_("around {alpha} it may still move after {steps}"),
        Place.WITH_ONE: N_("with α 1 it may still move after {steps}"),
    },
}
_WITH_GLOBAL_MINIMUM = {
    (RegionOutcome.STAYS, Place.UP_TO): N_("stays in valley {valley}, {minimum}, up to α {alpha}"),
    (RegionOutcome.STAYS, Place.EVERYWHERE): N_("stays in valley {valley}, {minimum}, whatever α is"),
    (RegionOutcome.ENDS, Place.UP_TO): N_("ends in valley {valley}, {minimum}, up to α {alpha}"),
    (RegionOutcome.ENDS, Place.EVERYWHERE): N_("ends in valley {valley}, {minimum}, whatever α is"),
}
"""Where the valley of the first region has a global minimum."""
_REACHES = {
    Place.FROM: N_("from {alpha} it reaches {minimum}"),
    Place.AROUND: N_("around {alpha} it reaches {minimum}"),
    Place.WITH_ONE: N_("with α 1 it reaches {minimum}"),
}
_AT_BEST = {
    Place.FROM: N_("no α tried takes it to {minimum}, at best to valley {valley} from {alpha}"),
    Place.AROUND: N_("no α tried takes it to {minimum}, at best to valley {valley} around {alpha}"),
    Place.WITH_ONE: N_("no α tried takes it to {minimum}, at best to valley {valley} with α 1"),
}


def minimum_text(*, is_only_one: bool) -> str:
    """The global minimum within a sentence, or one of several."""
    return _("the global minimum") if is_only_one else _("a global minimum")


def region_clause(
    outcome: RegionOutcome, place: Place, alpha: str, valley: int, steps: int, minimum: str | None
) -> str:
    """What the ball does there; `minimum` is named for the first region if its valley has a global one."""
    pattern = _PATTERNS[outcome][place] if minimum is None else _WITH_GLOBAL_MINIMUM[outcome, place]
    return _(pattern).format(alpha=alpha, valley=valley, steps=steps_text(steps), minimum=minimum)


def reaches_clause(place: Place, alpha: str, minimum: str) -> str:
    """That it reaches the global minimum in the last region."""
    return _(_REACHES[place]).format(alpha=alpha, minimum=minimum)


def at_best_clause(place: Place, alpha: str, valley: int, minimum: str) -> str:
    """That it never reaches the global minimum, and to which valley it gets instead."""
    return _(_AT_BEST[place]).format(alpha=alpha, valley=valley, minimum=minimum)
