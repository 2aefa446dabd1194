"""Which command is meant, and the one edge at which everything that goes wrong becomes one line and an exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli import texts
from app.cli.arguments import UsageError
from app.files.errors import BadFile
from app.version import __version__

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; something prevented the work; wrong arguments or input."""


def is_headless(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for something that needs no window."""
    return bool(arguments) and (arguments[0] in COMMANDS or not ANSWERED.isdisjoint(arguments))


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for without a window; return the exit code."""
    return at_the_edge(lambda: _dispatch(list(arguments)))


def at_the_edge(work: Callable[[], int], tell: Callable[[str], None] | None = None) -> int:
    """Do some work; return its exit code, or, when it fails, say in one line why, and return that code.

    `tell` gets that line, by default `report`.
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
            _drop_stdout()  # whoever read it has read enough
            return FAILED
        _drop_stdout_if_broken()
        tell(f"{error.filename or 'stdout'}: can't be written: {error.strerror or error}")
        return FAILED
    except KeyboardInterrupt:
        tell("interrupted")
        return FAILED
    except MemoryError:
        tell("there is not enough memory for this")
        return FAILED
    except Exception as error:  # noqa: BLE001  # nothing is swallowed: what went wrong, and where, is in that line
        tell(_mistake(error))
        return FAILED
    return code


def report(message: str) -> None:
    """Print a message as one line on stderr."""
    one_line = "".join(character if character.isprintable() else " " for character in message)
    if sys.stderr is not None:  # print would turn to stdout
        print(f"momentum-lab: {one_line}", file=sys.stderr)


def _mistake(error: Exception) -> str:
    """What nobody foresaw, with the place in the program, for whoever is to mend it."""
    *_, place = traceback.extract_tb(error.__traceback__)
    where = f"{Path(place.filename).name}, line {place.lineno}"
    return f"this is a mistake in the program; please report it: {type(error).__name__}: {error} ({where})"


def _dispatch(arguments: list[str]) -> int:
    """Answer a question about the program, or do a command."""
    command = COMMANDS.get(arguments[0])
    if command is not None:
        return command(arguments[1:])
    text = texts.HELP if not HELP.isdisjoint(arguments) else f"momentum-lab {__version__}\n"
    print(text, end="")
    return DONE


def _run(arguments: list[str]) -> int:
    if not HELP.isdisjoint(arguments):
        print(texts.RUN_HELP, end="")
        return DONE
    # Only now: numpy is not needed to say which version this is.
    from app.cli.run import run

    return run(arguments)


def _map(arguments: list[str]) -> int:
    if not HELP.isdisjoint(arguments):
        print(texts.MAP_HELP, end="")
        return DONE
    from app.cli.map import map_outcomes

    return map_outcomes(arguments)


def _landscapes(arguments: list[str]) -> int:
    if not HELP.isdisjoint(arguments):
        print(texts.LANDSCAPES_HELP, end="")
        return DONE
    from app.cli.landscapes import landscapes

    return landscapes(arguments)


HELP = frozenset({"--help", "-h"})
ANSWERED = HELP | {"--version"}
"""Questions about the program itself."""
COMMANDS: dict[str, Callable[[list[str]], int]] = {"run": _run, "map": _map, "landscapes": _landscapes}


def _make_printable() -> None:
    """Write UTF-8 into files and pipes, and let a terminal that has no α show something else instead of failing."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors=errors)


PIPE_IS_CLOSED = (errno.EPIPE, *((errno.EINVAL,) if os.name == "nt" else ()))
"""What writing into a pipe gives when nobody reads it any more; for Windows' number (232) Python has no better one."""


def _is_unread(error: OSError) -> bool:
    return error.errno in PIPE_IS_CLOSED and error.filename in (None, "stdout")


def _flush() -> None:
    """Write what is waiting; a program without a console has no stdout."""
    print(end="", flush=True)


def _drop_stdout_if_broken() -> None:
    """Keep what could not be written from being tried, and complained about, once more when Python ends."""
    try:
        _flush()
    except OSError:
        _drop_stdout()


def _drop_stdout() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
