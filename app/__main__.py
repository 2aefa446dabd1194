"""The program: a window, or one of the commands that need none."""

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # While the program loads, Ctrl-C ends it as the system does, not by a traceback out of some import. Whoever has
    # something to tidy up takes the signal over: `Interrupts`, and the window.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.cli.outputs import Option, Takes, UsageError, hint, split_options
from app.cli.program import ANSWERED, COMMANDS, DONE, FAILED, at_the_edge, is_headless, report
from app.cli.program import main as without_window

if TYPE_CHECKING:
    from app.files.scenario import Scenario

CSV = "momentum-lab.csv"
PICTURE = "momentum-lab.png"
SELF_TEST = "--self-test"
BUNDLE, STARTED_BUNDLE = "momentum-lab.MomentumLab", "__CFBundleIdentifier"
"""What the packed program is called on macOS, and where macOS says in the environment which one it has started."""
CLICKED = ("DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN", "GIO_LAUNCHED_DESKTOP_FILE")
"""What desktops on Linux put into the environment of what they start."""


class LaunchOptions(NamedTuple):
    """What a window is to open with."""

    file: str | None
    temp_settings: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for (default: those of the process); return the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if is_headless(given):
        return without_window(given)
    if SELF_TEST in given:
        return at_the_edge(lambda: _self_test(given))
    return at_the_edge(lambda: _open(parse_launch_options(given)), tell)


def tell(sentence: str) -> None:
    """Say why there is no window: on stderr, and in a dialog when nobody reads that."""
    report(sentence)
    if is_started_by_desktop():
        from app.display import display_problem

        if display_problem() is None:
            from app.window import show_sentence

            show_sentence(sentence)


def is_started_by_desktop() -> bool:
    """Whether this was a click in a menu or on a file: then nobody reads stderr, if there is one at all."""
    if sys.stderr is None:
        return True
    # A terminal that was itself started by a click hands these on.
    if sys.stderr.isatty():
        return False
    is_bundle = getattr(sys, "frozen", False) and os.environ.get(STARTED_BUNDLE) == BUNDLE
    return is_bundle or any(os.environ.get(name) for name in CLICKED)


def parse_launch_options(arguments: Sequence[str]) -> LaunchOptions:
    """Understand the arguments of the window. Raises UsageError."""
    given = split_options(arguments, dict.fromkeys(("--temp-settings", SELF_TEST, *ANSWERED), Option(Takes.NONE)))
    file = given.files[0] if given.files else None
    if file is not None and Path(file).name == file and "." not in file and not _exists(file):
        raise UsageError(f'"{file}" is neither a file nor a command; {hint(file, COMMANDS, "momentum-lab --help")}')
    return LaunchOptions(file, "--temp-settings" in given.options)


def _self_test(arguments: Sequence[str]) -> int:
    """Check that everything is in order on this machine. Raises UsageError when anything else is asked for, too."""
    split_options(arguments, {SELF_TEST: Option(Takes.NONE)}, most_files=0)
    from app.self_test import self_test

    return self_test()


def _exists(file: str) -> bool:
    return os.path.exists(file)  # noqa: PTH110  # Path.exists raises OSError for a name that is too long


def _open(launch: LaunchOptions) -> int:
    """Open the window; without a display do the main job anyhow."""
    from app.display import MissingLibraries, display_problem
    from app.files.default import default_scenario
    from app.files.fingerprint import fingerprint
    from app.files.scenario import read_scenario

    as_read = None if launch.file is None else fingerprint(launch.file)
    scenario = default_scenario() if launch.file is None else read_scenario(launch.file)
    problem = display_problem()
    if isinstance(problem, MissingLibraries):
        report(problem.sentence)
        return FAILED
    if problem is not None:
        report(f"{problem.sentence}; running without a window, into {CSV} and {PICTURE}")
        return _work_without_display(launch, scenario)
    from app.window import open_window

    return open_window(scenario, launch.file, as_read, launch.temp_settings)


def _work_without_display(launch: LaunchOptions, scenario: "Scenario") -> int:
    """Run the scenario, print its table, and leave the CSV and a picture of the window in the current folder."""
    from app.cli.outputs import is_same_file
    from app.cli.run import run
    from app.display import picture_problem

    if launch.file is not None and is_same_file(Path(PICTURE), Path(launch.file)):
        raise UsageError(f"{launch.file} is what the picture would replace; give it another name")
    run([*([launch.file] if launch.file else []), "--csv", CSV])
    print(end="", flush=True)
    problem = picture_problem()
    if problem is not None:
        report(f"there is no {PICTURE}: {problem.sentence}")
        return DONE
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.window import render_picture

    render_picture(scenario, Path(PICTURE))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
