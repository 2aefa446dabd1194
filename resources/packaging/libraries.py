"""Linux: is every library inside that the desktop may not have? Asked of the linker itself, file by file."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from resources.packaging import elf
from resources.packaging.contents import is_of_the_system, needs


def binaries(folder: Path) -> Iterator[Path]:
    """All programs and libraries below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def problems(folder: Path) -> list[str]:
    """One sentence for each library that is needed and neither inside nor on the list of the system's own.

    And one for each folder of the build machine in which something would be sought.
    """
    found = []
    for path in binaries(folder):
        elsewhere = elf.absolute(elf.run_paths(path.read_bytes()))
        found += [f"{path.relative_to(folder)} looks for libraries in {sought}" for sought in elsewhere]
        for name, place in sorted(linked(path, folder).items()):
            if not place:
                found.append(f"{path.relative_to(folder)} needs {name}, which is not to be found")
            elif name in needs(path) and not Path(place).is_relative_to(folder) and not is_of_the_system(name):
                found.append(f"{path.relative_to(folder)} needs {name}, which is not inside but in {place}")
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
    """The least version of glibc that all of it can be loaded with, such as 2.35."""
    versions = {(0, 0)}
    for path in binaries(folder):
        command = ["objdump", "--private-headers", str(path)]
        headers = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        versions |= {(int(major), int(minor)) for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", headers)}
    return "{}.{}".format(*max(versions))


def too_new(glibc: str, most: str) -> list[str]:
    """A sentence when a newer glibc is needed than `most`, such as 2.35; an empty text allows all."""

    def number(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    if not most or number(glibc) <= number(most):
        return []
    return [f"it needs glibc {glibc}, and at most {most} is allowed"]
