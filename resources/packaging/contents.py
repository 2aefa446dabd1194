"""Which files go into the packed program: our own resources, the libraries that something in it loads."""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from resources.packaging import libraries

Entry = tuple[str, str, str]
"""One file as PyInstaller lists it: where it will lie, where it is now (a link: where it points to), its kind."""

ENDINGS = (".json", ".csv", ".momentum", ".lesson", ".txt", ".otf", ".png", ".mo")
"""Endings of the resources that the program reads; the scripts that made them are left out."""


def resources(root: Path) -> list[tuple[str, str]]:
    """The program's own files, each with the folder in which it will lie."""
    folder = root / "resources"
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in ENDINGS]
    found = [path for path in found if folder / "packaging" not in path.parents]
    return [(str(path), str(path.parent.relative_to(root))) for path in found]


def without(entries: Iterable[Entry], dropped: Mapping[str, str]) -> list[Entry]:
    """The entries that none of the patterns matches."""
    return [entry for entry in entries if not any(fnmatch(entry[0].replace("\\", "/"), drop) for drop in dropped)]


# ---- libraries


def wayland() -> list[Entry]:
    """The libraries through which Qt speaks to a Wayland desktop on Linux.

    PyInstaller leaves them to the system, for the sake of OpenGL's drivers. Those are never loaded here; and a desktop
    that has only X11 has no such libraries, nor has every Wayland desktop the second one.
    """
    names = ("libwayland-client.so.0", "libwayland-cursor.so.0")
    known = libraries.system_libraries()
    return [(name, str(known[name]), "BINARY") for name in names]


def needed(entries: list[Entry]) -> list[Entry]:
    """Of all binaries on Linux or Windows those that are loaded by name, and the libraries that these need.

    PyInstaller lists libraries before it is known what is dropped. What is left to the system goes as well.
    """
    binaries = [(target, source) for target, source, kind in entries if kind == "BINARY"]
    sources: dict[str, list[str]] = {}
    for target, source in binaries:  # on Windows one may lie in two folders
        sources.setdefault(_name(target), []).append(source)
    waiting = [source for target, source, _ in entries if _is_loaded_by_name(target)]
    seen: set[str] = set()
    while waiting:
        for name in needs(waiting.pop()) - seen:
            seen.add(name)
            if not libraries.is_of_the_system(name):
                waiting += sources.get(name, [])
    kept = {target for target, _ in binaries if _name(target) in seen and not libraries.is_of_the_system(_name(target))}
    kept |= {target for target, _, _ in entries if _is_loaded_by_name(target)}
    left = [entry for entry in entries if entry[0] in kept or entry[2] == "SYMLINK"]
    return with_target(left, left)


def with_target(links: Iterable[Entry], files: Iterable[Entry]) -> list[Entry]:
    """Of links among these entries those that point to one of the files; all that is no link stays."""
    targets = {target for target, _, _ in files}
    return [entry for entry in links if entry[2] != "SYMLINK" or _pointed_to(entry) in targets]


def needs(source: str | Path) -> set[str]:
    """The names of the libraries that a binary asks for itself."""
    if Path(source).suffix.lower() not in (".dll", ".pyd"):
        return libraries.needs(source)
    import pefile  # comes with PyInstaller, on Windows

    with pefile.PE(str(source), fast_load=True) as binary:
        binary.parse_data_directories(
            [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{kind}"] for kind in ("IMPORT", "DELAY_IMPORT")]
        )
        tables = (getattr(binary, f"DIRECTORY_ENTRY_{kind}", []) for kind in ("IMPORT", "DELAY_IMPORT"))
        return {entry.dll.decode("ascii").lower() for table in tables for entry in table}


def _is_loaded_by_name(target: str) -> bool:
    """Whether it is a module of Python, a plugin of Qt, or Python itself."""
    path = PurePosixPath(target.replace("\\", "/"))
    is_module = path.suffix == ".pyd" or (path.suffix == ".so" and not path.name.startswith("lib"))
    return is_module or "plugins" in path.parts or re.match(r"libpython|python3\d+\.dll", path.name) is not None


def _name(target: str) -> str:
    """The name by which a library is asked for; Windows ignores case."""
    name = PurePosixPath(target.replace("\\", "/")).name
    return name.lower() if name.lower().endswith(".dll") else name


def _pointed_to(link: Entry) -> str:
    target, pointed_to, _ = link
    return str(PurePosixPath(target).parent / pointed_to.replace("\\", "/"))
