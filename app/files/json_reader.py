"""Strict reading of JSON: every value knows its place in the file, and every complaint names it."""

import difflib
import json
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.files.text import complaint_about, printable

MOST_VALUES = 4_000_000
"""Values in a text, by its commas: they take up to 2 s to parse, and 300 MB."""
SHOWN = 40
"""Most characters of a wrong value that a message repeats."""
SURE_TO_FIT = 300
"""A whole number of up to this many digits fits into a float."""


class WrongJson(ValueError):
    """What is wrong, and where: `balls[2].alpha: "0.9" is not a number`."""


class _Object(dict[str, object]):
    """A JSON object that remembers a key that it was given twice."""

    repeated: str | None = None


@dataclass(frozen=True)
class Place:
    """A value and the path that leads to it, such as `balls[2].alpha`; the path of the whole file is empty."""

    value: object
    path: str = ""

    def wrong(self, complaint: str) -> WrongJson:
        """Return the error that says this about this place."""
        return WrongJson(f"{self.path}: {complaint}" if self.path else complaint)

    def entries(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "Place"]:
        """The entries of an object that must have the `required` keys and may have the `optional` ones."""
        entries = self.any_entries()
        known = [*required, *optional]
        for key in entries:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(known)}"
                raise self.wrong(f"unknown key {shown(key)}, {hint}")
        for key in required:
            if key not in entries:
                raise self.wrong(f'"{key}" is missing')
        return entries

    def any_entries(self) -> dict[str, "Place"]:
        """The entries of an object, whatever their keys."""
        if not isinstance(self.value, _Object):
            raise self.wrong(f"{shown(self.value)} is not an object in braces")
        if self.value.repeated is not None:
            raise self.wrong(f"the key {shown(self.value.repeated)} is given twice")
        prefix = f"{self.path}." if self.path else ""
        return {key: Place(value, prefix + key) for key, value in self.value.items()}

    def items(self, most: int) -> list["Place"]:
        """The items of a list of at most `most`."""
        return [Place(value, f"{self.path}[{i}]") for i, value in enumerate(self._listed(most))]

    def pairs(self, most: int) -> list[list[float]]:
        """A list of at most `most` pairs of finite numbers."""
        pairs = self._listed(most)
        # A million pairs are looked at together; only where one is wrong each is, to find it.
        return pairs if _are_pairs(pairs) else [item.numbers(2) for item in self.items(most)]

    def _listed(self, most: int) -> list[Any]:
        if not isinstance(self.value, list):
            raise self.wrong(f"{shown(self.value)} is not a list in brackets")
        if len(self.value) > most:
            raise self.wrong(f"{len(self.value):,} are too many, at most {most:,} are allowed")
        return self.value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong(f"{shown(self.value)} is not a number")
        if not math.isfinite(self.value):
            raise self.wrong(f"{self.value!r} is not a finite number")
        return float(self.value)

    def whole(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        number = self._integer()
        if not least <= number <= most:
            right = f"between {least} and {most}" if least < most else f"{least}"
            raise self.wrong(f"{shown(number)} is not {right}")
        return number

    def listed(self, count: int, kind: str) -> int:
        """The place of one of `count` things of this kind in their list, from 0."""
        number = self._integer()
        if not 0 <= number < count:
            raise self.wrong(f"there is no {kind} {shown(number)}: {count} are listed, and the first is {kind} 0")
        return number

    def _integer(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong(f"{shown(self.value)} is not a whole number")
        return self.value

    def text(self) -> str:
        """Text that can be written as UTF-8."""
        if not isinstance(self.value, str):
            raise self.wrong(f"{shown(self.value)} is not text in quotation marks")
        try:
            self.value.encode()
        except UnicodeEncodeError:
            raise self.wrong("half of a surrogate pair is not a character") from None
        return self.value

    def name(self) -> str:
        """A name or a title: one line, not too long, nothing in it that is unseen."""
        name = self.text()
        complaint = complaint_about(name)
        if complaint is not None:
            raise self.wrong(complaint)
        return name

    def choice(self, known: Iterable[str]) -> str:
        """One of these words."""
        words = list(known)
        if self.value not in words:
            raise self.wrong(f"{shown(self.value)} is not {_either(words)}")
        return str(self.value)

    def known(self, names: Iterable[str], kind: str) -> str:
        """One of the names of things of this kind; the error suggests the closest."""
        names, name = list(names), self.text()
        if name not in names:
            raise self.wrong(unknown_name(name, names, kind))
        return name

    def numbers(self, count: int) -> list[float]:
        """A list of exactly so many finite numbers."""
        if not isinstance(self.value, list) or len(self.value) != count:
            raise self.wrong(f"{shown(self.value)} is not a list of {count} numbers")
        return [item.number() for item in self.items(count)]

    def flag(self) -> bool:
        """Yes or no."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"{shown(self.value)} is not true or false")
        return self.value


def parse(text: str) -> Place:
    """Parse JSON text; WrongJson names line and column of what is not JSON, and refuses what is too much of it."""
    values = text.count(",") + 1
    if values > MOST_VALUES:
        raise WrongJson(f"has {values:,} values, which is more than can be read: at most {MOST_VALUES:,}")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=float, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise WrongJson(f"line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})") from None
    except RecursionError:
        raise WrongJson("lists or objects are nested too deeply") from None
    return Place(value)


@contextmanager
def naming_fields_of(place: Place) -> Iterator[None]:
    """Put the path of an object before what its class says about a field: `alpha: 1.7 is not between 0 and 1`."""
    try:
        yield
    except WrongJson:
        raise
    except ValueError as error:
        raise WrongJson(f"{place.path}.{error}") from error


def shown(value: object) -> str:
    """A value as a message repeats it: in one line, and not too long."""
    try:
        text = printable(json.dumps(value, ensure_ascii=False))
    except RecursionError:  # what could just be read need not be within reach when it is written
        return "something nested too deeply"
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def plain(number: float) -> str:
    """A number as a message shows it: exactly, and whole numbers without a fraction."""
    return repr(float(number)).removesuffix(".0")


def unknown_name(name: str, names: Iterable[str], kind: str) -> str:
    """Say that nothing of this kind has this name, and which one was perhaps meant."""
    names = list(names)
    close = difflib.get_close_matches(name, names, 1, 0.5)
    hint = f'did you mean "{close[0]}"?' if close else f"they are {', '.join(names)}"
    return f"there is no {kind} {shown(name)}; {hint}"


def _are_pairs(values: list[Any]) -> bool:
    """Whether all are lists of two finite numbers."""
    if set(map(type, values)) - {list} or set(map(len, values)) - {2}:
        return False
    numbers = list(chain.from_iterable(values))
    return not set(map(type, numbers)) - {int, float} and all(map(math.isfinite, numbers))


def _either(words: list[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object()
    for key, value in pairs:
        if key in made:
            made.repeated = key
        made[key] = value
    return made


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= SURE_TO_FIT else float(digits)
