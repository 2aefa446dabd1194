"""Tries a download on a machine without the program: unpacks or installs it, starts it, runs it.

    python -m resources.packaging.trial FOLDER ENDING RESULTS

FOLDER holds downloads, of which one ends in ENDING: tar.gz, deb, zip, exe or dmg. The CSV of two runs, one on points
and one on a formula, go into the folder RESULTS, to be compared with those of other systems (agreement.py). Standard
library only.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from resources.packaging.downloads import EXPECTED
from resources.packaging.names import BUNDLE, PROGRAM, ROOT

STORED = ROOT / "resources" / "self_test"
SUDO = ("sudo",) if hasattr(os, "geteuid") and os.geteuid() else ()
MAX_SECONDS = 10.0
"""The longest time that the self-test may take."""


def main(download: Path, results: Path) -> int:
    """Try a download; returns the exit code, 1 when the self-test took too long."""
    with tempfile.TemporaryDirectory(prefix="momentum lab α ") as folder:
        program = unpack(download, Path(folder))
        try:
            run(program, "--version")
            began = time.monotonic()
            run(program, "--self-test")
            duration = time.monotonic() - began
            results.mkdir(parents=True, exist_ok=True)
            for name in ("points", "formula"):
                run(program, "run", str(STORED / f"{name}.momentum"), "--csv", str(results / f"{name}.csv"))
            run(program, "map", "--size", "16", "16", "--csv", str(results / "map.csv"))
            for ending in ("png", "svg", "pdf"):
                run(program, "map", "--size", "16", "16", "--picture", str(results / f"map.{ending}"))
            for ending in ("gif", "png", "webp"):
                run(program, "run", "--film", str(results / f"film.{ending}"), "--film-steps", "0", "9")
            run(program, "map", "--size", "1024", "1024", "--jobs", "2", "--summary", str(results / "large-map.json"))
        finally:
            uninstall(download)
    print(f"the self-test took {duration:.1f} s, and {MAX_SECONDS:.0f} are allowed", flush=True)
    return 0 if duration <= MAX_SECONDS else 1


def unpack(download: Path, folder: Path) -> Path:
    """Unpack or install a download; return the path of its command-line program."""
    if download.name.endswith(".tar.gz"):
        # A CI machine is no desktop: install what each desktop has, and nothing else.
        run(*SUDO, "apt-get", "update", "--quiet")
        run(*SUDO, "apt-get", "install", "--yes", "--no-install-recommends", *EXPECTED)
        with tarfile.open(download) as archive:
            # Python 3.11 knows this only from 3.11.4 on.
            archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        return next(folder.glob(f"*/{PROGRAM}"))
    if download.suffix == ".zip":
        with zipfile.ZipFile(download) as archive:
            archive.extractall(folder)
        return next(folder.glob(f"*/{PROGRAM}.exe"))
    if download.suffix == ".deb":
        run(*SUDO, "apt-get", "update", "--quiet")
        run(*SUDO, "apt-get", "install", "--yes", "--no-install-recommends", str(download.resolve()))
        return Path("/usr/bin", PROGRAM)
    if download.suffix == ".dmg":
        run("hdiutil", "attach", "-nobrowse", "-readonly", "-mountpoint", str(folder / "image"), str(download))
        run("ditto", str(folder / "image" / BUNDLE), str(folder / BUNDLE))
        run("hdiutil", "detach", str(folder / "image"))
        return folder / BUNDLE / "Contents" / "MacOS" / PROGRAM
    if download.suffix == ".exe":
        run(str(download), "/VERYSILENT", "/SUPPRESSMSGBOXES", "/CURRENTUSER", f"/DIR={folder / 'installed'}")
        return folder / "installed" / f"{PROGRAM}.exe"
    raise ValueError(f"{download.name} is none of .tar.gz, .deb, .zip, .exe and .dmg")


def uninstall(download: Path) -> None:
    """Remove an installed package, so that the next trial starts without it."""
    if download.suffix == ".deb" and shutil.which(PROGRAM):
        run(*SUDO, "apt-get", "remove", "--yes", PROGRAM)


def run(*command: str | Path) -> None:
    """Print and run a command. Raises CalledProcessError when it fails."""
    print("$", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, env=clean(os.environ))


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the variables of a Python on this machine, whose libraries must not help."""
    return {
        name: value
        for name, value in environment.items()
        if name not in ("LD_LIBRARY_PATH", "pythonLocation") and not name.upper().startswith("PYTHON")
    }


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python -m resources.packaging.trial FOLDER ENDING RESULTS")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # the folder's name has a letter that Windows' default encoding lacks
    (found,) = Path(sys.argv[1]).glob(f"*.{sys.argv[2]}")
    sys.exit(main(found, Path(sys.argv[3])))
