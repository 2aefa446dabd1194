"""Momentum Lab's commands. Each first does what is missing of its set-up, in a private .venv next to this file.

    python3 dev.py run [ARGUMENTS]    start the program; the arguments are the program's own
    python3 dev.py check              run every check: format, lint, types, layers, tests, coverage
    python3 dev.py build [--again]    make the packed program in dist; --again: twice, and compare every byte
    python3 dev.py translations       write the texts to be translated to resources/translations/momentum-lab.pot
    python3 dev.py windows [--all]    on Debian 12: build, try and test it for Windows, under Wine; --all: more tests

Standard library only, and the same on Linux, macOS and Windows. An older Python can parse this file too, and then say
that it is too old.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = BIN / ("python" + EXE)
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 14)
RUN, CHECK = "ready-to-run", "ready-to-check"
BUILD = "ready-to-build"
"""Files that are written when a set-up for one of these purposes is complete; each holds `fingerprint()`."""
BUILD_VENV = ROOT / ".venv-build"
"""The build has an environment of its own, since PyInstaller packs whatever it finds."""


def say(text: str) -> None:
    """Print to stderr: stdout belongs to the program, whose CSV may be piped."""
    print("dev.py: " + text, file=sys.stderr, flush=True)


# ---- the right Python


def other_python() -> str:
    """The path of another Python on this machine that is new enough, else an empty text."""
    for minor in range(NEWEST_PYTHON[1], OLDEST_PYTHON[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)
        # It must start: a version manager leaves names on the path for Pythons that are switched off.
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return path
    return ""


def exec_(command: list) -> int:
    """Replace this process by a command; on Windows run it, and return its exit code."""
    command = [str(part) for part in command]
    if os.name != "nt":
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the program got it too, and ends when it has tidied up


# ---- set-up


def fingerprint() -> str:
    """A hash of all that the set-up depends on; also of the folder, since scripts in .venv name it."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    parts += [os.fsencode(str(ROOT)), bytes(sys.version_info[:2])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready(stamp: str) -> bool:
    """Whether the set-up for this purpose is complete."""
    try:
        return PYTHON.exists() and (VENV / stamp).read_text() == fingerprint()
    except FileNotFoundError:
        return False


def set_up(stamp: str) -> None:
    """Do what is missing for this purpose. Raises SystemExit or CalledProcessError when that fails."""
    if is_ready(stamp):
        return
    with setup_lock():
        if is_ready(stamp):
            return
        say("setting up " + str(VENV) + ", this once")
        install_packages(missing_packages(stamp))
        stamps = [VENV / name for name in (RUN, CHECK) if (VENV / name).exists()]
        is_usable = bool(stamps) and is_of_this_python()
        for path in stamps:
            path.unlink()
        if not is_usable:
            make_venv()
        install_dependencies(stamp)
        for name in (RUN, CHECK) if stamp == CHECK else (RUN,):
            (VENV / name).write_text(fingerprint())


@contextmanager
def setup_lock():
    """Let one process at a time set up this folder; the system frees the lock of a process that was killed."""
    with (ROOT / ".venv.lock").open("a") as lock:
        if os.name == "nt":
            import msvcrt

            lock_on_windows(lock.fileno(), msvcrt)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lock_on_windows(descriptor: int, msvcrt) -> None:
    """Wait for the lock on an open file without a limit: Windows itself gives up after ten seconds."""
    while True:
        try:
            return msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        except OSError as error:
            if error.errno != errno.EDEADLK:
                raise


def is_of_this_python() -> bool:
    """Whether .venv was made in this folder and by this version of Python: only then can it be used."""
    try:
        made_by = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return PYTHON.exists() and "version = %d.%d." % sys.version_info[:2] in made_by and str(VENV) in made_by


def make_venv(folder: Path = VENV) -> None:
    """Make .venv, or another environment, from nothing."""
    if not has_module("ensurepip"):
        raise SystemExit("dev.py: this Python cannot make a .venv before that is installed")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)


def set_up_build() -> Path:
    """Make .venv-build, from nothing when anything has changed; return its Python."""
    import sysconfig

    if sys.platform == "linux" and not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        say("this Python was built without its shared library, which the packed program needs")
        say("Debian's own has it: sudo apt-get install python3-venv python3-dev; /usr/bin/python3 dev.py build")
        raise SystemExit(2)
    python = BUILD_VENV / BIN.name / PYTHON.name
    with setup_lock():
        stamp = BUILD_VENV / BUILD
        if not (stamp.exists() and python.exists() and stamp.read_text() == fingerprint()):
            say("setting up " + str(BUILD_VENV) + ", this once")
            make_venv(BUILD_VENV)
            pip_install("--constraint", str(ROOT / "constraints.txt"), *dependencies("build"), python=python)
            stamp.write_text(fingerprint())
    return python


def install_dependencies(stamp: str) -> None:
    """Install what this purpose needs, at its pinned versions, and the program itself into .venv."""
    groups = ["dev"] if stamp == CHECK else []
    pip_install("--constraint", str(ROOT / "constraints.txt"), "setuptools", *dependencies(*groups))
    # A plain path in .venv instead of an import hook makes every start of the program faster.
    pip_install(
        "--no-deps", "--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", str(ROOT)
    )


def dependencies(*groups: str) -> list:
    """The program's dependencies and those of these groups, from pyproject.toml."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return sum((settings["dependency-groups"][group] for group in groups), settings["project"]["dependencies"])


def pip_install(*arguments: str, python: Path = PYTHON) -> None:
    """Install packages into the environment of that Python, with pip's own settings and the proxies."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if not sys.stderr.isatty():
        command.append("--quiet")
    # A person's setting "always install for the user" cannot work in a .venv.
    subprocess.run(command, check=True, env=dict(os.environ, PIP_USER="0"), stdin=subprocess.DEVNULL, stdout=sys.stderr)


def has_module(name: str) -> bool:
    """Whether this Python has this module."""
    import importlib.util

    importlib.invalidate_caches()  # it may have been installed just now
    return importlib.util.find_spec(name) is not None


def missing_packages(stamp: str) -> list:
    """Debian's names of the system packages that are missing for this purpose; none on other systems than Linux."""
    if sys.platform != "linux":
        return []
    from app.display import PICTURE, WAYLAND, X11, missing

    names = [library.debian for library in missing(PICTURE + X11 + (WAYLAND if stamp == BUILD else ()))]
    if stamp in (CHECK, BUILD) and not shutil.which("objdump"):
        names.append("binutils")
    if not has_module("ensurepip"):
        names.append("python%d.%d-venv" % sys.version_info[:2])
    if stamp == CHECK and not shutil.which("Xvfb"):
        names.append("xvfb")
    return names


def install_packages(names: list) -> None:
    """Install system packages where that is allowed, else name them in one line that can be copied."""
    if not names:
        return
    # In CI every user may install what is needed.
    sudo = ["sudo", "--non-interactive"] if os.geteuid() != 0 and os.environ.get("CI") and shutil.which("sudo") else []
    if not (os.geteuid() == 0 or sudo) or not shutil.which("apt-get"):
        say("these system packages are missing: sudo apt-get install " + " ".join(names))
        return
    say("installing system packages: " + " ".join(names))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["install", "-y", "-o=Dpkg::Use-Pty=0", "--no-install-recommends", *names]
    for arguments in (["update"], install):
        command = [*sudo, "apt-get", "-qq", *arguments]
        failed = subprocess.call(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if failed:
        say("apt-get could not install them; going on without")


# ---- Windows under Wine

OS_RELEASE = Path("/etc/os-release")
WINE_PACKAGES = (
    "wine",
    "wine64",
    "gcc-mingw-w64-x86-64-posix",
    "binutils-mingw-w64-x86-64",
    "mingw-w64-tools",
    "libpython3.11-stdlib",
    "python3.11-venv",
    "python3-distutils",
    "python3-lib2to3",
    "xvfb",
    "fonts-dejavu-core",
)
"""Debian's packages from which a Windows is made (resources/packaging/wine)."""


def install_wine() -> str:
    """Install those that are missing; returns why this machine can't have them, else an empty text."""
    import platform

    release = OS_RELEASE.read_text(encoding="utf-8").splitlines() if OS_RELEASE.exists() else []
    if not {"ID=debian", 'VERSION_ID="12"'} <= set(release) or platform.machine() != "x86_64":
        return "it takes Debian 12 on x86-64, and this is another system"
    missing = missing_wine_packages()
    if missing and os.geteuid() != 0:
        return "as root, once: apt-get install --no-install-recommends " + " ".join(missing)
    install_packages(missing)
    missing = missing_wine_packages()
    return "these packages could not be installed: " + " ".join(missing) if missing else ""


def missing_wine_packages() -> list:
    """Which of these packages are not installed."""
    command = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *WINE_PACKAGES]
    listing = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    installed = {line.split()[0] for line in listing.decode().splitlines() if line.endswith(" installed")}
    return [name for name in WINE_PACKAGES if name not in installed]


# ---- the commands


def main(arguments: list) -> int:
    """Run one command; returns the exit code."""
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        path = other_python()
        if path:
            return exec_([path, __file__, *arguments])
        say("Momentum Lab needs Python 3.11, 3.12, 3.13 or 3.14; this is Python " + sys.version.split()[0])
        return 2
    if arguments[:1] == ["run"]:
        set_up(RUN)
        return exec_([BIN / ("momentum-lab" + EXE), *arguments[1:]])
    if arguments == ["check"]:
        install_packages(missing_packages(CHECK))
        set_up(CHECK)
        os.chdir(ROOT)
        return exec_([PYTHON, "-m", "tests.checks"])
    if arguments == ["translations"]:
        set_up(CHECK)
        os.chdir(ROOT)
        return exec_([PYTHON, "-m", "resources.translations.extract"])
    if arguments in (["build"], ["build", "--again"]):
        install_packages(missing_packages(BUILD))
        python = set_up_build()
        os.chdir(ROOT)
        return exec_([python, "-m", "resources.packaging.build", *arguments[1:]])
    if arguments in (["windows"], ["windows", "--all"]):
        problem = install_wine()
        if problem:
            say("nothing is known about Windows here: " + problem)
            return 2
        set_up(RUN)
        return exec_([PYTHON, "-m", "tests.under_wine", *arguments[1:]])
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
