"""Which files go into the packed program: our own resources, and those libraries that something in it loads."""

import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""One file as PyInstaller lists it: where it will lie, where it is now (a link: where it points to), its kind."""

ENDINGS = (".json", ".csv", ".momentum", ".txt", ".otf", ".png")
"""Endings of the resources that the program reads; the scripts that made them stay at home."""


def resources(root: Path) -> list[tuple[str, str]]:
    """The program's own files, each with the folder in which it will lie."""
    folder = root / "resources"
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in ENDINGS]
    found = [path for path in found if folder / "packaging" not in path.parents]
    return [(str(path), str(path.parent.relative_to(root))) for path in found]


def without(entries: Iterable[Entry], dropped: Mapping[str, str]) -> list[Entry]:
    """The entries that none of the patterns matches."""
    return [entry for entry in entries if not any(fnmatch(entry[0].replace("\\", "/"), drop) for drop in dropped)]


SYSTEM = (
    # glibc: the one thing that cannot be brought along
    "ld-linux*.so.*",
    "libc.so.6",
    "libdl.so.2",
    "libm.so.6",
    "libpthread.so.0",
    "libresolv.so.2",
    "librt.so.1",
    "libutil.so.1",
    # what each desktop has, and what must match the files and drivers of that desktop rather than ours
    "libEGL.so.1",
    "libGL.so.1",
    "libX11.so.6",
    "libX11-xcb.so.1",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libxcb.so.1",
    "libz.so.1",
)
"""The only libraries, on Linux, that the packed program expects of the system."""


def is_of_the_system(name: str) -> bool:
    """Whether a library of this name is left to the system."""
    return any(fnmatch(name, pattern) for pattern in SYSTEM)


def wayland() -> list[Entry]:
    """The libraries through which Qt speaks to a Wayland desktop on Linux.

    PyInstaller leaves them to the system, for the sake of OpenGL's drivers. Those are never loaded here, and a desktop
    that has only X11 has no such libraries; nor has every Wayland desktop the second one.
    """
    names = ("libwayland-client.so.0", "libwayland-cursor.so.0")
    known = system_libraries()
    return [(name, str(known[name]), "BINARY") for name in names]


def system_libraries() -> dict[str, Path]:
    """The libraries of this Linux by their names, as its linker finds them."""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", listing, re.MULTILINE)
    # The first one of a name is the one that is loaded; those for other processors come with other words.
    kinds = {"x86_64": "libc6,x86-64", "aarch64": "libc6,AArch64"}
    wanted = kinds[platform.machine()]
    return {name: Path(place) for name, kind, place in reversed(found) if kind.startswith(wanted)}


def needed(entries: list[Entry]) -> list[Entry]:
    """Of all binaries on Linux or Windows those that are loaded by name, and the libraries that these need.

    PyInstaller lists libraries before it is known what is dropped. What is left to the system goes as well.
    """
    binaries = [(place, source) for place, source, kind in entries if kind == "BINARY"]
    sources: dict[str, list[str]] = {}
    for place, source in binaries:  # on Windows one may lie in two folders
        sources.setdefault(_name(place), []).append(source)
    waiting = [source for place, source, _ in entries if _is_loaded_by_name(place)]
    seen: set[str] = set()
    while waiting:
        for name in needs(waiting.pop()) - seen:
            seen.add(name)
            if not is_of_the_system(name):
                waiting += sources.get(name, [])
    kept = {place for place, _ in binaries if _name(place) in seen and not is_of_the_system(_name(place))}
    kept |= {place for place, _, _ in entries if _is_loaded_by_name(place)}
    left = [entry for entry in entries if entry[0] in kept or entry[2] == "SYMLINK"]
    return with_target(left, left)


def _is_loaded_by_name(place: str) -> bool:
    """Modules of Python, plugins of Qt, and Python itself."""
    path = PurePosixPath(place.replace("\\", "/"))
    is_module = path.suffix == ".pyd" or (path.suffix == ".so" and not path.name.startswith("lib"))
    return is_module or "plugins" in path.parts or re.match(r"libpython|python3\d+\.dll", path.name) is not None


def _name(place: str) -> str:
    """What a library is asked for by; Windows knows no capitals."""
    name = PurePosixPath(place.replace("\\", "/")).name
    return name.lower() if name.lower().endswith(".dll") else name


def with_target(links: Iterable[Entry], files: Iterable[Entry]) -> list[Entry]:
    """Of links among these entries those that point to one of the files; all that is no link stays."""
    places = {place for place, _, _ in files}
    return [entry for entry in links if entry[2] != "SYMLINK" or _target(entry) in places]


def _target(link: Entry) -> str:
    place, target, _ = link
    return str(PurePosixPath(place).parent / target.replace("\\", "/"))


def needs(source: str | Path) -> set[str]:
    """The names of the libraries that a binary asks for itself."""
    if Path(source).suffix.lower() in (".dll", ".pyd"):
        return _needs_on_windows(source)
    command = ["objdump", "--private-headers", str(source)]
    headers = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^ +NEEDED +(\S+)$", headers, re.MULTILINE))


def _needs_on_windows(source: str | Path) -> set[str]:
    import pefile  # comes with PyInstaller, on Windows

    with pefile.PE(str(source), fast_load=True) as binary:
        binary.parse_data_directories(
            [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{kind}"] for kind in ("IMPORT", "DELAY_IMPORT")]
        )
        tables = (getattr(binary, f"DIRECTORY_ENTRY_{kind}", []) for kind in ("IMPORT", "DELAY_IMPORT"))
        return {entry.dll.decode("ascii").lower() for table in tables for entry in table}
