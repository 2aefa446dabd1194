"""Where libraries are told to look for others: real ones of this system, and small ones that are made here."""

import struct
from pathlib import Path

import pytest

from resources.packaging import contents, elf, libraries

NEEDED, HASH = 1, 4


def library(**paths: str) -> bytes:
    """The least that has a dynamic section: headers, strings, entries. `paths` gives RPATH and RUNPATH their values."""
    strings, entries = b"\0libc.so.6\0", [(NEEDED, 1)]
    for name, folders in paths.items():
        entries.append((getattr(elf, name), len(strings)))
        strings += folders.encode() + b"\0"
    at, address = 64 + 2 * elf.PROGRAM_HEADER.size, 0x1000
    entries += [(elf.STRINGS, address + at), (HASH, 7), (elf.END, 0)]
    dynamic = b"".join(elf.ENTRY.pack(*entry) for entry in entries)
    size = at + len(strings) + len(dynamic)
    load = elf.PROGRAM_HEADER.pack(elf.LOAD, 5, 0, address, address, size, size, 4096)
    start = at + len(strings)
    table = elf.PROGRAM_HEADER.pack(elf.DYNAMIC, 6, start, address + start, 0, len(dynamic), len(dynamic), 8)
    header = (
        b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    )
    return header + load + table + strings + dynamic


@pytest.mark.parametrize("kind", ["RPATH", "RUNPATH"])
def test_a_folder_of_the_build_machine_is_taken_out_and_nothing_else(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "libx.so"
    path.write_bytes(library(**{kind: "/opt/python/lib:/usr/local/lib"}))
    assert elf.run_paths(path.read_bytes()) == ["/opt/python/lib", "/usr/local/lib"]
    assert elf.clear(path)
    cleared = path.read_bytes()
    assert elf.run_paths(cleared) == []
    assert len(cleared) == len(library(**{kind: "/opt/python/lib:/usr/local/lib"}))
    assert [kind for _, kind, _ in elf._entries(cleared)] == [NEEDED, elf.STRINGS, HASH]
    assert not elf.clear(path)
    assert path.read_bytes() == cleared


def test_a_place_beside_the_library_stays(tmp_path: Path) -> None:
    path = tmp_path / "libx.so"
    path.write_bytes(library(RUNPATH="$ORIGIN:$ORIGIN/../lib"))
    assert not elf.clear(path)
    assert elf.run_paths(path.read_bytes()) == ["$ORIGIN", "$ORIGIN/../lib"]
    path.write_bytes(library(RPATH="/opt/lib", RUNPATH="$ORIGIN"))
    assert elf.clear(path)
    assert elf.run_paths(path.read_bytes()) == ["$ORIGIN"]
    path.write_bytes(library(RUNPATH="$ORIGIN:/opt/lib"))
    with pytest.raises(ValueError, match=r"libx\.so looks for libraries in \$ORIGIN:/opt/lib"):
        elf.clear(path)


def test_what_is_no_library_is_refused() -> None:
    with pytest.raises(ValueError, match="no binary"):
        elf.run_paths(b"#!/bin/sh\n")


@pytest.mark.linux
def test_a_library_that_looks_elsewhere_speaks_against_giving_it_away(tmp_path: Path) -> None:
    path = tmp_path / "libx.so"
    path.write_bytes(library(RUNPATH="/opt/python/lib"))
    assert "libx.so looks for libraries in /opt/python/lib" in libraries.problems(tmp_path)
    elf.clear(path)
    assert libraries.problems(tmp_path) == []


@pytest.mark.linux
def test_the_libraries_of_this_system_are_read() -> None:
    known = contents.system_libraries()
    assert elf.absolute(elf.run_paths(known["libc.so.6"].read_bytes())) == []
