"""Where a library of 64-bit Linux is told to look for others: read, and cleared of folders of the build machine.

Format: the program headers name the dynamic section, pairs of a kind and a value. RPATH and RUNPATH are of them; their
values are places in the table of strings, which is named by its address in memory.
"""

import struct
from pathlib import Path

PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
ENTRY = struct.Struct("<qQ")
LOAD, DYNAMIC = 1, 2
END, STRINGS, RPATH, RUNPATH = 0, 5, 15, 29


def run_paths(binary: bytes) -> list[str]:
    """The folders in which it lets the linker look, in their order; of a program without a dynamic section none."""
    return [folder for _, folders in _run_paths(binary) for folder in folders.split(":") if folder]


def absolute(folders: list[str]) -> list[str]:
    """Those that are no place beside the library itself."""
    return [folder for folder in folders if not folder.startswith(("$ORIGIN", "${ORIGIN}"))]


def clear(path: Path) -> bool:
    """Take out of a file what names a folder of the build machine; return whether there was anything.

    Raises ValueError where that stands together with a place beside the library, which would be lost.
    """
    binary = bytearray(path.read_bytes())
    gone = []
    for place, folders in _run_paths(binary):
        names = [folder for folder in folders.split(":") if folder]
        if absolute(names) and absolute(names) != names:
            raise ValueError(f"{path.name} looks for libraries in {folders}")
        if absolute(names):
            gone.append(place)
    for place in reversed(gone):
        _remove(binary, place)
    if gone:
        path.write_bytes(binary)
    return bool(gone)


def _remove(binary: bytearray, place: int) -> None:
    """Take an entry out of the dynamic section: those that follow move up, and the end is said once more."""
    start, size = _dynamic(binary)
    end = start + size
    binary[place:end] = binary[place + ENTRY.size : end] + ENTRY.pack(END, 0)


def _run_paths(binary: bytes) -> list[tuple[int, str]]:
    """Each RPATH and RUNPATH, with the place of its entry."""
    entries = _entries(binary)
    strings = [value for _, kind, value in entries if kind == STRINGS]
    found = [(place, value) for place, kind, value in entries if kind in (RPATH, RUNPATH)]
    return [(place, _text(binary, _in_file(binary, strings[0]) + value)) for place, value in found]


def _text(binary: bytes, place: int) -> str:
    return bytes(binary[place : binary.index(b"\0", place)]).decode()


def _entries(binary: bytes) -> list[tuple[int, int, int]]:
    """The dynamic section up to its end: place in the file, kind, value."""
    start, size = _dynamic(binary)
    found = []
    for place in range(start, start + size, ENTRY.size):
        kind, value = ENTRY.unpack_from(binary, place)
        if kind == END:
            break
        found.append((place, kind, value))
    return found


def _dynamic(binary: bytes) -> tuple[int, int]:
    """Place and size of the dynamic section; a size of 0 where there is none."""
    return next(((offset, size) for kind, offset, _, size in _segments(binary) if kind == DYNAMIC), (0, 0))


def _in_file(binary: bytes, address: int) -> int:
    """Where in the file lies what will be at this address."""
    for kind, offset, start, size in _segments(binary):
        if kind == LOAD and start <= address < start + size:
            return offset + address - start
    raise ValueError(f"no segment has the address {address:#x}")


def _segments(binary: bytes) -> list[tuple[int, int, int, int]]:
    """Kind, place in the file, address and size in the file of each segment. Raises ValueError for other binaries."""
    if binary[:6] != b"\x7fELF\x02\x01":
        raise ValueError("this is no binary of 64-bit Linux")
    (first,), (count,) = struct.unpack_from("<Q", binary, 32), struct.unpack_from("<H", binary, 56)
    headers = [PROGRAM_HEADER.unpack_from(binary, first + PROGRAM_HEADER.size * k) for k in range(count)]
    return [(kind, offset, address, size) for kind, _, offset, address, _, size, _, _ in headers]
