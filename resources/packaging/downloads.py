"""What a person downloads: the folder as .tar.gz, .deb, .zip or .dmg, and the installer for Windows.

The archives have the same bytes whenever they are made from the same folder.
"""

import gzip
import os
import shutil
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

from resources.packaging import finishing
from resources.packaging.names import BUNDLE, DIST, PROGRAM, ROOT, SUMMARY, TITLE, epoch, version
from resources.packaging.sizes import unpacked


def write_tar(folder: Path, archive: Path) -> Path:
    """Pack a folder as .tar.gz; it unpacks into one folder that is called like the archive."""
    top = archive.name.removesuffix(".tar.gz")

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = epoch()
        return member

    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        tar.add(folder, top, recursive=False, filter=plain)
        for path in sorted(folder.rglob("*")):
            tar.add(path, f"{top}/{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)
    return archive


def write_zip(folder: Path, archive: Path) -> Path:
    """Pack a folder as .zip; it unpacks into one folder that is called like the archive."""
    when = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                place = f"{archive.stem}/{path.relative_to(folder).as_posix()}"
                member = zipfile.ZipInfo(place, when)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                packed.writestr(member, path.read_bytes())
    return archive


# ---- Debian and Ubuntu: the same folder below /usr/lib, and the files for the menu

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
"""Debian's packages of the libraries in libraries.SYSTEM, without glibc."""

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
    """Make the Debian package; None where there is no dpkg-deb."""
    if not shutil.which("dpkg-deb"):
        return None
    tree = ROOT / "build" / f"deb-{archive.parent.name}"
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
    """Put the licence and the changes where Debian looks for them."""
    documents = tree / "usr" / "share" / "doc" / PROGRAM
    documents.mkdir(parents=True)
    notice = (program / "licences" / "NOTICE.txt").read_text(encoding="utf-8")
    licence = (program / "licences" / "LICENSE.txt").read_text(encoding="utf-8")
    (documents / "copyright").write_text(f"{notice}\nThe texts: /usr/lib/{PROGRAM}/licences\n\n{licence}", "utf-8")
    changes = (program / "CHANGELOG.txt").read_bytes()
    (program / "CHANGELOG.txt").unlink()
    (documents / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))
    (program / "README.txt").write_text(finishing.readme(finishing.DEBIAN), encoding="utf-8")


def add_control(tree: Path, glibc: str) -> None:
    """Write the control file."""
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


# ---- macOS and Windows


def write_dmg(bundle: Path, image: Path) -> Path:
    """Make the disk image, with a link to Applications next to the bundle."""
    folder = ROOT / "build" / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["ditto", str(bundle), str(folder / BUNDLE)], check=True)
    (folder / "Applications").symlink_to("/Applications")
    (folder / "README.txt").write_text(finishing.readme(finishing.MACOS), encoding="utf-8")
    image.unlink(missing_ok=True)
    options = ["-volname", TITLE, "-fs", "HFS+", "-format", "UDZO", "-srcfolder", str(folder)]
    subprocess.run(["hdiutil", "create", *options, str(image)], check=True)
    return image


def write_installer() -> list[Path]:
    """Make the installer with Inno Setup; an empty list where that is not installed."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "Inno Setup 6", "ISCC.exe")
    compiler = shutil.which("ISCC") or (str(usual) if usual.is_file() else "")
    if not compiler:
        print("there is no Inno Setup here, so no installer was made", flush=True)
        return []
    script = ROOT / "resources" / "packaging" / "installer.iss"
    subprocess.run([compiler, "/Qp", f"/DVersion={version()}", str(script)], check=True)
    return sorted(DIST.glob("*-setup.exe"))
