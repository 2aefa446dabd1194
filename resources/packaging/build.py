"""Build the packed program for this system into dist/: the folder, and what a person downloads.

`python3 dev.py build` runs it in .venv-build. With `--again` it builds a second time and compares every byte.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from resources.packaging import downloads, finishing, libraries, signing, sizes
from resources.packaging.names import BUNDLE, DIST, PROGRAM, ROOT, epoch, machine, version

AGAIN = ROOT / "build" / "again"
"""Where the second build is made, to be compared with the first."""
GLIBC_AT_MOST = "GLIBC_AT_MOST"
"""The environment variable with the newest glibc, such as 2.35, that a release may need; unset it allows any."""


def main() -> int:
    """Build; returns the exit code, 1 when the result must not be given away."""
    began = time.monotonic()
    targets = [DIST, AGAIN] if "--again" in sys.argv[1:] else [DIST]
    with ThreadPoolExecutor() as pool:  # both at once: PyInstaller keeps one core busy
        folder, *others = pool.map(build, targets)
        found = [sentence for other in others for sentence in differences(folder, other)]
        if sys.platform != "linux":
            signing.main("program")
            made = download(folder, DIST)  # a signature has the time at which it was made: nothing to compare
        else:
            made, *again = pool.map(download, (folder, *others), targets)
            found += [sentence for other in again for sentence in different_downloads(made, other)]
    if others:
        say(f"a second build has the same {sum(1 for _ in sizes.files(folder))} files" if not found else "not the same")
    if sys.platform == "linux":
        found += linux_problems(folder)
    if sys.platform in sizes.LIMITS:
        say(f"{folder.name} unpacked: {sizes.unpacked(folder) / sizes.MB:.1f} MB")
        found += sizes.problems(folder, made[0])
    for path in made:
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size / sizes.MB:.1f} MB  sha256 {sha256(path)}")
    say(f"built in {time.monotonic() - began:.0f} s")
    for sentence in found:
        print(f"dev.py build: {sentence}", file=sys.stderr)
    return 1 if found else 0


def build(target: Path) -> Path:
    """Run PyInstaller into the empty folder `target`; return the finished folder, or bundle on macOS."""
    shutil.rmtree(target, ignore_errors=True)
    work, bytecode = (ROOT / "build" / f"{kind}-{target.name}" for kind in ("work", "bytecode"))
    for made in (work, bytecode):
        shutil.rmtree(made, ignore_errors=True)
    options = ["--noconfirm", "--log-level=ERROR", f"--distpath={target}", f"--workpath={work}"]
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(epoch()))
    # Code that was just compiled is marshalled to other bytes than code that was read from a .pyc.
    environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    command = [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "build.spec")]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    if sys.platform == "darwin":
        finishing.finish_bundle(target)
        return target / BUNDLE
    finishing.finish(target / PROGRAM)
    return target / PROGRAM


def download(folder: Path, target: Path) -> list[Path]:
    """Write the downloads into the folder `target`; on Linux the .tar.gz comes first."""
    name = f"{PROGRAM}-{version()}-{machine()}"
    if sys.platform == "darwin":
        return [downloads.write_dmg(folder, target / f"{name}.dmg")]
    if sys.platform == "win32":
        return [downloads.write_zip(folder, target / f"{name}.zip"), *downloads.write_installer()]
    archive = downloads.write_tar(folder, target / f"{name}.tar.gz")
    package = downloads.write_deb(folder, target / f"{name}.deb", libraries.oldest_glibc(folder))
    if package is None:
        say("there is no dpkg-deb here, so no .deb was made")
    return [path for path in (archive, package) if path is not None]


def linux_problems(folder: Path) -> list[str]:
    """Why the folder must not be given away, one sentence each; prints the sizes of its parts."""
    glibc = libraries.oldest_glibc(folder)
    say(f"it needs glibc {glibc} or newer, for it was built with that of this system")
    print(sizes.table(folder))
    newest = os.environ.get(GLIBC_AT_MOST, "")
    return libraries.problems(folder) + libraries.too_new(glibc, newest)


def different_downloads(first: list[Path], second: list[Path]) -> list[str]:
    """One sentence for each download that differs from the one of the same name."""
    pairs = zip(first, second, strict=True)
    return [f"{one.name} is not the same in two builds" for one, two in pairs if sha256(one) != sha256(two)]


def differences(one: Path, other: Path) -> list[str]:
    """One sentence for each file, or link, that is not the same in both folders."""
    first, second = fingerprints(one), fingerprints(other)
    return [
        f"{path} is not the same in two builds"
        for path in sorted(first.keys() | second.keys())
        if first.get(path) != second.get(path)
    ]


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file and link of a folder, with its permissions and content."""
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
    """Print a line at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
