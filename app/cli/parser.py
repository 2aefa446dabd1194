"""The parser of every command line: argparse, with errors of one line that say what would be right."""

import argparse
import difflib
import math
import os
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

STDOUT = "-"
MAX_HELP_WIDTH = 120
"""Columns; a wider terminal is not filled."""
PATH_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


class UsageError(ValueError):
    """A wrong command line; the message says what would be right."""


class Parser(argparse.ArgumentParser):
    """Reads `--name value …`, `--name=value` and the name of a file; all that follows `--` are files.

    Options are written in full, and each at most once. Only what begins with two dashes is an option, and `-h`: so -3,
    -1e-3 and -w^2 are values.
    """

    def __init__(self, prog: str, usage: str, description: str, epilog: str = "", *, file: str = "") -> None:
        """`file` is the help on the FILE; without it the command takes none."""
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=epilog,
            formatter_class=HelpFormatter,
            argument_default=argparse.SUPPRESS,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self.register("action", None, _StoreOnce)
        self._most_files = int(bool(file))
        if file:
            self.add_argument("file", nargs="?", metavar="FILE.momentum", help=file)
        self.add_argument("-h", "--help", nargs=0, help="print this text")

    @property
    def options(self) -> dict[str, str]:
        """All options with their values as the help writes them, such as `LO HI`."""
        formatter = HelpFormatter(self.prog)
        return {name: formatter.values(action) for name, action in self._option_string_actions.items()}

    def parse(self, arguments: Sequence[str]) -> dict[str, Any]:
        """The values of all that is given, by name: `{"file": "x.momentum", "alpha": [0.9], …}`. Raises UsageError."""
        end = arguments.index("--") if "--" in arguments else len(arguments)
        try:
            namespace, others = self.parse_known_args(arguments[:end])
        except argparse.ArgumentError as error:
            raise UsageError(self._sentence(error)) from error
        given = vars(namespace)
        files = [given.pop("file"), *others] if "file" in given else others
        for word in files:
            if word.startswith("-") and word != STDOUT:
                name = word.partition("=")[0]
                raise UsageError(f"there is no option {name}; {hint(name, self.options, self.prog)}")
        files = [*files, *arguments[end + 1 :]]
        if len(files) > self._most_files:
            raise UsageError(f'"{files[self._most_files]}" is one argument too many')
        return {**given, "file": files[0]} if files else given

    def _sentence(self, error: argparse.ArgumentError) -> str:
        """An error in a value, or else in the number of values."""
        name = str(error.argument_name).rpartition("/")[2]
        if isinstance(error.__context__, ArgumentTypeError):
            return f"{name}: {error.message}"
        return f"{name} takes {self.options[name] or 'no value'}"

    def _parse_optional(self, arg_string: str) -> Any:
        is_option = arg_string.startswith("--") or arg_string == "-h"
        return super()._parse_optional(arg_string) if is_option else None


class HelpFormatter(argparse.HelpFormatter):
    """Fills the terminal up to a width that reads well. Lines that begin with blanks stay as they are."""

    def __init__(self, prog: str) -> None:
        from shutil import get_terminal_size  # here: only help needs it

        super().__init__(prog, width=min(get_terminal_size().columns, MAX_HELP_WIDTH) - 2)

    def values(self, action: argparse.Action) -> str:
        """The values of an option, such as `LO HI`."""
        return self._format_args(action, "")

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        fill = super()._fill_text
        return "\n".join(line if line.startswith(" ") else fill(line, width, indent) for line in text.split("\n"))


class _StoreOnce(argparse.Action):
    """Stores the values of an option; raises UsageError when it is given again."""

    def __call__(
        self, _parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        if hasattr(namespace, self.dest):
            raise UsageError(f"{option} is given twice")
        setattr(namespace, self.dest, values)


def hint(name: str, known: Iterable[str], program: str) -> str:
    """Suggest the closest known name, or else the help that lists them."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]}?" if close else f"{program} --help lists them"


# Types of values. They raise ArgumentTypeError.


def number(text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is not a number{_moved(text)}') from None
    if not math.isfinite(value):
        raise ArgumentTypeError(f'"{text}" is not a finite number')
    return value


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise ArgumentTypeError(f'"{text}" is not a whole number from {least} to {most}')
        return int(text)

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """One of these names."""

    def read(text: str) -> str:
        if text not in names:
            raise ArgumentTypeError(f'"{text}" is not one of {", ".join(names)}{_moved(text)}')
        return text

    return read


def _moved(text: str) -> str:
    """Tell whoever gave a file among the values where it goes."""
    is_file = os.path.isfile(text)  # noqa: PTH113  # Path.is_file raises OSError for a name that is too long
    return "; a FILE goes before the options" if is_file else ""


def file_or_stdout(text: str) -> str:
    """The name of a file to write, or - for stdout; not that of a folder: nothing, `.`, `/`, `results/`."""
    if not Path(text).name or text.endswith(PATH_SEPARATORS):
        raise ArgumentTypeError(f'"{text}" does not name a file; give the name of one')
    return text


def file_name(text: str) -> str:
    """The name of a file to write, but not stdout: for binary content."""
    if text == STDOUT:
        raise ArgumentTypeError("a picture can't go to stdout; give the name of a file")
    return file_or_stdout(text)
