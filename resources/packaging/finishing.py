"""What is done to PyInstaller's folder before it is given away: made smaller, furnished with texts, dated."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from resources.packaging import contents, elf, icu, libraries, licences
from resources.packaging.names import PROGRAM, ROOT, epoch
from resources.packaging.readme import KINDS, readme

LINUX = ROOT / "resources" / "packaging" / "linux"


def finish(folder: Path) -> None:
    """Make the folder ready for a person."""
    if sys.platform == "linux":
        strip(folder)
        for path in folder.rglob("libicudata.so.*"):
            if not path.is_symlink():
                icu.shrink(path)
        # The Python of the build may have been told where it lies; whoever else has such a folder is not to be asked.
        for path in libraries.binaries(folder):
            elf.clear(path)
        add_menu_files(folder)
    licences.collect(folder / "licences", libraries_of_the_system(folder))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name, text in (("README.txt", readme(KINDS[sys.platform])), ("CHANGELOG.txt", changes)):
        (folder / name).write_text(text, encoding="utf-8", newline="\r\n" if sys.platform == "win32" else "\n")
    date(folder)


def strip(folder: Path) -> None:
    """Take the names for debuggers out of Python's libraries and ICU's; the others have none, or break by it."""
    inside = folder / "_internal"
    found = [*inside.glob("libpython*.so.*"), *inside.glob("python3.*/lib-dynload/*.so"), *inside.rglob("libicu*.so.*")]
    files = [str(path) for path in found if not path.is_symlink() and "icudata" not in path.name]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def libraries_of_the_system(folder: Path) -> list[Path]:
    """The libraries of this Linux that were put into the folder, where they were taken from.

    Raises FileNotFoundError for one that is not this system's: nobody could tell its licence. Python's own is left out.
    """
    if sys.platform != "linux":
        return []
    known = contents.system_libraries()
    inside = [path.name for path in sorted((folder / "_internal").glob("lib*.so*")) if not path.is_symlink()]
    names = [name for name in inside if not name.startswith("libpython")]
    for name in names:
        if name not in known:
            raise FileNotFoundError(f"_internal/{name} is no library of this system; its licence cannot be told")
    return [known[name] for name in names]


def add_menu_files(folder: Path) -> None:
    """What puts the program into the desktop's menu: an entry, the kind of file, icons, and a script for them."""
    icons = ROOT / "resources" / "icons"
    share = folder / "share"
    for file, place in (("momentum-lab.desktop", "applications"), ("momentum-lab.xml", "mime/packages")):
        (share / place).mkdir(parents=True)
        shutil.copyfile(LINUX / file, share / place / file)
    for side in (16, 32, 48, 64, 128, 256):
        place = share / "icons" / "hicolor" / f"{side}x{side}" / "apps"
        place.mkdir(parents=True)
        shutil.copyfile(icons / f"momentum-lab-{side}.png", place / f"{PROGRAM}.png")
    shutil.copyfile(LINUX / "add-to-menu.sh", folder / "add-to-menu.sh")


def date(folder: Path) -> None:
    """Give all files the time of the commit, and the rights that everyone needs and nobody else."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():
            continue
        if path.is_dir() or path.name == "add-to-menu.sh" or (path.stat().st_mode & 0o100 and path.parent == folder):
            path.chmod(0o755)
        else:
            path.chmod(0o644)
        os.utime(path, (epoch(), epoch()))
    folder.chmod(0o755)
