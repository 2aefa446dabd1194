"""Arguments of a command line, and where results go: files that appear all at once, stdout, or a device."""

import difflib
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.files.atomic import replacing, with_path


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


def split_options(
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


STDOUT = "-"
FILE_OR_STDOUT = Option(Takes.ONE, "FILE, or - for stdout")
FILE = Option(Takes.ONE, "FILE")
"""Nobody wants a picture between the lines of a terminal."""
SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))
"""What separates folders in a path."""


def output_names(options: Mapping[str, list[str]], known: Mapping[str, Option]) -> dict[str, str]:
    """The names that were given for those of the `known` options, FILE or FILE_OR_STDOUT, that are there.

    Raises UsageError for a name that names no file, and when two want stdout.
    """
    names = {option: options[option][0] for option in known if option in options}
    for option, name in names.items():
        _check_name(option, name, known[option] is FILE_OR_STDOUT)
    sharing = [f"{option} {name}" for option, name in names.items() if name == STDOUT]
    if len(sharing) > 1:
        raise UsageError(f"{' and '.join(sharing)} can't share stdout; give one of them a FILE")
    return names


def _check_name(option: str, name: str, may_be_stdout: bool) -> None:
    """Refuse stdout where it is no place, and what can only be a folder: nothing, `.`, `/`, `results/`."""
    if name == STDOUT and not may_be_stdout:
        raise UsageError(f"{option} can't go to stdout; give the name of a file")
    if not Path(name).name or name.endswith(SEPARATORS):
        stdout = ", or - for stdout" if may_be_stdout else ""
        raise UsageError(f'{option}: "{name}" does not name a file; give the name of one{stdout}')


class Output(NamedTuple):
    """An open stream, and the name that errors call it by."""

    stream: BinaryIO
    path: Path
    folder: Path | None = None
    """Where a large temporary file may be made; None for the system's own place."""

    def write(self, content: bytes) -> None:
        """Write all of it."""
        with with_path(self.path):
            self.stream.write(content)


@contextmanager
def open_outputs(names: Mapping[str, str | None], inputs: Sequence[Path]) -> Iterator[dict[str, Output]]:
    """Open all that have a name, each under what asks for it; when the block ends well, all files appear, else none.

    Raises UsageError when one file would overwrite another or one of the `inputs`, and OSError.
    """
    asked = {what: name for what, name in names.items() if name is not None}
    files = {what: path for what, name in asked.items() if (path := replaced_file(name)) is not None}
    for place, (what, path) in enumerate(files.items()):
        with with_path(path):  # the folder that we are in may be gone
            _check_distinct(what, path, inputs, dict(list(files.items())[:place]))
    with ExitStack() as stack:
        streams = dict(zip(files, stack.enter_context(replacing(*files.values())), strict=True))
        yield {what: _output(name, streams.get(what), stack) for what, name in asked.items()}


def replaced_file(name: str) -> Path | None:
    """The file of this name that is to be replaced; None for stdout, and for a device or pipe."""
    if name == STDOUT:
        return None
    path = Path(name)
    return path if path.is_file() or path.is_dir() or not path.exists() else None


def _output(name: str, stream: BinaryIO | None, stack: ExitStack) -> Output:
    """`stream` is that of a file to be replaced."""
    path = Path(name)
    if stream is not None:
        return Output(stream, path, Path(os.path.realpath(path)).parent)
    if name != STDOUT:
        return Output(stack.enter_context(_device(path)), path)
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed", "stdout")
    return Output(sys.stdout.buffer, Path("stdout"))


@contextmanager
def _device(path: Path) -> Iterator[BinaryIO]:
    """A device or pipe, which is not replaced but written to."""
    with with_path(path):
        stream = path.open("wb")
    try:
        yield stream
        with with_path(path):
            stream.flush()
    finally:
        with suppress(OSError):  # what could not be flushed can't be written on closing either
            stream.close()


def _check_distinct(what: str, path: Path, inputs: Sequence[Path], others: Mapping[str, Path]) -> None:
    """Refuse to write over what was read, or over one of the others."""
    if any(is_same_file(path, read) for read in inputs):
        raise UsageError(f"{what}: {path.name} is a file that was read; choose another name")
    for other_what, other in others.items():
        if is_same_file(path, other):
            raise UsageError(f"{what}: {path.name} is what {other_what} writes; choose another name")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
