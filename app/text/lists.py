"""Lists of words in sentences."""

from collections.abc import Iterable
from functools import reduce

from app.text.translation import _


def all_of(words: Iterable[str]) -> str:
    """Such as `a and b and c`, for at least one word."""
    return reduce(lambda before, last: _("{before} and {last}").format(before=before, last=last), words)


def any_of(words: Iterable[str]) -> str:
    """Such as `a or b or c`, for at least one word."""
    return reduce(lambda before, last: _("{before} or {last}").format(before=before, last=last), words)
