"""Builds, tries and tests the program for Windows under Wine, as `python3 dev.py windows` starts it in .venv.

The sources are copied into that Windows and built there. With `--all` the tests of files, command line, packaging,
session and window are run whole; without, those that are marked `windows`, wherever they are.
"""

import shutil
import sys
from pathlib import Path

from resources.packaging.names import epoch
from resources.packaging.wine.install import RUN, Install
from tests.checks import Result, conclusion, screen, step
from tests.support.paths import ROOT

WINDOWS = ROOT / ".windows"
SOURCES = WINDOWS / "sources"
RESULTS = WINDOWS / "results"
COPIED = {".ci", ".gitattributes", ".github", ".gitignore"}
"""What begins with a dot and is copied all the same."""
LEFT = {"build", "dist", "htmlcov"}
KEPT = {".venv-build", ".venv.lock"}
"""What is made among the copied sources and takes long."""
ALL = ("files", "cli", "packaging", "session", "window")
"""The folders of tests that `--all` runs."""
MARK = "pytest.mark.windows"
PATIENCE = 600
"""Seconds that a test may take before it is taken for hanging: a busy Wine is slow."""
OFFSCREEN = "not real_window and not start and not by_chance"


def check(is_all: bool) -> int:
    """Do every step, also after one has failed; returns the exit code, 0 when all have passed."""
    Install(WINDOWS).run()
    copy_sources()
    shutil.rmtree(RESULTS, ignore_errors=True)
    places, mark = ([f"tests/{name}" for name in ALL], "") if is_all else (marked(), "windows and ")
    places += ["-o", f"faulthandler_timeout={PATIENCE}"]
    trial = ("-m", "resources.packaging.trial", "dist", "zip", on_windows(RESULTS / "windows"))
    with screen() as display:

        def on_wine(title: str, *arguments: str) -> Result:
            return step(
                title, ["env", "--chdir", str(SOURCES), str(RUN), "python", *arguments], **surroundings(display)
            )

        results = [
            on_wine("the packed program", "dev.py", "build"),
            on_wine("its self-test and trial", *trial),
            *(here(name) for name in ("points", "formula")),
            step("agreement", [sys.executable, "-m", "resources.packaging.agreement", str(RESULTS), "linux"]),
            on_wine("tests offscreen", "-m", "pytest", "-m", f"{mark}{OFFSCREEN}", *places),
            on_wine("tests in a real window", "-m", "pytest", "-m", f"{mark}real_window", *places),
        ]
    return conclusion(results)


def marked() -> list[str]:
    """The files with tests that are marked; to collect all others takes long, and asks for packages that Wine lacks."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in files if MARK in path.read_text(encoding="utf-8")]


def surroundings(display: dict[str, str]) -> dict[str, str]:
    """What is set in the environment on Windows."""
    return {
        "DISPLAY": display.get("DISPLAY", ""),
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",  # what is used is compiled when it is, which is much quicker
        "PIP_FIND_LINKS": on_windows(WINDOWS / "wheels"),
        "SOURCE_DATE_EPOCH": str(epoch()),
    }


def here(name: str) -> Result:
    """Run a stored scenario on this Linux, to compare the CSV with the one from Windows."""
    folder = RESULTS / "linux"
    folder.mkdir(parents=True, exist_ok=True)
    scenario = str(ROOT / "resources" / "self_test" / f"{name}.momentum")
    return step(
        f"{name} on Linux", [sys.executable, "-m", "app", "run", scenario, "--csv", str(folder / f"{name}.csv")]
    )


def copy_sources() -> None:
    """Copy the sources; nothing of an earlier copy stays but the environment of the build."""
    SOURCES.mkdir(exist_ok=True)
    for path in SOURCES.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in ROOT.iterdir():
        if path.name in LEFT or (path.name.startswith(".") and path.name not in COPIED):
            continue
        if path.is_dir():
            shutil.copytree(path, SOURCES / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(path, SOURCES)


def on_windows(path: Path) -> str:
    """What a path of Linux is called there."""
    return f"Z:{path}".replace("/", "\\")


if __name__ == "__main__":
    try:
        sys.exit(check("--all" in sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
