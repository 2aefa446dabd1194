"""What a release has besides the downloads: a tag that is checked, the changes, and checksums.

    python -m resources.packaging.release check TAG      the tag is v and the version, and the changelog has a section
    python -m resources.packaging.release notes FILE     write that section, and what is not signed
    python -m resources.packaging.release sums FOLDER    write SHA256SUMS of all files of a folder into it

Standard library only.
"""

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from resources.packaging.names import ROOT, version

CHANGELOG = ROOT / "CHANGELOG.md"
SUMS = "SHA256SUMS"
UNSIGNED = {
    "SIGNED_MACOS": "The downloads for macOS are not signed, so macOS stops them when they are first opened. To open "
    "the program all the same, go to System Settings, Privacy & Security, and choose Open Anyway.",
    "SIGNED_WINDOWS": "The downloads for Windows are not signed, so Windows stops them when they are first started. To "
    "start the program all the same, choose More info and then Run anyway.",
}
"""The paragraph of the notes for each environment variable that is not `true`."""


def problems(tag: str) -> list[str]:
    """Why nothing can be released under this tag, one sentence each."""
    found = []
    if tag != f"v{version()}":
        found.append(f"the tag is {tag}, but app/version.py says {version()}: it would be v{version()}")
    if not notes(CHANGELOG.read_text(encoding="utf-8"), version()):
        found.append(f"CHANGELOG.md has no section ## [{version()}]")
    return found


def notes(changelog: str, number: str) -> str:
    """The section of a version, without its heading; empty when there is none."""
    found = re.search(rf"^## \[{re.escape(number)}\][^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def warnings(environment: Mapping[str, str]) -> list[str]:
    """A paragraph for each system whose downloads were not signed."""
    return [words for name, words in UNSIGNED.items() if environment.get(name) != "true"]


def sums(folder: Path) -> str:
    """The checksum of each file of a folder, in the format of `sha256sum --check`."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def main(command: str, argument: str) -> int:
    """Run one of the three commands; returns the exit code."""
    if command == "check":
        found = problems(argument)
        print("\n".join(found) or f"{argument} can be released")
        return 1 if found else 0
    if command == "notes":
        text = notes(CHANGELOG.read_text(encoding="utf-8"), version())
        paragraphs = [text, *warnings(os.environ)]
        Path(argument).write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        return 0 if text else 1
    if command == "sums":
        Path(argument, SUMS).write_bytes(sums(Path(argument)).encode())
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) == 3 else main("", ""))
