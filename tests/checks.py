"""Runs every check, also after one has failed; `python3 dev.py check` runs it in .venv."""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tests.support.paths import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FULLY_COVERED: list[str] = SETTINGS["tool"]["momentum-lab"]["fully-covered"]

WORKFLOWS = [str(path) for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
PACKED = (
    ROOT
    / "dist"
    / {"win32": "momentum-lab/momentum-lab.exe", "darwin": "Momentum Lab.app/Contents/MacOS/momentum-lab"}.get(
        sys.platform, "momentum-lab/momentum-lab"
    )
)
"""The packed program that `python3 dev.py build` makes; in CI the tests of starting use it."""

COVERAGE = (sys.executable, "-m", "coverage")
PROFILE = "ci" if os.environ.get("CI") else "check"
"""Hypothesis' settings (conftest.py): 50 examples, where pytest by hand tries 100."""
PYTEST = (
    *(sys.executable, "-m", "pytest", f"--hypothesis-profile={PROFILE}"),
    *("--cov", "--cov-append", "--cov-report=", "-m"),
)
SEPARATE_GROUPS = ("real_window", "start", "long")
"""Marks of tests that run by themselves; `long` on demand only."""
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "8", "--maxschedchunk", "4")
"""The longest tests begin first (conftest.py), and small chunks keep the processes equally busy to the end."""
REAL_COVERAGE = ".coverage-real"
"""The data file of the tests in a real window, which run while other tests write theirs."""
PRINTING = Lock()
NOT_PASSED_ON = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE", "PYTHONDONTWRITEBYTECODE"}
"""No test opens a window on the desktop of the person who runs the checks, and no process compiles all code again."""


@dataclass(frozen=True)
class Result:
    """The result of one step."""

    title: str
    passed: bool
    seconds: float
    closing: str
    """The last line of pytest, which counts the tests; empty for other steps."""


def check() -> int:
    """Run every check; returns the exit code, 0 when all have passed."""
    scripts = Path(sys.executable).parent
    subprocess.run([*COVERAGE, "erase"], cwd=ROOT, check=True)
    (ROOT / REAL_COVERAGE).unlink(missing_ok=True)
    results = [
        step("format", [str(scripts / "ruff"), "format", "--check", "."]),
        step("lint", [str(scripts / "ruff"), "check", "."]),
        step("layers", [str(scripts / "lint-imports")]),
        step(
            "workflows", [str(scripts / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *WORKFLOWS]
        ),
        step("safety of workflows", [str(scripts / "zizmor"), "--offline", "--persona", "pedantic", *WORKFLOWS]),
        step(
            "tests offscreen",
            [*PYTEST, f"not {' and not '.join(SEPARATE_GROUPS)}", *IN_PARALLEL],
            QT_QPA_PLATFORM="offscreen",
        ),
    ]
    results += side_by_side(steps_of_starting, steps_beside)
    subprocess.run([*COVERAGE, "combine", "--append", "--quiet", REAL_COVERAGE], cwd=ROOT, check=False)
    results += [
        step("coverage of everything", [*COVERAGE, "report"]),
        step(
            "full coverage without Qt",
            [*COVERAGE, "report", "--include", ",".join(FULLY_COVERED), "--fail-under", "100"],
        ),
    ]
    return conclusion(results)


def steps_of_starting() -> list[Result]:
    """Pack the program, in CI, and start it."""
    results, packed = [], {}
    if os.environ.get("CI"):
        build = [sys.executable, str(ROOT / "dev.py"), "build", "--again"]
        results.append(step("the packed program", build, at_once=False))
        results.append(step("its self-test", [str(PACKED), "--self-test"], at_once=False))
        packed = {"MOMENTUM_LAB": str(PACKED)}
    if sys.platform == "linux":
        start = [*PYTEST, "start", *IN_PARALLEL, *marked("start")]
        results.append(step("tests of starting", start, at_once=False, **packed))
    return results


def steps_beside() -> list[Result]:
    """What needs little of the processors, and runs beside the packing."""
    with screen() as environment:
        real = [*PYTEST, "real_window", *marked("real_window")]
        window = step(
            "tests in a real window", real, at_once=False, **environment, COVERAGE_FILE=str(ROOT / REAL_COVERAGE)
        )
    return [window, step("types", [sys.executable, "-m", "mypy"], at_once=False)]


def side_by_side(*parts: Callable[[], list[Result]]) -> list[Result]:
    """Run these at the same time; their results in this order."""
    with ThreadPoolExecutor(len(parts)) as pool:
        return [result for results in pool.map(lambda part: part(), parts) for result in results]


def marked(mark: str) -> list[str]:
    """The files with tests that have this mark; collecting all others would take long."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    text = f"pytest.mark.{mark}"
    return [path.relative_to(ROOT).as_posix() for path in files if text in path.read_text(encoding="utf-8")]


def step(title: str, command: list[str], *, at_once: bool = True, **environment: str) -> Result:
    """Run a command with these environment variables and print what it prints, under a title.

    Unless `at_once`, all is printed at the end: other steps run at the same time.
    """
    if at_once:
        print(f"\n==== {title}", flush=True)
    began = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**kept, "PYTHONUNBUFFERED": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        if at_once:
            closing = pass_on(process.stdout)
        else:
            lines = process.stdout.readlines()
            with PRINTING:
                print(f"\n==== {title}", flush=True)
                closing = pass_on(lines)
    return Result(title, process.returncode == 0, time.monotonic() - began, closing)


def pass_on(lines: Iterable[bytes]) -> str:
    """Print the lines as they come; returns pytest's last line, or an empty text."""
    closing = ""
    for line in lines:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        if re.search(rb"\d (passed|failed|errors?)\b.* in [\d.]+s", line):
            closing = line.decode(errors="replace").strip(" =\r\n")
    return closing


def conclusion(results: list[Result]) -> int:
    """Print the result of every step and the number of tests; returns 0 when every step passed."""
    print("\n==== conclusion")
    for result in results:
        verdict = "ok" if result.passed else "FAILED"
        print(f"{verdict:6} {result.title:25} {result.seconds:6.1f} s  {result.closing}".rstrip())
    closings = " ".join(result.closing for result in results)
    print(f"{count('passed', closings)} passed, {count('failed|error', closings)} failed", flush=True)
    return 0 if all(result.passed for result in results) else 1


def count(words: str, closings: str) -> int:
    """The number of tests in the closing lines with one of these words."""
    return sum(int(number) for number in re.findall(rf"(\d+) (?:{words})", closings))


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """On Linux a new X server on a free display; yields the environment variables for Qt.

    Windows and macOS open the windows on their own desktop. Without Xvfb the tests start as well, and fail.
    """
    if sys.platform != "linux":
        yield {}
        return
    if not shutil.which("Xvfb"):
        print("\nXvfb is not installed: no test can open a real window (sudo apt-get install xvfb)")
        yield {"QT_QPA_PLATFORM": "xcb"}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    try:
        sys.exit(check())
    except KeyboardInterrupt:
        sys.exit(130)
