"""The package for Debian and Ubuntu: the same folder below /usr/lib, the menu's files, and what it expects."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from resources.packaging import finishing
from resources.packaging.names import PROGRAM, ROOT, SUMMARY, epoch, version
from resources.packaging.readme import DEBIAN, readme
from resources.packaging.sizes import unpacked

EXPECTED = (
    "fontconfig",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgl1",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "zlib1g",
)
"""Debian's names of what contents.SYSTEM leaves to the system, besides glibc."""

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: The Momentum Lab developers <developers@momentum-lab.invalid>
Installed-Size: {kilobytes}
Depends: libc6 (>= {glibc}), {expected}
Section: education
Priority: optional
Description: {summary}
 Balls with different momentum roll over the same landscape. Choose, draw or
 type the curve, change a ball while it rolls, see where each would end, and
 export every step as numbers. The package brings its own Python and Qt.
"""


def write_deb(folder: Path, archive: Path, glibc: str) -> Path | None:
    """Make the package; None where there is no dpkg-deb."""
    if not shutil.which("dpkg-deb"):
        return None
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    program = tree / "usr" / "lib" / PROGRAM
    shutil.copytree(folder, program, symlinks=True, ignore=shutil.ignore_patterns("share", "add-to-menu.sh"))
    shutil.copytree(folder / "share", tree / "usr" / "share")
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / PROGRAM).symlink_to(f"../lib/{PROGRAM}/{PROGRAM}")
    add_documents(tree, program)
    add_control(tree, glibc)
    finishing.date(tree)
    (program / PROGRAM).chmod(0o755)
    command = ["dpkg-deb", "--root-owner-group", "--threads-max=1", "-Zxz", "-z4", "--build", str(tree), str(archive)]
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(epoch()))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return archive


def add_documents(tree: Path, program: Path) -> None:
    """The licence and the changes where Debian looks for them."""
    documents = tree / "usr" / "share" / "doc" / PROGRAM
    documents.mkdir(parents=True)
    notice = (program / "licences" / "NOTICE.txt").read_text(encoding="utf-8")
    licence = (program / "licences" / "LICENSE.txt").read_text(encoding="utf-8")
    (documents / "copyright").write_text(f"{notice}\nThe texts: /usr/lib/{PROGRAM}/licences\n\n{licence}", "utf-8")
    changes = (program / "CHANGELOG.txt").read_bytes()
    (program / "CHANGELOG.txt").unlink()
    (documents / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))
    (program / "README.txt").write_text(readme(DEBIAN), encoding="utf-8")


def add_control(tree: Path, glibc: str) -> None:
    """What the package manager reads."""
    command = ["dpkg", "--print-architecture"]
    text = CONTROL.format(
        name=PROGRAM,
        version=version(),
        architecture=subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(),
        kilobytes=unpacked(tree) // 1024 + 1,
        glibc=glibc,
        expected=", ".join(EXPECTED),
        summary=SUMMARY[0].lower() + SUMMARY[1:],
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(text, encoding="utf-8")
