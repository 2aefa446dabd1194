"""The Windows under Wine: its parts are pinned by hash, at the versions that the project uses elsewhere."""

import re
from pathlib import Path

import pytest

from resources.packaging.wine import install
from tests.under_wine import on_windows

LISTS = ("parts.txt", "packages.txt")


def pins(name: str) -> list[str]:
    """The lines of a list without comments."""
    lines = (install.HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", LISTS)
def test_every_part_is_pinned_by_its_hash(name: str) -> None:
    assert pins(name)
    assert all(re.fullmatch(r"[\w.-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line) for line in pins(name))


def test_windows_has_the_versions_of_every_machine() -> None:
    constraints = set((install.HERE.parents[2] / "constraints.txt").read_text(encoding="utf-8").splitlines())
    assert {line.split()[0] for line in pins("packages.txt")} <= constraints


def test_a_step_is_repeated_when_its_sources_have_changed(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"one")
    before = install.fingerprint([part])
    assert install.fingerprint([part]) == before
    part.write_bytes(b"two")
    assert install.fingerprint([part]) != before


def test_paths_of_linux_lie_on_drive_z() -> None:
    assert on_windows(Path("/a b/c")) == "Z:\\a b\\c"
