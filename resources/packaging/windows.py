"""Windows: what the program says of itself under Properties and in the task manager, and its installer."""

import os
import shutil
import subprocess
from pathlib import Path

from resources.packaging.names import DIST, ROOT, SUMMARY, TITLE, version

SCRIPT = ROOT / "resources" / "packaging" / "installer.iss"


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


def write_installer() -> list[Path]:
    """Have Inno Setup make the installer; none where it is not installed."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "Inno Setup 6", "ISCC.exe")
    compiler = shutil.which("ISCC") or (str(usual) if usual.is_file() else "")
    if not compiler:
        print("there is no Inno Setup here, so no installer was made", flush=True)
        return []
    subprocess.run([compiler, "/Qp", f"/DVersion={version()}", str(SCRIPT)], check=True)
    return sorted(DIST.glob("*-setup.exe"))
