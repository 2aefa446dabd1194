"""add-to-menu.sh: the desktop's menu starts the very program beside it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.linux

ODD = "Program's folder $HOME `x` \\ 100 % α"


def unpacked(place: Path) -> Path:
    """The files for the menu as they lie in the program's folder."""
    linux = ROOT / "resources" / "packaging" / "linux"
    for source, target in (
        ("add-to-menu.sh", "."),
        ("momentum-lab.desktop", "share/applications"),
        ("momentum-lab.xml", "share/mime/packages"),
    ):
        (place / target).mkdir(parents=True, exist_ok=True)
        shutil.copy(linux / source, place / target)
    (place / "add-to-menu.sh").chmod(0o755)
    for side in (16, 32, 48, 64, 128, 256):
        icons = place / "share" / "icons" / "hicolor" / f"{side}x{side}" / "apps"
        icons.mkdir(parents=True)
        (icons / "momentum-lab.png").write_bytes(b"png")
    return place


def run(script: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script with nothing in the environment but this."""
    return subprocess.run(
        [str(script)], check=False, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **environment}
    )


def test_the_menu_gets_an_entry_that_starts_this_very_program(tmp_path: Path) -> None:
    place, home = unpacked(tmp_path / ODD), tmp_path / "home"
    home.mkdir()
    mine = home / "mine.txt"
    mine.touch()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home)}
    script = [str(place / "add-to-menu.sh")]
    for _ in range(2):
        subprocess.run(script, check=True, capture_output=True, env=environment)
    entry = (home / ".local/share/applications/momentum-lab.desktop").read_text(encoding="utf-8")
    (line,) = [line for line in entry.splitlines() if line.startswith("Exec=")]
    # As the desktop reads it: first the entry's own signs, then the quotes, then % and its letters.
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    quoted = re.fullmatch(r'"((?:[^"`$\\]|\\["`$\\])*)" %f', unescaped)
    assert quoted is not None
    assert re.sub(r"\\(.)", r"\1", quoted[1]).replace("%%", "%") == str(place / "momentum-lab")
    subprocess.run([*script, "--remove"], check=True, capture_output=True, env=environment)
    left = {path.name for path in home.rglob("*") if path.is_file()} - {"mimeinfo.cache"}
    assert {name for name in left if "momentum" in name} == set()
    assert mine.exists()
    assert subprocess.run([*script, "--help"], check=False, capture_output=True, env=environment).returncode == 2


def test_started_through_a_link_it_finds_the_folder_that_it_lies_in(tmp_path: Path) -> None:
    place = unpacked(tmp_path / "lab")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "add").symlink_to("../lab/add-to-menu.sh")
    assert run(tmp_path / "bin" / "add", HOME=str(tmp_path / "home")).returncode == 0
    entry = tmp_path / "home/.local/share/applications/momentum-lab.desktop"
    assert f'Exec="{place}/momentum-lab" %f\n' in entry.read_text()


def test_without_a_home_it_says_so_in_one_line(tmp_path: Path) -> None:
    script = unpacked(tmp_path / "lab") / "add-to-menu.sh"
    done = run(script)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "neither HOME nor XDG_DATA_HOME is set" in done.stderr
    assert run(script, XDG_DATA_HOME=str(tmp_path / "share")).returncode == 0
    assert (tmp_path / "share" / "applications" / "momentum-lab.desktop").is_file()


def test_when_its_files_are_gone_the_entry_that_is_there_stays(tmp_path: Path) -> None:
    place, home = unpacked(tmp_path / "lab"), tmp_path / "home"
    assert run(place / "add-to-menu.sh", HOME=str(home)).returncode == 0
    entry = home / ".local/share/applications/momentum-lab.desktop"
    before = entry.read_bytes()
    (place / "share" / "applications" / "momentum-lab.desktop").unlink()
    assert run(place / "add-to-menu.sh", HOME=str(home)).returncode != 0
    assert entry.read_bytes() == before
