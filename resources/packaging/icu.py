"""Removes from ICU's data what Qt never uses: 32 MB become 5.

Qt on Linux is linked to ICU and uses it to sort texts in each language and to change the case of letters; for numbers
and dates it has tables of its own. The data library also holds how every language writes numbers and
dates, the names of currencies, languages, regions, units and time zones, spelled-out numbers, transliterations,
dictionaries for breaking lines of Thai or Chinese, and converters for old encodings. ICU works with any part of
its data (unicode-org.github.io/icu, "ICU Data"); where something is missing it uses the root locale.

Format: a common header; then, counted from its end, the number of items, for each the places of its name and content,
and those, sorted by name. The library is nothing but this block, followed by a page for the linker.
"""

import re
import struct
from pathlib import Path

LEFT_OUT = re.compile(r"(brkitr|curr|lang|rbnf|region|translit|unit|zone)/|.*\.cnv$|[a-z]{2,3}(_\w+)?\.res$")
"""Folders and items that are removed. `coll/`, the sorting, stays, and so does what belongs to no single language."""

PAGE = 4096
MAGIC = b"\xda\x27"
PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
LOAD = 1


def shrink(path: Path) -> int:
    """Make the library smaller in place; return by how many bytes. Raises ValueError for another layout."""
    library = path.read_bytes()
    start, end = _block(library)
    smaller = shortened(library[start:end])
    gone = (end - start - len(smaller)) // PAGE * PAGE
    path.write_bytes(_without(library, start, end, smaller, gone))
    return gone


def shortened(block: bytes) -> bytes:
    """A block of ICU data without the items that are left out."""
    header = struct.unpack_from("<H", block)[0]
    kept = [(name, content) for name, content in items(block) if not _is_left_out(name)]
    names = b"".join(name.encode() + b"\0" for name, _ in kept)
    table = 4 + 8 * len(kept)
    entries, place_of_name, place = [], table, -(-(table + len(names)) // 16) * 16
    body = [names, bytes(place - table - len(names))]
    for name, content in kept:
        padded = content + bytes(-len(content) % 16)
        entries.append(struct.pack("<II", place_of_name, place))
        body.append(padded)
        place_of_name += len(name.encode()) + 1
        place += len(padded)
    return block[:header] + struct.pack("<I", len(kept)) + b"".join(entries) + b"".join(body)


def items(block: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of all items. Raises ValueError for anything but little-endian ICU data."""
    header, magic = struct.unpack_from("<H2s", block)
    if magic != MAGIC or block[8] != 0 or block[12:16] != b"CmnD":
        raise ValueError("these are not ICU's data")
    body = block[header:]
    (count,) = struct.unpack_from("<I", body)
    places = [struct.unpack_from("<II", body, 4 + 8 * k) for k in range(count)]
    ends = [place for _, place in places[1:]] + [len(body)]
    names = [body[name : body.index(b"\0", name)].decode() for name, _ in places]
    return [(name, body[place:end]) for name, (_, place), end in zip(names, places, ends, strict=True)]


def _is_left_out(name: str) -> bool:
    _, _, inside = name.partition("/")
    return LEFT_OUT.match(inside) is not None


def _segments(library: bytes) -> list[tuple[int, tuple[int, ...]]]:
    """The program headers, each with its offset in the file."""
    first, count = struct.unpack_from("<Q", library, 32)[0], struct.unpack_from("<H", library, 56)[0]
    return [(first + 56 * k, PROGRAM_HEADER.unpack_from(library, first + 56 * k)) for k in range(count)]


def _block(library: bytes) -> tuple[int, int]:
    """Start and end of the data: from the second page to the end of the first segment."""
    if library[:6] != b"\x7fELF\x02\x01":
        raise ValueError("this is not a library of 64-bit Linux")
    _, (kind, _, offset, address, _, size, _, _) = _segments(library)[0]
    if (kind, offset, address) != (LOAD, 0, 0):
        raise ValueError("ICU's library does not begin with its data")
    return PAGE, size


def _without(library: bytes, start: int, end: int, smaller: bytes, gone: int) -> bytes:
    """The library with the smaller block, and all that follows it `gone` bytes, whole pages, earlier in the file.

    Addresses in memory stay the same, so nothing else changes. The section headers, for debuggers, are removed.
    """
    header = bytearray(library[:start])
    for place, (kind, flags, offset, address, physical, size, memory, align) in _segments(library):
        moved = offset - gone if offset >= end else offset
        shorter = gone if offset < end <= offset + size else 0
        fields = (kind, flags, moved, address, physical, size - shorter, memory - shorter, align)
        PROGRAM_HEADER.pack_into(header, place, *fields)
    struct.pack_into("<Q", header, 40, 0)
    struct.pack_into("<HHH", header, 58, 64, 0, 0)
    last = struct.unpack_from("<Q", library, 40)[0]
    return bytes(header) + smaller + bytes(end - start - gone - len(smaller)) + library[end:last]
