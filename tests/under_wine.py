"""Builds, tries and tests the program for Windows under Wine; `python3 dev.py windows` runs it in .venv.

The sources are copied into that Windows and built there. With `--all` all tests of files, command line, packaging,
session and window run; without, the tests that are marked `windows`.
"""

import shutil
import sys
from pathlib import Path

from resources.packaging.names import epoch
from resources.packaging.wine.install import RUN, Install
from tests.checks import Result, conclusion, marked, screen, step
from tests.support.paths import ROOT

WINDOWS = ROOT / ".windows"
SOURCES = WINDOWS / "sources"
RESULTS = WINDOWS / "results"
COPIED = {".ci", ".gitattributes", ".github", ".gitignore"}
"""Hidden files that are copied."""
NOT_COPIED = {"build", "dist", "htmlcov"}
KEPT = {".venv-build", ".venv.lock"}
"""What takes long to make among the copied sources."""
ALL_FOLDERS = ("files", "cli", "packaging", "session", "window")
"""The folders of tests for `--all`."""
MARK = "windows"
TEST_TIMEOUT_S = 600
"""Wine on a busy machine is slow."""
OFFSCREEN = "not real_window and not start and not by_chance"


def check(is_all: bool) -> int:
    """Run every step, also after one has failed; returns the exit code, 0 when all have passed."""
    Install(WINDOWS).run()
    copy_sources()
    shutil.rmtree(RESULTS, ignore_errors=True)
    paths, mark = ([f"tests/{name}" for name in ALL_FOLDERS], "") if is_all else (marked(MARK), "windows and ")
    paths += ["-o", f"faulthandler_timeout={TEST_TIMEOUT_S}"]
    trial = ("-m", "resources.packaging.trial", "dist", "zip", on_windows(RESULTS / "windows"))
    with screen() as display:

        def on_wine(title: str, *arguments: str) -> Result:
            return step(title, ["env", "--chdir", str(SOURCES), str(RUN), "python", *arguments], **environment(display))

        results = [
            on_wine("the packed program", "dev.py", "build"),
            on_wine("its self-test and trial", *trial),
            *(run_on_linux(name) for name in ("points", "formula")),
            step("agreement", [sys.executable, "-m", "resources.packaging.agreement", str(RESULTS), "linux"]),
            on_wine("tests offscreen", "-m", "pytest", "-m", f"{mark}{OFFSCREEN}", *paths),
            on_wine("tests in a real window", "-m", "pytest", "-m", f"{mark}real_window", *paths),
        ]
    return conclusion(results)


def environment(display: dict[str, str]) -> dict[str, str]:
    """The environment variables of Windows."""
    return {
        "DISPLAY": display.get("DISPLAY", ""),
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",  # compiling only what is imported is much faster
        "PIP_FIND_LINKS": on_windows(WINDOWS / "wheels"),
        "SOURCE_DATE_EPOCH": str(epoch()),
    }


def run_on_linux(name: str) -> Result:
    """Run a stored scenario on this Linux, to compare its CSV with that of Windows."""
    folder = RESULTS / "linux"
    folder.mkdir(parents=True, exist_ok=True)
    scenario = str(ROOT / "resources" / "self_test" / f"{name}.momentum")
    return step(
        f"{name} on Linux", [sys.executable, "-m", "app", "run", scenario, "--csv", str(folder / f"{name}.csv")]
    )


def copy_sources() -> None:
    """Copy the sources over an earlier copy, of which only the environment of the build stays."""
    SOURCES.mkdir(exist_ok=True)
    for path in SOURCES.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in ROOT.iterdir():
        if path.name in NOT_COPIED or (path.name.startswith(".") and path.name not in COPIED):
            continue
        if path.is_dir():
            shutil.copytree(path, SOURCES / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(path, SOURCES)


def on_windows(path: Path) -> str:
    """A path of Linux as Wine names it."""
    return f"Z:{path}".replace("/", "\\")


if __name__ == "__main__":
    try:
        sys.exit(check("--all" in sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
