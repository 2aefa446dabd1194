"""Build the packed program for this system into dist/: the folder, and what a person downloads.

`python3 dev.py build` runs it in .venv-build. With `--again` it builds a second time and compares every byte.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from resources.packaging import archives, deb, finishing, libraries, macos, signing, sizes, windows
from resources.packaging.names import BUNDLE, DIST, PROGRAM, ROOT, epoch, machine, version


def main() -> int:
    """Build; returns the exit code, 1 when the result must not be given away."""
    began = time.monotonic()
    folder = build(DIST)
    found = []
    if "--again" in sys.argv[1:]:
        found += differences(folder, build(ROOT / "build" / "again"))
        say(f"a second build has the same {sum(1 for _ in sizes.files(folder))} files" if not found else "not the same")
    if sys.platform != "linux":
        signing.main("program")
    made, complaints = download(folder)
    found += complaints
    for path in made:
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size / sizes.MB:.1f} MB  sha256 {sha256(path)}")
    say(f"built in {time.monotonic() - began:.0f} s")
    for sentence in found:
        print(f"dev.py build: {sentence}", file=sys.stderr)
    return 1 if found else 0


def build(place: Path) -> Path:
    """Run PyInstaller into an empty folder `place`; return the program's folder, or bundle on macOS, finished."""
    shutil.rmtree(place, ignore_errors=True)
    work = ROOT / "build" / "work"
    shutil.rmtree(work, ignore_errors=True)
    options = ["--noconfirm", "--log-level=ERROR", f"--distpath={place}", f"--workpath={work}"]
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(epoch()))
    command = [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "build.spec")]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    if sys.platform == "darwin":
        macos.finish(place)
        return place / BUNDLE
    finishing.finish(place / PROGRAM)
    return place / PROGRAM


def download(folder: Path) -> tuple[list[Path], list[str]]:
    """Make what a person downloads; also return what speaks against giving it away, in sentences."""
    name = f"{PROGRAM}-{version()}-{machine()}"
    if sys.platform == "darwin":
        return [macos.write_dmg(folder, DIST / f"{name}.dmg")], []
    if sys.platform == "win32":
        return [archives.write_zip(folder, DIST / f"{name}.zip"), *windows.write_installer()], []
    glibc = libraries.oldest_glibc(folder)
    say(f"it needs glibc {glibc} or newer, for it was built with that of this system")
    archive = archives.write_tar(folder, DIST / f"{name}.tar.gz")
    package = deb.write_deb(folder, DIST / f"{name}.deb", glibc)
    if package is None:
        say("there is no dpkg-deb here, so no .deb was made")
    print(sizes.table(folder))
    made = [path for path in (archive, package) if path is not None]
    return made, libraries.problems(folder) + sizes.problems(folder, archive)


def differences(one: Path, other: Path) -> list[str]:
    """One sentence for each file, or link, that is not the same in both folders."""
    first, second = fingerprints(one), fingerprints(other)
    return [
        f"{place} is not the same in two builds"
        for place in sorted(first.keys() | second.keys())
        if first.get(place) != second.get(place)
    ]


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file and link of a folder, with its rights and what it holds."""
    found = {}
    for path in folder.rglob("*"):
        content = f"link to {path.readlink()}" if path.is_symlink() else sha256(path) if path.is_file() else "folder"
        found[path.relative_to(folder).as_posix()] = f"{path.lstat().st_mode:o} {content}"
    return found


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def say(text: str) -> None:
    """One line of what happens."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
