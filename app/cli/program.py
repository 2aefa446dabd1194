"""The commands, --help, and the place where every error becomes one line and an exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from app.cli.options import COMMANDS, PROGRAM, window_parser
from app.cli.parser import UsageError
from app.files.text import BadFile
from app.text.translation import _
from app.version import __version__

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; something prevented the work; wrong arguments or input."""


def is_headless(arguments: Sequence[str]) -> bool:
    """Whether these arguments need no window."""
    return bool(arguments) and (arguments[0] in COMMANDS or not ANSWERED.isdisjoint(arguments))


def main(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code."""
    return at_the_edge(lambda: _dispatch(arguments))


def at_the_edge(work: Callable[[], int], tell: Callable[[str], None] | None = None) -> int:
    """Do some work and return its exit code; when it fails, say why in one line and return the code for that.

    `tell` shows that line, by default `report`.
    """
    tell = tell or report
    _make_printable()
    try:
        code = work()
        _flush()
    except BadFile as error:
        tell(f"{error.path}: {error.sentence}")  # with its folder, as it was typed
        return WRONG
    except UsageError as error:
        tell(str(error))
        return WRONG
    except OSError as error:
        if _is_unread(error):
            _drop_stdout()  # as with `| head`
            return FAILED
        _drop_stdout_if_broken()
        pattern = _("{file}: can't be written: {reason}")
        tell(pattern.format(file=error.filename or "stdout", reason=error.strerror or error))
        return FAILED
    except KeyboardInterrupt:
        tell(_("interrupted"))
        return FAILED
    except MemoryError:
        tell(_("there is not enough memory for this"))
        return FAILED
    except BrokenProcessPool:
        tell(_("a process that computes was ended from outside, perhaps for lack of memory"))
        return FAILED
    except Exception as error:  # noqa: BLE001  # reported with type, message and line
        tell(_bug_report(error))
        return FAILED
    return code


def report(message: str) -> None:
    """Print a message as one line on stderr."""
    one_line = "".join(character if character.isprintable() else " " for character in message)
    if sys.stderr is not None:  # with None print would write to stdout
        print(f"momentum-lab: {one_line}", file=sys.stderr)


def _bug_report(error: Exception) -> str:
    """An unexpected error, with its line in the program."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    pattern = _("this is a mistake in the program; please report it: {error} ({file}, line {line})")
    what = f"{type(error).__name__}: {error}"
    return pattern.format(error=what, file=Path(frame.filename).name, line=frame.lineno)


def _dispatch(arguments: Sequence[str]) -> int:
    """Run a command, or print help or version."""
    name, *rest = arguments
    if not HELP_OPTIONS.isdisjoint(arguments):
        print(COMMANDS.get(name, window_parser)().format_help(), end="")
        return DONE
    if name not in COMMANDS:
        print(f"{PROGRAM} {__version__}")
        return DONE
    # Imported here: --version and --help need no NumPy.
    if name == "run":
        from app.cli.run import run as command
    elif name == "map":
        from app.cli.map import map_outcomes as command
    else:
        from app.cli.landscapes import landscapes as command
    return command(rest)


HELP_OPTIONS = frozenset({"--help", "-h"})
ANSWERED = HELP_OPTIONS | {"--version"}
"""Options that only print something about the program."""


def _make_printable() -> None:
    """Write UTF-8 into files and pipes, and replacement characters to a terminal whose encoding has no α."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors=errors)


PIPE_IS_CLOSED = (errno.EPIPE, *((errno.EINVAL,) if os.name == "nt" else ()))
"""The errno of writing to a pipe that was closed by its reader; Python turns Windows' 232 into EINVAL."""


def _is_unread(error: OSError) -> bool:
    return error.errno in PIPE_IS_CLOSED and error.filename in (None, "stdout")


def _flush() -> None:
    print(end="", flush=True)  # unlike sys.stdout.flush() this works without a console, too


def _drop_stdout_if_broken() -> None:
    """Keep Python from writing the rest again at exit, and failing again."""
    try:
        _flush()
    except OSError:
        _drop_stdout()


def _drop_stdout() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
