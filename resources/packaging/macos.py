"""macOS: the bundle's texts, and the disk image from which a person drags it into Applications."""

import shutil
import subprocess
from pathlib import Path

from resources.packaging import finishing, licences
from resources.packaging.names import BUNDLE, ROOT, TITLE
from resources.packaging.readme import MACOS, readme


def finish(place: Path) -> None:
    """Put the licences into the bundle, and sign it anew for this machine: a changed bundle does not start."""
    bundle = place / BUNDLE
    licences.collect(bundle / "Contents" / "Resources" / "licences", [])
    finishing.date(bundle / "Contents" / "Resources" / "licences")
    subprocess.run(["codesign", "--force", "--deep", "--sign", "-", str(bundle)], check=True)


def write_dmg(bundle: Path, image: Path) -> Path:
    """Make the disk image, with a link to Applications beside the bundle."""
    folder = ROOT / "build" / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["ditto", str(bundle), str(folder / BUNDLE)], check=True)
    (folder / "Applications").symlink_to("/Applications")
    (folder / "README.txt").write_text(readme(MACOS), encoding="utf-8")
    image.unlink(missing_ok=True)
    options = ["-volname", TITLE, "-fs", "HFS+", "-format", "UDZO", "-srcfolder", str(folder)]
    subprocess.run(["hdiutil", "create", *options, str(image)], check=True)
    return image
