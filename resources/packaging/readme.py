"""README.txt, as it lies beside the program: for each kind of download what is true of that one."""

from typing import NamedTuple

from resources.packaging.names import BUNDLE, PROGRAM, ROOT, WINDOW_PROGRAM, version

TEMPLATE = ROOT / "resources" / "packaging" / "README.txt"

ANYWHERE = "Nothing has to be installed: this folder is the whole program, and it may lie anywhere."


class Kind(NamedTuple):
    """What one kind of download says in its own words."""

    program: str
    """The program as it is called on the command line."""
    start: str
    afterwards: str
    licences: str


LINUX = Kind(
    program=f"./{PROGRAM}",
    start=f"{ANYWHERE}\nStart it with ./{PROGRAM}",
    afterwards="./add-to-menu.sh adds the program to your desktop's menu and opens *.momentum files with it;\n"
    "./add-to-menu.sh --remove takes that away again. Both change only files of yours, below ~/.local/share.",
    licences="licences",
)
DEBIAN = Kind(
    program=PROGRAM,
    start=f"It is in your desktop's menu, and opens *.momentum files. In a terminal it is called {PROGRAM}.",
    afterwards=f"sudo apt-get remove {PROGRAM} takes it away again. Your own files stay.",
    licences=f"/usr/lib/{PROGRAM}/licences",
)
WINDOWS = Kind(
    program=f"{PROGRAM}.exe",
    start=f'{ANYWHERE}\n"{WINDOW_PROGRAM}.exe" opens the window; {PROGRAM}.exe is the same for the command line.',
    afterwards="Windows stops a program that is not signed when it is first started. To start it all the same, choose\n"
    "More info and then Run anyway; do so only when its SHA-256 is the one in the release's SHA256SUMS.",
    licences="licences",
)
MACOS = Kind(
    program=f'"{BUNDLE}/Contents/MacOS/{PROGRAM}"',
    start=f"Drag {BUNDLE} into Applications, and open it there.",
    afterwards="macOS stops a program that is not signed when it is first opened. To open it all the same, go to\n"
    "System Settings, Privacy & Security, and choose Open Anyway; do so only when its SHA-256 is the one in the\n"
    "release's SHA256SUMS.",
    licences=f'"{BUNDLE}/Contents/Resources/licences"',
)
KINDS = {"linux": LINUX, "win32": WINDOWS, "darwin": MACOS}
"""By sys.platform; Debian's package has its own."""


def readme(kind: Kind) -> str:
    """The text for one kind of download."""
    text = TEMPLATE.read_text(encoding="utf-8")
    marks = {
        "@VERSION@": version(),
        "@START@": kind.start,
        "@PROGRAM@": kind.program,
        "@AFTERWARDS@": kind.afterwards,
        "@LICENCES@": kind.licences,
    }
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text
