"""Turn a dump of an X screen into a PNG, with the standard library only: xwd_to_png.py SCREEN.xwd SCREEN.png."""

import struct
import sys
import zlib
from pathlib import Path


def png(dump: bytes) -> bytes:
    """The PNG of a dump with four bytes a pixel, as Xvfb makes it: blue, green, red and nothing."""
    fields = struct.unpack_from(">25I", dump)
    header, width, height, line, colours = fields[0], fields[4], fields[5], fields[12], fields[19]
    first = header + 12 * colours
    rows = []
    for row in range(height):
        pixels = dump[first + row * line : first + row * line + 4 * width]
        red_green_blue = bytearray(3 * width)
        for place in range(3):
            red_green_blue[place::3] = pixels[2 - place :: 4]
        rows.append(b"\0" + red_green_blue)
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(png(Path(sys.argv[1]).read_bytes()))
