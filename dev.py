"""Momentum Lab's two commands. Each does all set-up that is still missing, in a private .venv beside this file.

    python3 dev.py run [ARGUMENTS]    start the program; the arguments are the program's own
    python3 dev.py check              run every check: format, lint, types, layers, tests, coverage

Standard library only, and the same on Linux, macOS and Windows. The syntax is kept so plain that an older Python can
read it, and say that it is too old.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = BIN / ("python" + EXE)
OLDEST, NEWEST = (3, 11), (3, 14)
RUN, CHECK = "ready-to-run", "ready-to-check"
"""The two stamps in .venv. Each is written last and holds `fingerprint()`: without one the set-up was not finished."""


def say(text: str) -> None:
    """Speak on stderr: stdout belongs to the program, whose CSV may be piped on."""
    print("dev.py: " + text, file=sys.stderr, flush=True)


# ---- the right Python


def other_python() -> str:
    """Path of another Python on this machine that is new enough, else an empty text."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)
        # Asked, not believed: a version manager leaves names on the path for Pythons that are switched off.
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return path
    return ""


def become(command: list) -> int:
    """Go on as this command, with its exit code."""
    command = [str(part) for part in command]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the program has got it too, and ends in its own time


# ---- set-up


def fingerprint() -> str:
    """What the set-up depends on. The folder is in it too, since scripts in .venv name it."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    parts += [os.fsencode(str(ROOT)), bytes(sys.version_info[:2])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready(stamp: str) -> bool:
    """Whether everything for this command is in place."""
    try:
        return PYTHON.exists() and (VENV / stamp).read_text() == fingerprint()
    except FileNotFoundError:
        return False


@contextmanager
def alone():
    """Keep a second set-up in this folder waiting; the system frees the lock, also of a process that was killed."""
    with (ROOT / ".venv.lock").open("a") as lock:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_ready(stamp: str) -> None:
    """Do what is missing for this command; raises SystemExit or CalledProcessError when it cannot be done."""
    if is_ready(stamp):
        return
    with alone():
        if is_ready(stamp):
            return
        say("setting up %s, this once" % VENV)
        bring_packages(system_packages())
        finished_once = any((VENV / name).exists() for name in (RUN, CHECK)) and is_this_python()
        for name in (RUN, CHECK):
            if (VENV / name).exists():
                (VENV / name).unlink()
        if not finished_once:
            make_venv()
        install(stamp)
        for name in (RUN, CHECK) if stamp == CHECK else (RUN,):
            (VENV / name).write_text(fingerprint())


def is_this_python() -> bool:
    """Whether .venv was made here and by a Python of this version; to any other it is of no use."""
    try:
        settings = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return PYTHON.exists() and "version = %d.%d." % sys.version_info[:2] in settings and str(VENV) in settings


def make_venv() -> None:
    """Make .venv anew, whatever a broken set-up left there."""
    if not has_module("ensurepip"):
        raise SystemExit("dev.py: this Python cannot make a .venv before that is installed")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def settings() -> dict:
    """What pyproject.toml says."""
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def install(stamp: str) -> None:
    """Put what the command needs, at its pinned versions, and the program itself into .venv."""
    wanted = ["setuptools", *settings()["project"]["dependencies"]]
    if stamp == CHECK:
        wanted += settings()["dependency-groups"]["dev"]
    pip("--constraint", str(ROOT / "constraints.txt"), *wanted)
    # A plain path in .venv rather than an import hook: every start of the program is quicker.
    pip("--no-deps", "--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    """Install these into .venv; pip's own settings and the proxies of the environment hold."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if not sys.stderr.isatty():
        command.append("--quiet")
    # Someone's "always install for the user" cannot work in a .venv.
    subprocess.run(command, check=True, env=dict(os.environ, PIP_USER="0"), stdin=subprocess.DEVNULL, stdout=sys.stderr)


# ---- system packages, on Linux


def system_packages() -> list:
    """Debian's names of the packages that are missing here; none on other systems."""
    if sys.platform != "linux":
        return []
    from app.display import missing
    from app.libraries import PICTURE, X11

    names = [library.debian for library in missing(PICTURE + X11)]
    if not has_module("ensurepip"):
        names.append("python%d.%d-venv" % sys.version_info[:2])
    return names


def has_module(name: str) -> bool:
    """Whether this Python has this module."""
    import importlib.util

    importlib.invalidate_caches()  # it may have been installed just now
    return importlib.util.find_spec(name) is not None


def bring_packages(names: list) -> None:
    """Install the packages where that is allowed, else name them in one line that can be copied."""
    if not names:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("these system packages are missing: sudo apt-get install " + " ".join(names))
        return
    say("installing system packages: " + " ".join(names))
    quiet = {"env": dict(os.environ, DEBIAN_FRONTEND="noninteractive"), "stdin": subprocess.DEVNULL}
    subprocess.call(["apt-get", "update", "-qq"], stdout=sys.stderr, **quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    if subprocess.call(command, stdout=sys.stderr, **quiet) != 0:
        say("apt-get could not install them; going on without")


# ---- the checks


def check() -> int:
    """Run every check, also after one has failed; returns 0 when all have passed."""
    fully_covered = ",".join(settings()["tool"]["momentum-lab"]["fully-covered"])
    coverage = [PYTHON, "-m", "coverage"]
    pytest = ["-m", "pytest", "-m"]
    results = [
        step("format", [BIN / "ruff", "format", "--check", "."]),
        step("lint", [BIN / "ruff", "check", "."]),
        step("types", [PYTHON, "-m", "mypy"]),
        step("layers", [BIN / "lint-imports"]),
        step("tests", [*coverage, "run", *pytest, "not real_window"], QT_QPA_PLATFORM="offscreen"),
    ]
    with screen() as environment:
        command = [*coverage, "run", "--append", *pytest, "real_window"]
        results.append(step("tests in a real window", command, **environment))
    results += [
        step("coverage of everything", [*coverage, "report"]),
        step("full coverage without Qt", [*coverage, "report", "--include", fully_covered, "--fail-under", "100"]),
    ]
    return conclusion(results)


def step(title: str, command: list, **environment: str) -> tuple:
    """Run one check under its title; returns title, whether it passed, seconds, and pytest's closing line."""
    print("\n==== %s" % title, flush=True)
    began = time.monotonic()
    everything = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    everything.update(environment, PYTHONUNBUFFERED="1")
    closing = ""
    command = [str(part) for part in command]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=str(ROOT), env=everything, **pipes) as process:
        for line in process.stdout:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            if re.search(rb"\d (passed|failed|error).* in [\d.]+s", line):
                closing = line.decode(errors="replace").strip(" =\r\n")
    return title, process.returncode == 0, time.monotonic() - began, closing


def conclusion(results: list) -> int:
    """Print what became of every step and the count of all tests; returns 0 when every step passed."""
    print("\n==== conclusion")
    for title, passed, seconds, closing in results:
        print("%-6s %-26s %6.1f s  %s" % ("ok" if passed else "FAILED", title, seconds, closing))
    lines = " ".join(closing for *_, closing in results)
    passed = sum(map(int, re.findall(r"(\d+) passed", lines)))
    failed = sum(map(int, re.findall(r"(\d+) (?:failed|error)", lines)))
    print("%d passed, %d failed" % (passed, failed), flush=True)
    return 0 if all(passed for _, passed, *_ in results) else 1


DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
"""What tells Qt where to open windows: each group of tests gets its own answer, not the person's desktop."""


@contextmanager
def screen():
    """On Linux an X server of our own, on a display number that nobody uses; yields the environment to reach it.

    Windows and macOS open the windows on their own desktop.
    """
    if sys.platform != "linux":
        yield {}
        return
    if not shutil.which("Xvfb"):
        bring_packages(["xvfb"])
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    try:
        server = subprocess.Popen(
            command, pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except FileNotFoundError:
        raise SystemExit("dev.py: no Xvfb here, so no test can open a real window") from None
    finally:
        os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        yield {"DISPLAY": ":" + number, "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


# ---- the commands


def main(arguments: list) -> int:
    """Carry out one command; returns the exit code."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        path = other_python()
        if path:
            return become([path, __file__, *arguments])
        say("Momentum Lab needs Python 3.11, 3.12, 3.13 or 3.14; this is Python " + sys.version.split()[0])
        return 2
    if arguments[:1] == ["run"]:
        make_ready(RUN)
        return become([BIN / ("momentum-lab" + EXE), *arguments[1:]])
    if arguments == ["check"]:
        bring_packages(system_packages())
        make_ready(CHECK)
        return check()
    print(__doc__.split("\n\n")[1])
    return 0 if arguments in ([], ["-h"], ["--help"]) else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        say("set-up failed; the lines above say why: " + " ".join(map(str, error.cmd)))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
