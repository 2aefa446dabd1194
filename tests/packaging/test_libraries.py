"""Where libraries look for others: small ones that are linked here, and real ones of this system."""

import subprocess
from pathlib import Path

import pytest

from resources.packaging import libraries

pytestmark = pytest.mark.linux


def library(path: Path, run_path: str, kind: str = "--enable-new-dtags") -> Path:
    """Link a library with one function and this run path."""
    source = path.with_suffix(".o")
    subprocess.run(["as", "-o", source, "-"], input=b".globl f\nf: ret\n", check=True)
    subprocess.run(["ld", "-shared", kind, "-rpath", run_path, "-o", path, source], check=True)
    source.unlink()
    return path


@pytest.mark.parametrize("kind", ["--enable-new-dtags", "--disable-new-dtags"], ids=["RUNPATH", "RPATH"])
def test_a_folder_of_the_build_machine_is_removed_and_nothing_is_moved(tmp_path: Path, kind: str) -> None:
    path = library(tmp_path / "libx.so", "/opt/python/lib:/usr/local/lib", kind)
    assert libraries.run_paths(path) == ["/opt/python/lib", "/usr/local/lib"]
    size = path.stat().st_size
    libraries.clear_run_paths(path)
    cleared = path.read_bytes()
    assert libraries.run_paths(path) == []
    assert len(cleared) == size
    libraries.clear_run_paths(path)
    assert path.read_bytes() == cleared


@pytest.mark.parametrize("run_path", ["$ORIGIN:$ORIGIN/../lib", "${ORIGIN}:$ORIGIN/../lib"])
def test_a_run_path_relative_to_the_library_stays(tmp_path: Path, run_path: str) -> None:
    path = library(tmp_path / "libx.so", run_path)
    before = path.read_bytes()
    libraries.clear_run_paths(path)
    assert path.read_bytes() == before
    assert libraries.run_paths(path) == run_path.split(":")


def test_of_mixed_run_paths_the_relative_ones_stay(tmp_path: Path) -> None:
    path = library(tmp_path / "libx.so", "/opt/lib:$ORIGIN:/usr/lib")
    libraries.clear_run_paths(path)
    assert libraries.run_paths(path) == ["$ORIGIN"]


def test_a_library_that_looks_elsewhere_must_not_be_given_away(tmp_path: Path) -> None:
    path = library(tmp_path / "libx.so", "/opt/python/lib")
    assert libraries.problems(tmp_path) == ["libx.so looks for libraries in /opt/python/lib"]
    libraries.clear_run_paths(path)
    assert libraries.problems(tmp_path) == []


def test_only_programs_and_libraries_are_looked_at(tmp_path: Path) -> None:
    path = library(tmp_path / "libx.so", "$ORIGIN")
    (tmp_path / "script").write_bytes(b"#!/bin/sh\n")
    (tmp_path / "link.so").symlink_to(path)
    assert list(libraries.binaries(tmp_path)) == [path]


def test_the_libraries_of_this_system_have_no_run_path_of_a_build_machine() -> None:
    assert all(map(libraries.is_relative, libraries.run_paths(libraries.system_libraries()["libc.so.6"])))
