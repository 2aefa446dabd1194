"""The packed program's name, version and description on all three systems: the one place that states each."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "dist"

TITLE = "Momentum Lab"
PROGRAM = "momentum-lab"
"""The executable. On Windows it has a console: `run`, `map` and `landscapes` print into it."""
WINDOW_PROGRAM = "Momentum Lab"
"""On Windows only: the same without a console, for the start menu and the desktop."""
BUNDLE = f"{TITLE}.app"
IDENTIFIER = "momentum-lab.MomentumLab"
SUMMARY = "Roll balls with different momentum and see which minimum each one reaches"
SCENARIO_TYPE = "application/x-momentum-lab-scenario"
SCENARIO_ENDING = "momentum"


def version() -> str:
    """The version, read from app/version.py."""
    text = (ROOT / "app" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("app/version.py has no version such as 1.2.3")
    return found[1]


def epoch() -> int:
    """The time that all files of a build get, in seconds: the commit's; 2026-01-01 without git.

    SOURCE_DATE_EPOCH takes precedence: it is set where the sources were copied without their history.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 1_767_225_600


def machine() -> str:
    """System and processor, as in the names of downloads: linux-x86_64, windows-x86_64, macos-arm64."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    processor = platform.machine().lower().replace("amd64", "x86_64")
    return f"{system}-{processor}"


def bundle_information() -> dict[str, object]:
    """Info.plist of macOS: among others the file type that the program opens, and that it supports sharp screens."""
    icon = "momentum-lab.icns"
    kind = f"{IDENTIFIER}.scenario"
    return {
        "CFBundleDisplayName": TITLE,
        "CFBundleShortVersionString": version(),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Momentum Lab scenario",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": icon,
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kind],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": "Momentum Lab scenario",
                "UTTypeConformsTo": ["public.json"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [SCENARIO_ENDING],
                    "public.mime-type": SCENARIO_TYPE,
                },
            }
        ],
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "© 2026 The Momentum Lab developers. MIT licence.",
    }


def version_resource(name: str) -> object:
    """PyInstaller's form of a version resource, for the executable of this name."""
    from PyInstaller.utils.win32 import versioninfo as form

    number = (*map(int, version().split(".")), 0)
    texts = {
        "CompanyName": "The Momentum Lab developers",
        "FileDescription": TITLE,
        "Comments": SUMMARY,
        "FileVersion": version(),
        "InternalName": name,
        "LegalCopyright": "© 2026 The Momentum Lab developers. MIT licence.",
        "OriginalFilename": f"{name}.exe",
        "ProductName": TITLE,
        "ProductVersion": version(),
    }
    strings = [form.StringStruct(key, text) for key, text in texts.items()]
    return form.VSVersionInfo(
        ffi=form.FixedFileInfo(filevers=number, prodvers=number, mask=0x3F, OS=0x40004, fileType=0x1),
        kids=[
            form.StringFileInfo([form.StringTable("040904B0", strings)]),  # English, Unicode
            form.VarFileInfo([form.VarStruct("Translation", [0x0409, 0x04B0])]),
        ],
    )
