"""The size of the packed program, part by part, and the limits of a build."""

import gzip
import os
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

MB = 1_000_000
LIMITS = {"linux": (149 * MB, 54 * MB), "win32": (112 * MB, 48 * MB)}
"""Of the folder and of the archive, in bytes: today's sizes and a little for another Python.

On Linux never more than 150 and 55.
"""

PARTS = (
    ("OpenBLAS, with Fortran's libraries", "*/numpy.libs/*"),
    ("NumPy", "*/numpy/*"),
    ("Pillow, with its libraries", "*/pillow.libs/*"),
    ("Pillow, with its libraries", "*/PIL/*"),
    ("ICU", "*/libicu*"),
    ("PySide: Qt for Python", "*/PySide6/*.abi3.*"),
    ("PySide: Qt for Python", "*/shiboken6/*"),
    ("Qt: plugins", "*/plugins/*"),
    ("Qt: libraries", "*/PySide6/*"),
    ("Python's library and modules", "*/libpython*"),
    ("Python's library and modules", "*/python3.*/*"),
    ("Python's library and modules", "*/base_library.zip"),
    ("fonts, icons, landscapes, self-test", "*/_internal/resources/*"),
    ("libraries from the system of the build", "*/_internal/lib*"),
    ("licence texts", "*/licences/*"),
    ("pyqtgraph: icons, colour maps", "*/pyqtgraph/*"),
    ("the program: starter and all Python code", "*/momentum-lab"),
    ("texts, icons for the menu", "*"),
)
"""The parts and their patterns; a file belongs to the first one that its path matches."""


class Part(NamedTuple):
    """One line of the table, in bytes. Compressed: as if each file were compressed by itself."""

    title: str
    unpacked: int
    compressed: int


def files(folder: Path) -> Iterator[Path]:
    """All files below a folder without links, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def unpacked(folder: Path) -> int:
    """The size of all files in bytes."""
    return sum(path.stat().st_size for path in files(folder))


def parts(folder: Path) -> list[Part]:
    """The table, the largest part first."""
    sums: dict[str, list[int]] = {}
    for path in files(folder):
        location = f"{os.sep}{path.relative_to(folder.parent)}".replace(os.sep, "/")
        title = next(title for title, pattern in PARTS if fnmatch(location, pattern))
        content = path.read_bytes()
        sizes = sums.setdefault(title, [0, 0])
        sizes[0] += len(content)
        sizes[1] += len(gzip.compress(content, 6))
    return sorted((Part(title, *sums[title]) for title in sums), key=lambda part: -part.unpacked)


def table(folder: Path) -> str:
    """The parts as the table in docs/packaging.md."""
    found = parts(folder)
    found.append(Part("**all**", sum(part.unpacked for part in found), sum(part.compressed for part in found)))
    lines = ["| part | unpacked, MB | compressed, MB |", "|---|---:|---:|"]
    lines += [f"| {part.title} | {part.unpacked / MB:.1f} | {part.compressed / MB:.1f} |" for part in found]
    return "\n".join(lines)


def problems(folder: Path, archive: Path) -> list[str]:
    """One sentence for each limit that is exceeded."""
    sizes = ((folder, unpacked(folder)), (archive, archive.stat().st_size))
    return [
        f"{path.name} is too large: {size / MB:.1f} MB, and at most {limit / MB:.0f} MB are allowed"
        for (path, size), limit in zip(sizes, LIMITS[sys.platform], strict=True)
        if size > limit
    ]
