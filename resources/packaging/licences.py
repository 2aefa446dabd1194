"""Collects the licence texts of everything in the packed program."""

import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from resources.packaging.names import ROOT

COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the licences that packages only refer to."""
REFERENCE = re.compile(rf"{COMMON.as_posix()}/(\{{[^}}\s]+\}}|\w[\w.+-]*)")
TEXTS = ROOT / "resources" / "packaging" / "licences"
PACKAGES = ("numpy", "pillow", "pyqtgraph", "pyinstaller", "colorama")
PYTHON = ("LICENSE.txt", f"lib/python3.{sys.version_info[1]}/LICENSE.txt", "LICENSE")
"""Where different builds of Python keep their licence."""


def collect(folder: Path, libraries: list[Path]) -> None:
    """Put all texts into `folder`; `libraries` are paths of the libraries taken from this system (Linux).

    Raises FileNotFoundError where a text is missing: without it the program must not be distributed.
    """
    folder.mkdir(parents=True)
    always = ("GPL-3.0.txt", "LGPL-3.0.txt", "LGPL-2.1.txt", "Qt-third-party.txt")
    for text in (*always, *(["ICU.txt"] if sys.platform == "linux" else [])):
        shutil.copyfile(TEXTS / text, folder / text)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    (folder / "NOTICE.txt").write_text(notice(), encoding="utf-8")
    shutil.copyfile(_python(), folder / "Python.txt")
    for package in PACKAGES:
        _copy_package(package, folder / package)
    for package in sorted({_debian_package(path) for path in libraries}):
        (folder / "system").mkdir(exist_ok=True)
        text = Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
        shutil.copyfile(text, folder / "system" / f"{text.parent.name}.txt")
    add_common(folder)


def add_common(folder: Path, common: Path = COMMON) -> None:
    """Put the shared licences to which texts in `folder` only refer into system/common-licenses.

    Raises FileNotFoundError for one that is not in `common`.
    """
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()]
    for name in sorted(set().union(*map(referred, texts))):
        target = folder / "system" / COMMON.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(common / name, target)


def referred(text: str) -> set[str]:
    """The names of the shared licences to which a text refers: single ones, or several in braces."""
    found = (name.strip("{}").split(",") for name in REFERENCE.findall(text))
    return {name.rstrip(".") for names in found for name in names}


def notice() -> str:
    """NOTICE.txt with the versions that are packed."""
    text = (TEXTS / "NOTICE.txt").read_text(encoding="utf-8")
    qt = metadata.version("PySide6-Essentials")
    versions = {
        "@QT@": qt,
        "@QT_MINOR@": qt.rpartition(".")[0],
        "@PYTHON@": sys.version.split()[0],
        "@NUMPY@": metadata.version("numpy"),
        "@PILLOW@": metadata.version("pillow"),
        "@PYQTGRAPH@": metadata.version("pyqtgraph"),
    }
    for mark, version in versions.items():
        text = text.replace(mark, version)
    return text


def _python() -> Path:
    paths = [Path(base, name) for base in (sys.base_prefix, sys.base_exec_prefix) for name in PYTHON]
    debian = Path(f"/usr/share/doc/python3.{sys.version_info[1]}/copyright")
    return next((path for path in [*paths, debian] if path.is_file()), paths[0])


def _copy_package(name: str, folder: Path) -> None:
    """Copy the licence files of an installed package."""
    distribution = metadata.distribution(name)
    found = [file for file in distribution.files or () if "licenses" in file.parts]
    if not found:
        raise FileNotFoundError(f"{name} has no licence text")
    for file in found:
        target = folder.joinpath(*file.parts[file.parts.index("licenses") + 1 :])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(distribution.locate_file(file)), target)


def _debian_package(library: Path) -> str:
    """The Debian package of a library, which dpkg may know by its link or by its target, with or without /usr."""
    real = library.resolve()
    for path in [library, real, *(Path(str(path).removeprefix("/usr")) for path in (library, real))]:
        command = ["dpkg-query", "--search", str(path)]
        answer = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        if answer:
            return answer.split(": ")[0]
    raise FileNotFoundError(f"no package is known that contains {library}, so its licence is not known")
