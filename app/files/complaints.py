"""What is wrong with a value, for the sentences about files and options."""

import difflib
import json
from collections.abc import Iterable
from typing import Literal

from app.files.text import printable
from app.text.translation import _
from physics.rules.base import OutOfRange

LONGEST_QUOTE = 40
"""Characters of a wrong value that a message repeats."""


def value_complaint(error: ValueError) -> str:
    """What is wrong with a value that a parameter can't have: `alpha: 1.7 is not between 0 and 1`."""
    if isinstance(error, OutOfRange):
        return f"{error.name}: {not_between(error.value, error.low, error.high)}"
    return str(error)


def not_between(value: float, least: float, most: float) -> str:
    """Say that a number is out of a range."""
    pattern = _("{value} is not between {least} and {most}")
    return pattern.format(value=plain(value), least=plain(least), most=plain(most))


def shown(value: object) -> str:
    """A value for a message: one line, cut when it is long."""
    try:
        text = printable(json.dumps(value, ensure_ascii=False))
    except RecursionError:  # writing may recurse deeper than reading did
        return _("something nested too deeply")
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def plain(number: float) -> str:
    """A number for a message: exact, and without a fraction when it is whole."""
    return repr(float(number)).removesuffix(".0")


NameKind = Literal["preset", "plot", "layer"]
"""Of things that have names."""


def unknown_name(name: str, names: Iterable[str], kind: NameKind) -> str:
    """Say that there is nothing of this kind and name, and which name is closest."""
    names = list(names)
    close = difflib.get_close_matches(name, names, 1, 0.5)
    if kind == "preset":
        suggesting = _('there is no preset {name}; did you mean "{closest}"?')
        listing = _("there is no preset {name}; they are {names}")
    elif kind == "layer":
        suggesting = _('there is no layer {name}; did you mean "{closest}"?')
        listing = _("there is no layer {name}; they are {names}")
    else:
        suggesting = _('there is no plot {name}; did you mean "{closest}"?')
        listing = _("there is no plot {name}; they are {names}")
    if close:
        return suggesting.format(name=shown(name), closest=close[0])
    return listing.format(name=shown(name), names=", ".join(names))
