"""The commands, the text of --help, and the place where every error becomes one line and an exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.arguments import UsageError
from app.files.bad_file import BadFile
from app.version import __version__

HELP = """\
Momentum Lab: balls with different momentum roll over the same landscape.
Which minimum does each one reach?

  momentum-lab [FILE.momentum]                 open the window (with a scenario)
  momentum-lab run [FILE.momentum] [options]   simulate without a window
  momentum-lab map [FILE.momentum] [options]   outcome map without a window: where do balls end?
  momentum-lab landscapes                      list the landscapes that come with the program
  momentum-lab --self-test                     is everything in order on this machine?
  momentum-lab --version
  momentum-lab --help

Each command explains itself: momentum-lab run --help.
The window has one option: --temp-settings starts it as if for the first time, and keeps nothing.

Examples
  momentum-lab
  momentum-lab run
  momentum-lab run --preset double-well --alpha 0.5 0.9 0.99 --csv wells.csv
  momentum-lab map --csv map.csv --png map.png

Exit codes: 0 done, 2 wrong arguments or input, 1 anything else that prevented the work.
"""

RUN_HELP = """\
momentum-lab run [FILE.momentum] [options]: simulate without a window.

Without a FILE the default scenario is run: five balls on descending hills. Options override what the scenario says.

Landscape, at most one
  --preset NAME                  one that comes with the program; its own start and η
  --formula TEXT --domain LO HI  f(w), such as "w^4 - 3w^2 + w"; --formula=-w^2 if it begins with a minus
  --curve FILE.csv               two columns of numbers, w and f
  --smooth FRACTION              smooth the curve by this fraction of its width, such as 0.01
  A formula or curve gets a suggested start and η. In a scenario from a FILE, another landscape keeps the balls' η, and
  their starts where they lie in its domain; edits are dropped.

Balls
  --alpha A [A ...]              one ball for each momentum coefficient, 0 to 1
  --eta E [E ...]                learning rate: one for all balls, or one for each
  --start W [W ...]              where they start: one for all, or one for each
  --rule momentum|nesterov ...   one for all, or one for each
  In a scenario from a FILE, --alpha replaces all its balls (η, start and rule are then those of its first one) and
  drops its edits; --eta, --start and --rule change its balls and keep its edits.

Run
  --steps N                      at most so many steps: 0 to 10000000, default 2000
  --full                         go on after every ball has settled, to the last step

Out (default: a table on stdout)
  --csv FILE                     the trajectories; beside it, with the ending .momentum, the scenario that gives them
                                 again. A scenario that was read and run unchanged is left as it is; any
                                 other that no export has written is not replaced, the command is refused.
  --summary FILE                 what became of each ball, as JSON
  -                              as FILE: stdout, instead of the table
  --force                        replace the scenario beside the CSV, whoever has written it

Examples
  momentum-lab run --alpha 0.9 0.95 0.97 --csv hills.csv
  momentum-lab run hills.momentum --csv again.csv
  momentum-lab run --formula "0.1w^2 + cos(3w)" --domain -6 6 --eta 0.05 --start 5 -5 --alpha 0.9 0.9
  momentum-lab run --curve profile.csv --smooth 0.01 --summary -
"""

MAP_HELP = """\
momentum-lab map [FILE.momentum] [options]: make an outcome map without a window.

A map has one run for each of many values of two of α, η and start. It shows in which valley each of them ends. The rule
and the third value are those of the scenario's first ball, without a FILE of the default scenario's. A map knows
nothing of edits: landscape and ball are as they are at step 0. The scenario's own number of steps does not count.

Landscape, at most one
  --preset NAME                  one that comes with the program; its own start and η
  --formula TEXT --domain LO HI  f(w), such as "w^4 - 3w^2 + w"; --formula=-w^2 if it begins with a minus
  --curve FILE.csv               two columns of numbers, w and f
  --smooth FRACTION              smooth the curve by this fraction of its width, such as 0.01

The ball, one value each; only for what no axis shows, but --eta also moves the usual range of an η axis
  --alpha A                      momentum coefficient, 0 to 1
  --eta E                        learning rate
  --start W                      where it starts
  --rule momentum|nesterov

Map
  --x alpha|eta|start            what the x axis shows, default alpha
  --y alpha|eta|start            what the y axis shows, default start
  --x-range LO HI                from where to where, both ends included. By default alpha goes from 0 to 0.999, eta
  --y-range LO HI                from 1/30 to 30 times the ball's, start over the whole domain.
                                 alpha is even in log 1/(1 - alpha), eta in log eta.
  --size COLUMNS ROWS            default 256 256; 2 to 1000000 each, in all at most 16000000
  --steps N                      at most so many steps for each run: 0 to 10000000, default 20000

Out (default: a table on stdout of how many runs ended where)
  --csv FILE                     one row for each run, from the lowest y, in each from the lowest x
  --png FILE                     one pixel for each run, the lowest y at the bottom, in the colours of the dark theme
  --summary FILE                 the table, as JSON
  -                              as FILE of --csv or --summary: stdout, instead of the table

Examples
  momentum-lab map --csv hills.csv
  momentum-lab map --x alpha --y eta --start 4.8 --x-range 0.9 0.99 --size 400 300 --png hills.png
  momentum-lab map hills.momentum --rule nesterov --size 64 64 --summary -
  momentum-lab map --preset double-well --size 100 100 --steps 2000 --csv wells.csv
"""

LANDSCAPES_HELP = """\
momentum-lab landscapes: list the landscapes that come with the program, with the number of valleys and the place and
height of the global minimum. Each can be run: momentum-lab run --preset NAME.
"""


DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; something prevented the work; wrong arguments or input."""


def is_headless(arguments: Sequence[str]) -> bool:
    """Whether these arguments need no window."""
    return bool(arguments) and (arguments[0] in COMMANDS or not ANSWERED.isdisjoint(arguments))


def main(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code."""
    return at_the_edge(lambda: _dispatch(list(arguments)))


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
        tell(f"{error.filename or 'stdout'}: can't be written: {error.strerror or error}")
        return FAILED
    except KeyboardInterrupt:
        tell("interrupted")
        return FAILED
    except MemoryError:
        tell("there is not enough memory for this")
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
    *_, frame = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frame.filename).name}, line {frame.lineno}"
    return f"this is a mistake in the program; please report it: {type(error).__name__}: {error} ({where})"


def _dispatch(arguments: list[str]) -> int:
    """Run a command, or print help or version."""
    command = COMMANDS.get(arguments[0])
    if command is not None:
        return command(arguments[1:])
    text = HELP if not HELP_OPTIONS.isdisjoint(arguments) else f"momentum-lab {__version__}\n"
    print(text, end="")
    return DONE


def _run(arguments: list[str]) -> int:
    if not HELP_OPTIONS.isdisjoint(arguments):
        print(RUN_HELP, end="")
        return DONE
    # Imported here: --version and --help need no NumPy.
    from app.cli.run import run

    return run(arguments)


def _map(arguments: list[str]) -> int:
    if not HELP_OPTIONS.isdisjoint(arguments):
        print(MAP_HELP, end="")
        return DONE
    from app.cli.map import map_outcomes

    return map_outcomes(arguments)


def _landscapes(arguments: list[str]) -> int:
    if not HELP_OPTIONS.isdisjoint(arguments):
        print(LANDSCAPES_HELP, end="")
        return DONE
    from app.cli.landscapes import landscapes

    return landscapes(arguments)


HELP_OPTIONS = frozenset({"--help", "-h"})
ANSWERED = HELP_OPTIONS | {"--version"}
"""Options that only print something about the program."""
COMMANDS: dict[str, Callable[[list[str]], int]] = {"run": _run, "map": _map, "landscapes": _landscapes}


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
