"""Momentum Lab's commands. Each does all set-up that is still missing, in a private .venv beside this file.

    python3 dev.py run [ARGUMENTS]    start the program; the arguments are the program's own
    python3 dev.py check              run every check: format, lint, types, layers, tests, coverage
    python3 dev.py build [--again]    make the packed program in dist; --again: twice, and compare every byte
    python3 dev.py windows [--all]    on Debian 12: build, try and test it for Windows, under Wine; --all: more tests

Standard library only, and the same on Linux, macOS and Windows. The syntax is so plain that an older Python can read it
too, to say that it is too old.
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
OLDEST, NEWEST = (3, 11), (3, 14)
RUN, CHECK = "ready-to-run", "ready-to-check"
"""The two stamps in .venv. Each is written last and holds `fingerprint()`: without one the set-up was not finished."""
BUILD = "ready-to-build"
BUILD_VENV = ROOT / ".venv-build"
"""What is built comes from an environment of its own: PyInstaller packs whatever it finds."""


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


def make_ready(stamp: str) -> None:
    """Do what is missing for this command; raises SystemExit or CalledProcessError when it cannot be done."""
    if is_ready(stamp):
        return
    with alone():
        if is_ready(stamp):
            return
        say("setting up " + str(VENV) + ", this once")
        bring_packages(missing_packages(stamp))
        stamps = [VENV / name for name in (RUN, CHECK) if (VENV / name).exists()]
        sound = bool(stamps) and is_this_python()
        for path in stamps:
            path.unlink()
        if not sound:
            make_venv()
        install(stamp)
        for name in (RUN, CHECK) if stamp == CHECK else (RUN,):
            (VENV / name).write_text(fingerprint())


@contextmanager
def alone():
    """Keep a second set-up in this folder waiting; the system frees the lock, also of a process that was killed."""
    with (ROOT / ".venv.lock").open("a") as lock:
        if os.name == "nt":
            import msvcrt

            lock_on_windows(lock.fileno(), msvcrt)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lock_on_windows(number: int, msvcrt) -> None:
    """Wait for the lock on an open file, however long: Windows itself gives up after ten seconds."""
    while True:
        try:
            return msvcrt.locking(number, msvcrt.LK_LOCK, 1)
        except OSError as error:
            if error.errno != errno.EDEADLK:
                raise


def is_this_python() -> bool:
    """Whether .venv was made here and by a Python of this version; to any other it is of no use."""
    try:
        made_by = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return PYTHON.exists() and "version = %d.%d." % sys.version_info[:2] in made_by and str(VENV) in made_by


def make_venv(folder: Path = VENV) -> None:
    """Make .venv, or another folder of the kind, anew, whatever a broken set-up left there."""
    if not has_module("ensurepip"):
        raise SystemExit("dev.py: this Python cannot make a .venv before that is installed")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)


def build_python() -> Path:
    """Make .venv-build, always from nothing when anything has changed; return its Python."""
    import sysconfig

    if sys.platform == "linux" and not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        say("this Python was built without its shared library, which the packed program needs")
        say("Debian's own has it: sudo apt-get install python3-venv python3-dev; /usr/bin/python3 dev.py build")
        raise SystemExit(2)
    python = BUILD_VENV / BIN.name / PYTHON.name
    with alone():
        stamp = BUILD_VENV / BUILD
        if not (stamp.exists() and python.exists() and stamp.read_text() == fingerprint()):
            say("setting up " + str(BUILD_VENV) + ", this once")
            make_venv(BUILD_VENV)
            dependencies, groups = wishes()
            pip("--constraint", str(ROOT / "constraints.txt"), *dependencies, *groups["build"], python=python)
            stamp.write_text(fingerprint())
    return python


def install(stamp: str) -> None:
    """Put what the command needs, at its pinned versions, and the program itself into .venv."""
    dependencies, groups = wishes()
    wanted = ["setuptools", *dependencies]
    if stamp == CHECK:
        wanted += groups["dev"]
    pip("--constraint", str(ROOT / "constraints.txt"), *wanted)
    # A plain path in .venv rather than an import hook: every start of the program is quicker.
    pip("--no-deps", "--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", str(ROOT))


def wishes() -> tuple:
    """What pyproject.toml asks for: the program's dependencies, and the groups of others."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["project"]["dependencies"], settings["dependency-groups"]


def pip(*arguments: str, python: Path = PYTHON) -> None:
    """Install these into the .venv of that Python; pip's own settings and the proxies of the environment hold."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if not sys.stderr.isatty():
        command.append("--quiet")
    # Someone's "always install for the user" cannot work in a .venv.
    subprocess.run(command, check=True, env=dict(os.environ, PIP_USER="0"), stdin=subprocess.DEVNULL, stdout=sys.stderr)


def has_module(name: str) -> bool:
    """Whether this Python has this module."""
    import importlib.util

    importlib.invalidate_caches()  # it may have been installed just now
    return importlib.util.find_spec(name) is not None


def missing_packages(stamp: str) -> list:
    """Debian's names of the system packages that the command misses here; none on other systems than Linux."""
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


def bring_packages(names: list) -> None:
    """Install the packages where that is allowed, else name them in one line that can be copied."""
    if not names:
        return
    # In CI whoever runs it may install what it needs.
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

RELEASE = Path("/etc/os-release")
WINE = (
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
"""Debian's packages that a Windows is made from (resources/packaging/wine)."""


def bring_wine() -> str:
    """Install what is missing of them; returns why that cannot be done on this machine, else an empty text."""
    import platform

    release = RELEASE.read_text(encoding="utf-8").splitlines() if RELEASE.exists() else []
    if not {"ID=debian", 'VERSION_ID="12"'} <= set(release) or platform.machine() != "x86_64":
        return "it takes Debian 12 on x86-64, and this is another system"
    missing = missing_wine()
    if missing and os.geteuid() != 0:
        return "as root, once: apt-get install --no-install-recommends " + " ".join(missing)
    bring_packages(missing)
    missing = missing_wine()
    return "these packages could not be installed: " + " ".join(missing) if missing else ""


def missing_wine() -> list:
    """Which of Debian's packages are not installed."""
    command = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *WINE]
    listing = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    installed = {line.split()[0] for line in listing.decode().splitlines() if line.endswith(" installed")}
    return [name for name in WINE if name not in installed]


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
        bring_packages(missing_packages(CHECK))
        make_ready(CHECK)
        os.chdir(ROOT)
        return become([PYTHON, "-m", "tests.checks"])
    if arguments in (["build"], ["build", "--again"]):
        bring_packages(missing_packages(BUILD))
        python = build_python()
        os.chdir(ROOT)
        return become([python, "-m", "resources.packaging.build", *arguments[1:]])
    if arguments in (["windows"], ["windows", "--all"]):
        problem = bring_wine()
        if problem:
            say("nothing is known about Windows here: " + problem)
            return 2
        make_ready(RUN)
        return become([PYTHON, "-m", "tests.under_wine", *arguments[1:]])
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
