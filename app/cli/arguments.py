"""Splitting a command line into files and options, and reading the numbers among their values."""

import difflib
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple


class UsageError(ValueError):
    """A wrong command line; the message says what would be right."""


class Takes(Enum):
    """How many values an option has."""

    NONE = 0
    ONE = 1
    TWO = 2
    MANY = 3


class Option(NamedTuple):
    """The values of an option."""

    takes: Takes
    values: str = ""
    """As messages name them, such as `LO HI`."""


class Arguments(NamedTuple):
    """A command line, split."""

    files: list[str]
    options: dict[str, list[str]]


def split_options(
    arguments: Iterable[str], known: Mapping[str, Option], most_files: int = 1, command: str = "momentum-lab"
) -> Arguments:
    """Split arguments into files and options, `--name value …` or `--name=value`; after `--` all are files.

    Raises UsageError for an option that is not `known` (the help of `command` lists them), is given twice or has the
    wrong number of values.
    """
    rest = list(arguments)
    split = Arguments([], {})
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            split.files.extend(rest)
            rest.clear()
        elif argument.startswith("-") and argument != "-":
            _check_known(argument.partition("=")[0], known, command)
            _take_option(argument, rest, known, split.options)
        else:
            split.files.append(argument)
    if len(split.files) > most_files:
        extra = split.files[most_files]
        raise UsageError(f'"{extra}" is one file too many' if most_files else f'"{extra}" is not expected here')
    return split


def hint(name: str, known: Iterable[str], command: str) -> str:
    """Suggest the closest known name, or else the command that lists them."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]}?" if close else f"{command} lists them"


def _check_known(name: str, known: Iterable[str], command: str) -> None:
    if name not in known:
        raise UsageError(f"there is no option {name}; {hint(name, known, f'{command} --help')}")


def _take_option(argument: str, rest: list[str], known: Mapping[str, Option], options: dict[str, list[str]]) -> None:
    """Add an option to `options`, and take its values off `rest`."""
    name, equals, value = argument.partition("=")
    if name in options:
        raise UsageError(f"{name} is given twice")
    option = known[name]
    values = [value] if equals else _values_of(option, rest)
    fits = bool(values) if option.takes is Takes.MANY else len(values) == option.takes.value
    if not fits:
        raise UsageError(f"{name} takes {option.values or 'no value'}")
    options[name] = values


def _values_of(option: Option, rest: list[str]) -> list[str]:
    """Take the values of an option off `rest`."""
    most = len(rest) if option.takes is Takes.MANY else option.takes.value
    values: list[str] = []
    while rest and len(values) < most and not _is_option(rest[0], option):
        values.append(rest.pop(0))
    return values


def _is_option(argument: str, before: Option) -> bool:
    """Whether an argument begins the next option: −3 is a number, and -w^2 can be the one value of --formula."""
    if before.takes is not Takes.MANY:
        return argument.startswith("--")
    return argument.startswith("-") and not argument[1:2].isdigit() and argument[1:2] != "."


def numbers(name: str, texts: Iterable[str]) -> list[float]:
    """The values of an option as finite numbers. Raises UsageError."""
    return [_number(name, text) for text in texts]


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        is_file = os.path.isfile(text)  # noqa: PTH113  # Path.is_file raises OSError for a name that is too long
        moved = "; a FILE goes before the options" if is_file else ""
        raise UsageError(f'{name}: "{text}" is not a number{moved}') from None
    if value - value != 0.0:
        raise UsageError(f'{name}: "{text}" is not a finite number')
    return value


def whole_number(name: str, text: str, most: int, least: int = 0) -> int:
    """The value of an option as a whole number from `least` to `most`. Raises UsageError."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise UsageError(f'{name}: "{text}" is not a whole number from {least} to {most}')
    return int(text)
