"""Finishes PyInstaller's folder: makes it smaller, adds licences, README.txt and files for the menu, sets all dates."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from resources.packaging import icu, libraries, licences
from resources.packaging.names import BUNDLE, PROGRAM, ROOT, WINDOW_PROGRAM, epoch, version

MENU_FILES = ROOT / "resources" / "packaging" / "linux"


def finish(folder: Path) -> None:
    """Make the folder of Linux or Windows ready to be downloaded."""
    if sys.platform == "linux":
        strip(folder)
        for path in folder.rglob("libicudata.so.*"):
            if not path.is_symlink():
                icu.shrink(path)
        for path in libraries.binaries(folder):
            libraries.clear_run_paths(path)
        add_menu_files(folder)
    licences.collect(folder / "licences", libraries_of_the_system(folder))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name, text in (("README.txt", readme(KINDS[sys.platform])), ("CHANGELOG.txt", changes)):
        (folder / name).write_text(text, encoding="utf-8", newline="\r\n" if sys.platform == "win32" else "\n")
    date(folder)


def finish_bundle(folder: Path) -> None:
    """Put the licences into the bundle, and sign it again for this machine: once changed it does not start."""
    bundle = folder / BUNDLE
    licences.collect(bundle / "Contents" / "Resources" / "licences", [])
    date(bundle / "Contents" / "Resources" / "licences")
    subprocess.run(["codesign", "--force", "--deep", "--sign", "-", str(bundle)], check=True)


def strip(folder: Path) -> None:
    """Strip Python's libraries and ICU's; the others have no symbols for debuggers, or break when they are stripped."""
    inside = folder / "_internal"
    found = [*inside.glob("libpython*.so.*"), *inside.glob("python3.*/lib-dynload/*.so"), *inside.rglob("libicu*.so.*")]
    files = [str(path) for path in found if not path.is_symlink() and "icudata" not in path.name]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def libraries_of_the_system(folder: Path) -> list[Path]:
    """The libraries of this Linux that were packed, as paths on this machine; Python's own is left out.

    Raises FileNotFoundError for one that is not this system's, since its licence is not known.
    """
    if sys.platform != "linux":
        return []
    known = libraries.system_libraries()
    inside = [path.name for path in sorted((folder / "_internal").glob("lib*.so*")) if not path.is_symlink()]
    names = [name for name in inside if not name.startswith("libpython")]
    for name in names:
        if name not in known:
            raise FileNotFoundError(f"_internal/{name} is no library of this system, so its licence is not known")
    return [known[name] for name in names]


def add_menu_files(folder: Path) -> None:
    """Add what the desktop's menu needs: an entry, the file type, icons, and a script that installs them."""
    icons = ROOT / "resources" / "icons"
    share = folder / "share"
    for file, target in (("momentum-lab.desktop", "applications"), ("momentum-lab.xml", "mime/packages")):
        (share / target).mkdir(parents=True)
        shutil.copyfile(MENU_FILES / file, share / target / file)
    for side in (16, 32, 48, 64, 128, 256):
        target = share / "icons" / "hicolor" / f"{side}x{side}" / "apps"
        target.mkdir(parents=True)
        shutil.copyfile(icons / f"momentum-lab-{side}.png", target / f"{PROGRAM}.png")
    shutil.copyfile(MENU_FILES / "add-to-menu.sh", folder / "add-to-menu.sh")


def date(folder: Path) -> None:
    """Give all files the time of the commit and the usual permissions: 755 for programs and folders, else 644."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():
            continue
        if path.is_dir() or path.name == "add-to-menu.sh" or (path.stat().st_mode & 0o100 and path.parent == folder):
            path.chmod(0o755)
        else:
            path.chmod(0o644)
        os.utime(path, (epoch(), epoch()))
    folder.chmod(0o755)


# ---- README.txt, for each kind of download

TEMPLATE = ROOT / "resources" / "packaging" / "README.txt"

ANYWHERE = "Nothing has to be installed: this folder is the whole program, and it may lie anywhere."


class Kind(NamedTuple):
    """The passages in which the downloads differ."""

    program: str
    """The command that starts the program."""
    start: str
    afterwards: str
    licences: str


LINUX = Kind(
    program=f"./{PROGRAM}",
    start=f"{ANYWHERE}\nStart it with ./{PROGRAM}",
    afterwards="./add-to-menu.sh adds the program to your desktop's menu and opens *.momentum files with it;\n"
    "./add-to-menu.sh --remove takes that away again. Both change only files of yours, below ~/.local/share.",
    licences="licences",
)
DEBIAN = Kind(
    program=PROGRAM,
    start=f"It is in your desktop's menu, and opens *.momentum files. In a terminal it is called {PROGRAM}.",
    afterwards=f"sudo apt-get remove {PROGRAM} takes it away again. Your own files stay.",
    licences=f"/usr/lib/{PROGRAM}/licences",
)
WINDOWS = Kind(
    program=f"{PROGRAM}.exe",
    start=f'{ANYWHERE}\n"{WINDOW_PROGRAM}.exe" opens the window; {PROGRAM}.exe is the same for the command line.',
    afterwards="Windows stops a program that is not signed when it is first started. To start it all the same, choose\n"
    "More info and then Run anyway; do so only when its SHA-256 is the one in the release's SHA256SUMS.",
    licences="licences",
)
MACOS = Kind(
    program=f'"{BUNDLE}/Contents/MacOS/{PROGRAM}"',
    start=f"Drag {BUNDLE} into Applications, and open it there.",
    afterwards="macOS stops a program that is not signed when it is first opened. To open it all the same, go to\n"
    "System Settings, Privacy & Security, and choose Open Anyway; do so only when its SHA-256 is the one in the\n"
    "release's SHA256SUMS.",
    licences=f'"{BUNDLE}/Contents/Resources/licences"',
)
KINDS = {"linux": LINUX, "win32": WINDOWS, "darwin": MACOS}
"""By sys.platform; Debian's package has its own, DEBIAN."""


def readme(kind: Kind) -> str:
    """README.txt for one kind of download."""
    text = TEMPLATE.read_text(encoding="utf-8")
    marks = {
        "@VERSION@": version(),
        "@START@": kind.start,
        "@PROGRAM@": kind.program,
        "@AFTERWARDS@": kind.afterwards,
        "@LICENCES@": kind.licences,
    }
    for mark, passage in marks.items():
        text = text.replace(mark, passage)
    return text
