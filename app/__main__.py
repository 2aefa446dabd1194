"""The program: a window, or one of the commands that need none."""

import signal

from app.files.interrupts import end_at_ctrl_c

if __name__ == "__main__":
    # Before the other modules are loaded. `Interrupts` and the window replace this handler where they must clean up.
    end_at_ctrl_c()

import builtins
import gc
import os
import sys

if __name__ == "__main__" and getattr(sys, "frozen", False):
    from multiprocessing import freeze_support

    freeze_support()  # a process that computes a part of a map comes this far

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.cli.options import COMMANDS, PROGRAM, window_parser
from app.cli.parser import UsageError, closest
from app.cli.program import DONE, FAILED, at_the_edge, is_headless, report
from app.cli.program import main as without_window
from app.text.language import system_languages, use_language
from app.text.translation import _

if TYPE_CHECKING:
    from app.files.scenario import Scenario

CSV = "momentum-lab.csv"
PICTURE = "momentum-lab.png"
SELF_TEST = "--self-test"
BUNDLE, STARTED_BUNDLE = "momentum-lab.MomentumLab", "__CFBundleIdentifier"
"""The bundle identifier of the packed program on macOS, and the variable with that of the bundle that was started."""
DESKTOP_VARIABLES = ("DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN", "GIO_LAUNCHED_DESKTOP_FILE")
"""Set by desktops on Linux for programs that they start."""


class LaunchOptions(NamedTuple):
    """The arguments of the window."""

    file: str | None
    temp_settings: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (default: those of the process); return the exit code."""
    use_language(system_languages())
    given = sys.argv[1:] if arguments is None else list(arguments)
    if is_headless(given):
        return without_window(given)
    if SELF_TEST in given:
        return at_the_edge(lambda: _self_test(given))
    return at_the_edge(lambda: _open(parse_launch_options(given)), tell)


def tell(sentence: str) -> None:
    """Say why there is no window: on stderr, and in a dialog when the program was started by a click."""
    report(sentence)
    if is_started_by_desktop():
        from app.display import display_problem

        if display_problem() is None:
            from app.window import show_sentence

            show_sentence(sentence)


def is_started_by_desktop() -> bool:
    """Whether the program was started by a click in a menu or on a file, so that nobody reads stderr."""
    if sys.stderr is None:
        return True
    # A terminal passes on the variables of the click that started it.
    if sys.stderr.isatty():
        return False
    is_bundle = getattr(sys, "frozen", False) and os.environ.get(STARTED_BUNDLE) == BUNDLE
    return is_bundle or any(os.environ.get(name) for name in DESKTOP_VARIABLES)


def parse_launch_options(arguments: Sequence[str]) -> LaunchOptions:
    """Parse the arguments of the window. Raises UsageError."""
    options = window_parser().parse(arguments)
    file = options.get("file")
    if file is not None and Path(file).name == file and "." not in file and not _exists(file):
        command = closest(file, COMMANDS)
        if command:
            pattern = _('"{file}" is neither a file nor a command; did you mean {command}?')
        else:
            pattern = _('"{file}" is neither a file nor a command; {program} --help lists them')
        raise UsageError(pattern.format(file=file, command=command, program=PROGRAM))
    return LaunchOptions(file, "temp_settings" in options)


def _self_test(arguments: Sequence[str]) -> int:
    """Run the self-test. Raises UsageError for any other argument."""
    if window_parser().parse(arguments).keys() != {"self_test"}:
        raise UsageError(_("{option} goes alone, without a FILE and other options").format(option=SELF_TEST))
    from app.self_test import self_test

    return self_test()


def _exists(file: str) -> bool:
    return os.path.exists(file)  # noqa: PTH110  # Path.exists raises OSError for a name that is too long


def _open(launch: LaunchOptions) -> int:
    """Open the window; without a display run the scenario and paint a picture instead."""
    from app.display import MissingLibraries, display_problem
    from app.files.default import default_scenario
    from app.files.fingerprint import fingerprint
    from app.files.lesson import is_lesson, read_lesson
    from app.files.scenario import read_scenario

    lesson = None if launch.file is None or not is_lesson(launch.file) else read_lesson(launch.file)
    if lesson is not None:
        launch = launch._replace(file=None)
    fingerprint_before = None if launch.file is None else fingerprint(launch.file)
    scenario = None if launch.file is None else read_scenario(launch.file)
    problem = display_problem()
    if isinstance(problem, MissingLibraries):
        report(problem.sentence)
        return FAILED
    if problem is not None and lesson is not None:
        report(_("{problem}; a lesson needs a window").format(problem=problem.sentence))
        return FAILED
    if problem is not None:
        pattern = _("{problem}; running without a window, into {csv} and {picture}")
        report(pattern.format(problem=problem.sentence, csv=CSV, picture=PICTURE))
        return _work_without_display(launch, scenario or default_scenario())
    prepare_imports()
    from app.window import open_window

    return open_window(scenario, launch.file, fingerprint_before, launch.temp_settings, lesson)


def prepare_imports() -> None:
    """Make the imports of the window a tenth faster. `GarbageCollector` collects once the window is open."""
    gc.disable()  # modules are no garbage
    import PySide6.QtCore  # noqa: F401

    # PySide6 wraps __import__ and reads the source of each module, in search of `from __feature__ import`: none has it.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _work_without_display(launch: LaunchOptions, scenario: "Scenario") -> int:
    """Run the scenario, print its table, and write the CSV and a picture of the window into the current folder."""
    from app.cli.outputs import is_same_file
    from app.cli.run import run
    from app.display import picture_problem

    if launch.file is not None and is_same_file(Path(PICTURE), Path(launch.file)):
        pattern = _("{file} is what the picture would replace; give it another name")
        raise UsageError(pattern.format(file=launch.file))
    run([*([launch.file] if launch.file else []), "--csv", CSV])
    print(end="", flush=True)
    problem = picture_problem()
    if problem is not None:
        report(_("there is no {file}: {problem}").format(file=PICTURE, problem=problem.sentence))
        return DONE
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.window import render_picture

    render_picture(scenario, Path(PICTURE))
    return DONE


if __name__ == "__main__":
    exit_code = main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the work is done: while Python shuts down, end silently
    sys.exit(exit_code)
