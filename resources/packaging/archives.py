"""What a person downloads: the folder as one file, with the same bytes whenever it is made from the same folder."""

import gzip
import tarfile
import time
import zipfile
from pathlib import Path

from resources.packaging.names import epoch


def write_tar(folder: Path, archive: Path) -> Path:
    """Pack a folder as .tar.gz; it unpacks into one folder that is called like the archive."""
    top = archive.name.removesuffix(".tar.gz")

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = epoch()
        return member

    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        tar.add(folder, top, recursive=False, filter=plain)
        for path in sorted(folder.rglob("*")):
            tar.add(path, f"{top}/{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)
    return archive


def write_zip(folder: Path, archive: Path) -> Path:
    """Pack a folder as .zip, likewise."""
    when = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                place = f"{archive.stem}/{path.relative_to(folder).as_posix()}"
                member = zipfile.ZipInfo(place, when)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                packed.writestr(member, path.read_bytes())
    return archive
