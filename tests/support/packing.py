"""Links with any content, made after docs/files.md."""

import base64
import zlib

from app.files.link import DICTIONARY


def packed(content: bytes, checksum: int | None = None) -> str:
    """The link that holds this content, with its right checksum or with another one."""
    packer = zlib.compressobj(9, wbits=-15, zdict=DICTIONARY.encode())
    check = zlib.crc32(content) if checksum is None else checksum
    whole = check.to_bytes(4, "big") + packer.compress(content) + packer.flush()
    return "momentum-lab:1:" + base64.urlsafe_b64encode(whole).decode().rstrip("=")
