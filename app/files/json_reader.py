"""Strict reading of JSON: every value knows its path in the file, and every error names it."""

import difflib
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from app.files.complaints import NameKind, not_between, shown, unknown_name, value_complaint
from app.files.names import complaint_about
from app.files.text import BadFile
from app.text.translation import N_, _, ngettext

MAX_VALUES = 4_000_000
"""Values in a text, counted by its commas: they take up to 2 s to parse, and 300 MB."""
MAX_INTEGER_DIGITS = 300
"""An integer of up to this many digits fits into a float."""


SYNTAX_ERRORS = (
    N_("Expecting value"),
    N_("Expecting property name enclosed in double quotes"),
    N_("Expecting ':' delimiter"),
    N_("Expecting ',' delimiter"),
    N_("Extra data"),
    N_("Illegal trailing comma before end of array"),
    N_("Illegal trailing comma before end of object"),
    N_("Invalid control character at"),
    N_("Invalid \\escape"),
    N_("Invalid \\uXXXX escape"),
    N_("Unterminated string starting at"),
)
"""What Python's JSON decoder says."""


T = TypeVar("T")


class WrongJson(ValueError):
    """What is wrong, and where: `balls[2].alpha: "0.9" is not a number`."""


class _Object(dict[str, object]):
    """A JSON object that remembers a duplicate key."""

    duplicate: str | None = None


@dataclass(frozen=True)
class JsonNode:
    """A JSON value and its path, such as `balls[2].alpha`; the path of the whole file is empty.

    The methods check the value and return it. They raise WrongJson.
    """

    value: object
    path: str = ""

    def wrong(self, complaint: str) -> WrongJson:
        """Return an error with the path and this complaint."""
        return WrongJson(f"{self.path}: {complaint}" if self.path else complaint)

    def entries(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "JsonNode"]:
        """The entries of an object that has all `required` keys, and no others than the `optional` ones."""
        entries = self.any_entries()
        known = [*required, *optional]
        for key in entries:
            if key not in known:
                raise self.wrong(_unknown_key(key, known))
        for key in required:
            if key not in entries:
                raise self.missing(key)
        return entries

    def any_entries(self) -> dict[str, "JsonNode"]:
        """The entries of an object with any keys."""
        if not isinstance(self.value, _Object):
            raise self.wrong(_("{value} is not an object in braces").format(value=shown(self.value)))
        if self.value.duplicate is not None:
            raise self.wrong(_("the key {key} is given twice").format(key=shown(self.value.duplicate)))
        prefix = f"{self.path}." if self.path else ""
        return {key: JsonNode(value, prefix + key) for key, value in self.value.items()}

    def entry(self, key: str) -> "JsonNode":
        """The entry with this key of an object with any others."""
        entries = self.any_entries()
        if key not in entries:
            raise self.missing(key)
        return entries[key]

    def missing(self, key: str) -> WrongJson:
        """Return the error that an object has no such key."""
        return self.wrong(_('"{key}" is missing').format(key=key))

    def items(self, most: int) -> list["JsonNode"]:
        """The items of a list with at most `most` items."""
        return [JsonNode(value, f"{self.path}[{i}]") for i, value in enumerate(self._list(most))]

    def distinct(self, most: int, read: Callable[["JsonNode"], T]) -> frozenset[T]:
        """The items of a list with at most `most` items, none of which may come twice."""
        found: set[T] = set()
        for item in self.items(most):
            value = read(item)
            if value in found:
                raise item.wrong(_("{value} is listed twice").format(value=shown(value)))
            found.add(value)
        return frozenset(found)

    def pairs(self, most: int) -> list[list[float]]:
        """A list of at most `most` pairs of finite numbers."""
        pairs = self._list(most)
        # Checked all at once, since there may be a million; one by one only to find the wrong one.
        return pairs if _are_pairs(pairs) else [item.numbers(2) for item in self.items(most)]

    def _list(self, most: int) -> list[Any]:
        if not isinstance(self.value, list):
            raise self.wrong(_("{value} is not a list in brackets").format(value=shown(self.value)))
        if len(self.value) > most:
            pattern = ngettext(
                "{count} is too many, at most {most} are allowed",
                "{count} are too many, at most {most} are allowed",
                len(self.value),
            )
            raise self.wrong(pattern.format(count=f"{len(self.value):,}", most=f"{most:,}"))
        return self.value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong(_("{value} is not a number").format(value=shown(self.value)))
        if not math.isfinite(self.value):
            raise self.wrong(_("{value} is not a finite number").format(value=repr(self.value)))
        return float(self.value)

    def number_between(self, least: float, most: float) -> float:
        """A number from `least` to `most`."""
        number = self.number()
        if not least <= number <= most:
            raise self.wrong(not_between(number, least, most))
        return number

    def numbers(self, count: int) -> list[float]:
        """A list of exactly `count` finite numbers."""
        if not isinstance(self.value, list) or len(self.value) != count:
            pattern = ngettext(
                "{value} is not a list of {count} number", "{value} is not a list of {count} numbers", count
            )
            raise self.wrong(pattern.format(value=shown(self.value), count=count))
        return [item.number() for item in self.items(count)]

    def whole(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        number = self._integer()
        if not least <= number <= most:
            pattern = _("{value} is not between {least} and {most}") if least < most else _("{value} is not {least}")
            raise self.wrong(pattern.format(value=shown(number), least=least, most=most))
        return number

    def ball_index(self, count: int) -> int:
        """An index, from 0, into a list of `count` balls."""
        number = self._integer()
        if not 0 <= number < count:
            pattern = ngettext(
                "there is no ball {number}: {count} is listed, and the first is ball 0",
                "there is no ball {number}: {count} are listed, and the first is ball 0",
                count,
            )
            raise self.wrong(pattern.format(number=shown(number), count=count))
        return number

    def _integer(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong(_("{value} is not a whole number").format(value=shown(self.value)))
        return self.value

    def text(self) -> str:
        """Text that can be written as UTF-8."""
        if not isinstance(self.value, str):
            raise self.wrong(_("{value} is not text in quotation marks").format(value=shown(self.value)))
        try:
            self.value.encode()
        except UnicodeEncodeError:
            raise self.wrong(_("half of a surrogate pair is not a character")) from None
        return self.value

    def name(self) -> str:
        """A name or a title, as `complaint_about` allows it."""
        name = self.text()
        complaint = complaint_about(name)
        if complaint is not None:
            raise self.wrong(complaint)
        return name

    def choice(self, words: Iterable[str]) -> str:
        """One of these words."""
        words = list(words)
        if self.value not in words:
            raise self.wrong(_not_among(self.value, words))
        return str(self.value)

    def name_of(self, kind: NameKind, names: Iterable[str]) -> str:
        """One of the names of things of this kind; the error suggests the closest."""
        names, name = list(names), self.text()
        if name not in names:
            raise self.wrong(unknown_name(name, names, kind))
        return name

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(_("{value} is not true or false").format(value=shown(self.value)))
        return self.value


def parse(text: str) -> JsonNode:
    """Parse JSON text. Raises WrongJson, with line and column for a syntax error, and for too many values."""
    values = text.count(",") + 1
    if values > MAX_VALUES:
        pattern = ngettext(
            "has {count} value, which is more than can be read: at most {most}",
            "has {count} values, which is more than can be read: at most {most}",
            values,
        )
        raise WrongJson(pattern.format(count=f"{values:,}", most=f"{MAX_VALUES:,}"))
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=float, parse_int=_parse_int)
    except json.JSONDecodeError as error:
        pattern = _("line {line}, column {column}: this is not JSON ({reason})")
        raise WrongJson(pattern.format(line=error.lineno, column=error.colno, reason=_(error.msg))) from None
    except RecursionError:
        raise WrongJson(_("lists or objects are nested too deeply")) from None
    return JsonNode(value)


def has_format(file: JsonNode, name: str) -> bool:
    """Whether a file says that it is of this format. Raises WrongJson where it is no object."""
    entries = file.any_entries()
    return "format" in entries and entries["format"].value == name


def check_version(file: JsonNode, known: int) -> None:
    """Refuse a file of a version that is missing, wrong or newer than the `known` one. Raises WrongJson."""
    version = file.entry("version")
    if isinstance(version.value, int) and version.value > known:
        pattern = _("{version} is newer than this program, which knows version {known}: a newer Momentum Lab opens it")
        raise version.wrong(pattern.format(version=shown(version.value), known=known))
    version.whole(1, known)


@contextmanager
def in_file(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn WrongJson into a BadFile of this path."""
    try:
        yield
    except WrongJson as error:
        raise BadFile(path, str(error)) from error


@contextmanager
def at_path(node: JsonNode) -> Iterator[None]:
    """Prefix the path of an object to a ValueError of its class: `alpha: 1.7 is not between 0 and 1`."""
    try:
        yield
    except WrongJson:
        raise
    except ValueError as error:
        raise WrongJson(f"{node.path}.{value_complaint(error)}") from error


def _unknown_key(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    if close:
        return _('unknown key {key}, did you mean "{closest}"?').format(key=shown(key), closest=close[0])
    return _("unknown key {key}, known here: {keys}").format(key=shown(key), keys=", ".join(known))


def _are_pairs(values: list[Any]) -> bool:
    """Whether all values are lists of two finite numbers."""
    if set(map(type, values)) - {list} or set(map(len, values)) - {2}:
        return False
    numbers = list(chain.from_iterable(values))
    return not set(map(type, numbers)) - {int, float} and all(map(math.isfinite, numbers))


def _not_among(value: object, words: list[str]) -> str:
    *others, last = (f'"{word}"' for word in words)
    return _("{value} is not {words} or {last}").format(value=shown(value), words=", ".join(others), last=last)


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object()
    for key, value in pairs:
        if key in made:
            made.duplicate = key
        made[key] = value
    return made


def _parse_int(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_INTEGER_DIGITS else float(digits)
