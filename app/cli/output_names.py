"""The names that were given for results, looked at before any work is done."""

import os
from collections.abc import Mapping
from pathlib import Path

from app.cli.arguments import Option, Takes, UsageError

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
