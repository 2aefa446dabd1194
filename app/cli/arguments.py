"""Arguments of a command, taken apart: what was given for each option, still as text."""

import difflib
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple


class UsageError(ValueError):
    """The command can't be understood; the text says what would be right."""


class Takes(Enum):
    """How many values an option has."""

    NONE = 0
    ONE = 1
    TWO = 2
    MANY = 3


class Option(NamedTuple):
    """An option and its values."""

    takes: Takes
    values: str = ""
    """The values as messages name them, such as `LO HI`."""


class Arguments(NamedTuple):
    """What was given."""

    files: list[str]
    options: dict[str, list[str]]


def take_apart(
    arguments: Iterable[str], known: Mapping[str, Option], most_files: int = 1, command: str = "momentum-lab"
) -> Arguments:
    """Sort arguments into files and options, `--name value …` or `--name=value`; what follows `--` are files.

    Raises UsageError for an option that isn't `known` (the help of `command` lists them), is given twice or has the
    wrong number of values.
    """
    rest = list(arguments)
    taken = Arguments([], {})
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            taken.files.extend(rest)
            rest.clear()
        elif argument.startswith("-") and argument != "-":
            _check_known(argument.partition("=")[0], known, command)
            _take_option(argument, rest, known, taken.options)
        else:
            taken.files.append(argument)
    if len(taken.files) > most_files:
        extra = taken.files[most_files]
        raise UsageError(f'"{extra}" is one file too many' if most_files else f'"{extra}" is not expected here')
    return taken


def hint(name: str, known: Iterable[str], command: str) -> str:
    """Say which of the known names was perhaps meant, else which command lists them."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]}?" if close else f"{command} lists them"


def _check_known(name: str, known: Iterable[str], command: str) -> None:
    if name not in known:
        raise UsageError(f"there is no option {name}; {hint(name, known, f'{command} --help')}")


def _take_option(argument: str, rest: list[str], known: Mapping[str, Option], options: dict[str, list[str]]) -> None:
    """Take an option and its values off `rest`."""
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
    """Take the values that follow an option off `rest`."""
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
    """The values of an option as finite numbers; UsageError names the one that isn't."""
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
    """The value of an option as a whole number from `least` to `most`; UsageError otherwise."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise UsageError(f'{name}: "{text}" is not a whole number from {least} to {most}')
    return int(text)
