"""The Windows under Wine: what it is made from is pinned by hash, and is what the project uses elsewhere."""

import re
from pathlib import Path

import pytest

from resources.packaging.wine import install
from tests.under_wine import on_windows

LISTS = ("parts.txt", "packages.txt")


def pins(name: str) -> list[str]:
    """The lines of a list that name something."""
    lines = (install.HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", LISTS)
def test_everything_that_is_fetched_is_pinned_by_its_hash(name: str) -> None:
    assert pins(name)
    assert all(re.fullmatch(r"[\w.-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line) for line in pins(name))


def test_windows_has_the_versions_that_every_machine_gets() -> None:
    constraints = set((install.HERE.parents[2] / "constraints.txt").read_text(encoding="utf-8").splitlines())
    assert {line.split()[0] for line in pins("packages.txt")} <= constraints


def test_a_step_is_done_again_when_what_it_is_made_from_has_changed(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"one")
    before = install.fingerprint([part])
    assert install.fingerprint([part]) == before
    part.write_bytes(b"two")
    assert install.fingerprint([part]) != before


def test_a_path_is_given_as_windows_has_it() -> None:
    assert on_windows(Path("/a b/c")) == "Z:\\a b\\c"
