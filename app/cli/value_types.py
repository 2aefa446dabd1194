"""The types of the values that options take. They raise ArgumentTypeError."""

import math
import os
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.parser import STDOUT
from app.text.translation import _

MAX_STEPS = 10_000_000
"""The last step of a run."""
MAX_DIGITS = 10
"""Of a side; int() refuses thousands of them with an error of its own."""
PATH_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


def number(text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        if _is_file(text):
            pattern = _('"{text}" is not a number; a FILE goes before the options')
        else:
            pattern = _('"{text}" is not a number')
        raise ArgumentTypeError(pattern.format(text=text)) from None
    if not math.isfinite(value):
        raise ArgumentTypeError(_('"{text}" is not a finite number').format(text=text))
    return value


def number_between(least: float, most: float) -> Callable[[str], float]:
    """A number from `least` to `most`."""

    def read(text: str) -> float:
        value = number(text)
        if not least <= value <= most:
            pattern = _('"{text}" is not a number from {least} to {most}')
            raise ArgumentTypeError(pattern.format(text=text, least=f"{least:g}", most=f"{most:.0f}"))
        return value

    return read


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or not least <= int(text) <= most:
            pattern = _('"{text}" is not a whole number from {least} to {most}')
            raise ArgumentTypeError(pattern.format(text=text, least=least, most=most))
        return int(text)

    return read


def step_number() -> Callable[[str], int]:
    """A step of a run."""
    return whole_number(0, MAX_STEPS)


def two_sides(least: int, most: int) -> Callable[[str], tuple[int, int]]:
    """Width and height, such as 1600x900, each a whole number from `least` to `most`."""

    def read(text: str) -> tuple[int, int]:
        width, _sign, height = text.lower().replace("×", "x").partition("x")
        sides = [
            int(side) if side.isascii() and side.isdigit() and len(side) < MAX_DIGITS else -1
            for side in (width, height)
        ]
        if not all(least <= side <= most for side in sides):
            pattern = _('"{text}" is not a width and a height from {least} to {most}; write {example}')
            raise ArgumentTypeError(pattern.format(text=text, least=least, most=most, example="1600x900"))
        return sides[0], sides[1]

    return read


def assignment(*names: str) -> Callable[[str], tuple[str, float]]:
    """A name and a finite number, such as a=0.5."""

    def read(text: str) -> tuple[str, float]:
        name, _sign, value = text.partition("=")
        if name not in names:
            raise _not_among(name, names)
        if not value:
            pattern = _('"{text}" has no value; write {example}')
            raise ArgumentTypeError(pattern.format(text=text, example=f"{name}=0.5"))
        return name, number(value)

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """One of these names."""

    def read(text: str) -> str:
        if text not in names:
            raise _not_among(text, names)
        return text

    return read


def _not_among(text: str, names: Sequence[str]) -> ArgumentTypeError:
    if _is_file(text):
        pattern = _('"{text}" is not one of {names}; a FILE goes before the options')
    else:
        pattern = _('"{text}" is not one of {names}')
    return ArgumentTypeError(pattern.format(text=text, names=", ".join(names)))


def _is_file(text: str) -> bool:
    """Whether a person gave a file among the values."""
    return os.path.isfile(text)  # noqa: PTH113  # Path.is_file raises OSError for a name that is too long


def file_or_stdout(text: str) -> str:
    """The name of a file to write, or - for stdout; not that of a folder: nothing, `.`, `/`, `results/`."""
    if not Path(text).name or text.endswith(PATH_SEPARATORS):
        raise ArgumentTypeError(_('"{text}" does not name a file; give the name of one').format(text=text))
    return text


def file_name(text: str) -> str:
    """The name of a file to write, but not stdout: for binary content."""
    if text == STDOUT:
        raise ArgumentTypeError(_("pictures and films can't go to stdout; give the name of a file"))
    return file_or_stdout(text)
