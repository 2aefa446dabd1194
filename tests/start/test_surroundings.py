"""The window opens and commands work with any folders, settings, languages and consoles."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

import pytest
from Xlib.display import Display

from app.files.presets import preset_names
from tests.start.conftest import PACKED, PROGRAM, Seen
from tests.support.paths import ROOT

pytestmark = [pytest.mark.linux, pytest.mark.start]

MIN_COLOURS = 500
STORED = ROOT / "resources" / "self_test"

WITHOUT_ROOT_RIGHTS = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if hasattr(os, "geteuid") and not os.geteuid()
    else []
)
"""A prefix for commands that takes root's right to ignore the permissions of files."""

Start = Callable[..., Seen]
Screen = tuple[str, Display]


def command(arguments: list[str], environment: dict[str, str], **how: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command without a window to its end."""
    pipes = {"capture_output": True, "timeout": 60, **how}
    return subprocess.run([*PROGRAM, *arguments], env=environment, check=False, **pipes)  # type: ignore[call-overload, no-any-return]


def close_console() -> None:
    for number in (0, 1, 2):
        os.close(number)


def test_it_works_without_a_console(started: Start, screen: Screen, home: dict[str, str], tmp_path: Path) -> None:
    """As from a desktop: no standard input and no standard output."""
    number, display = screen
    how = {"stdin": None, "stdout": None, "stderr": None, "preexec_fn": close_console}
    assert started(display, {**home, "DISPLAY": f":{number}"}, **how).colours > MIN_COLOURS
    done = command(["run", "--csv", "a.csv"], home, cwd=tmp_path, capture_output=False, preexec_fn=close_console)
    assert done.returncode == 0
    assert (tmp_path / "a.csv").stat().st_size > 10_000
    for arguments in (["landscapes"], ["--self-test"], ["--version"]):
        assert command(arguments, home, capture_output=False, preexec_fn=close_console).returncode == 0
    assert command(["run", "--no-such"], home, capture_output=False, preexec_fn=close_console).returncode == 2


@pytest.mark.parametrize("language", ["de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "C", "POSIX", ""])
def test_in_every_language_the_window_opens_and_the_numbers_are_the_same(
    started: Start, screen: Screen, home: dict[str, str], language: str
) -> None:
    number, display = screen
    names = ("LC_ALL", "LANG", "LC_NUMERIC")
    spoken = {name: value for name, value in home.items() if name not in names and not name.startswith("LC_")}
    spoken |= dict.fromkeys(names, language) if language else {}
    assert started(display, {**spoken, "DISPLAY": f":{number}"}).colours > MIN_COLOURS
    done = command(["run", str(STORED / "points.momentum"), "--csv", "-"], spoken)
    assert (done.returncode, done.stdout) == (0, (STORED / "points.csv").read_bytes())


SETTINGS = {
    "empty": b"",
    "bytes": bytes(range(256)) * 40,
    "no ini": b'{"window": ',
    "wrong values": b"[window]\ngeometry=17\nside=@ByteArray(x)\n[run]\nspeed=fast\n[plots]\nhidden=@Invalid()\n",
    "wrong bytes": b"[window]\ngeometry=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0\\xff\\xff\\xff\\xff)\n",
    "wrong kinds": b"[look]\ntheme=@Variant(\\0\\0\\0\\b\\0)\n[files]\nfolder=a, b, c\n",
}


@pytest.mark.parametrize("content", SETTINGS.values(), ids=SETTINGS.keys())
def test_a_broken_settings_file_is_ignored(
    started: Start, screen: Screen, home: dict[str, str], content: bytes
) -> None:
    number, display = screen
    file = Path(home["XDG_CONFIG_HOME"], "momentum-lab", "momentum-lab.ini")
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert started(display, {**home, "DISPLAY": f":{number}"}).colours > MIN_COLOURS


def test_a_settings_file_that_is_a_folder_is_ignored(started: Start, screen: Screen, home: dict[str, str]) -> None:
    number, display = screen
    Path(home["XDG_CONFIG_HOME"], "momentum-lab", "momentum-lab.ini").mkdir(parents=True)
    assert started(display, {**home, "DISPLAY": f":{number}"}).colours > MIN_COLOURS


@pytest.mark.parametrize("place", ["/proc", "/nowhere/at/all", "relative"])
def test_a_home_that_is_missing_or_read_only_does_not_matter(
    started: Start, screen: Screen, home: dict[str, str], place: str
) -> None:
    """/proc is a folder in which not even root can make a file."""
    number, display = screen
    homeless = {name: value for name, value in home.items() if not name.startswith("XDG_")} | {"HOME": place}
    if place == "/nowhere/at/all":  # root could make that one
        homeless |= {f"XDG_{kind}_HOME": "/proc/nowhere" for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    assert started(display, {**homeless, "DISPLAY": f":{number}"}).colours > MIN_COLOURS
    assert command(["run", str(STORED / "points.momentum"), "--csv", "-"], homeless).returncode == 0


def test_files_and_folders_may_have_every_name(
    started: Start, screen: Screen, home: dict[str, str], tmp_path: Path
) -> None:
    number, display = screen
    folder = tmp_path / 'Übungen α → β, Kai\'s "Blatt 1"'
    folder.mkdir()
    scenario = folder / "Fünf Kugeln 五.momentum"
    shutil.copyfile(STORED / "points.momentum", scenario)
    assert started(display, {**home, "DISPLAY": f":{number}"}, str(scenario), cwd=folder).colours > MIN_COLOURS
    done = command(["run", scenario.name, "--csv", "Läufe.csv"], home, cwd=folder)
    assert (done.returncode, (folder / "Läufe.csv").read_bytes()) == (0, (STORED / "points.csv").read_bytes())


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and the time of its last change."""
    found = [path for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return {str(path.relative_to(folder)): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in found}


@pytest.mark.packed
def test_the_program_may_lie_anywhere_and_writes_nothing_there(
    started: Start, screen: Screen, home: dict[str, str], tmp_path: Path
) -> None:
    number, display = screen
    folder = tmp_path / 'Programme für α & β (neu), Kai\'s "Beste"'
    shutil.copytree(Path(PACKED).parent, folder, symlinks=True)
    subprocess.run(["chmod", "-R", "a-w", str(folder)], check=True)
    before = contents(folder)
    program = [*WITHOUT_ROOT_RIGHTS, str(folder / "momentum-lab")]
    assert subprocess.run([*WITHOUT_ROOT_RIGHTS, "touch", str(folder / "new")], check=False, stderr=DEVNULL).returncode
    try:
        assert started(display, {**home, "DISPLAY": f":{number}"}, program=program).colours > MIN_COLOURS
        for arguments in (["--self-test"], ["run", "--steps", "10"], ["landscapes"]):
            subprocess.run([*program, *arguments], env=home, check=True, capture_output=True, timeout=60)
        assert contents(folder) == before
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)


def test_the_self_test_takes_less_than_ten_seconds_and_prints_a_line_for_each_check(home: dict[str, str]) -> None:
    done = subprocess.run([*PROGRAM, "--self-test"], env=home, check=False, capture_output=True, text=True, timeout=10)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[1] for line in lines] == [
        "program", "resources", "curve", "points", "noise", "formula", "replay", "display", "plot", "pictures",
        "films", "window",
    ]  # fmt: skip
    assert all(line.startswith("ok ") for line in lines)
    assert ("packed" in lines[0].split(",")[1]) == bool(PACKED)


def test_without_a_display_the_main_job_is_done(home: dict[str, str], tmp_path: Path) -> None:
    done = command([], home, cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1)
    assert b"there is no display" in done.stderr
    made = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert made == ["momentum-lab.csv", "momentum-lab.momentum", "momentum-lab.png"]


@pytest.mark.packed
@pytest.mark.parametrize("way", ["vnc", "linuxfb", "minimal", "eglfs", "xcb;vnc", "wayland-brcm"])
def test_a_platform_that_is_not_packed_is_named_in_one_line(home: dict[str, str], tmp_path: Path, way: str) -> None:
    done = command([], {**home, "QT_QPA_PLATFORM": way}, cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1)
    assert f"QT_QPA_PLATFORM asks for {way.replace(';', ' or ')}".encode() in done.stderr
    assert (tmp_path / "momentum-lab.png").is_file()


def test_maps_and_landscapes_work(home: dict[str, str], tmp_path: Path) -> None:
    done = command(["map", "--size", "8", "8", "--csv", "m.csv", "--png", "m.png"], home, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "m.csv").read_bytes().count(b"\r\n") == 65
    assert command(["landscapes"], home).stdout.count(b"\n") == 1 + len(preset_names())


def test_a_large_map_is_the_same_in_one_process_and_in_three(home: dict[str, str]) -> None:
    alone, together = (
        command(["map", "--size", "1024", "1024", "--jobs", jobs, "--summary", "-"], home) for jobs in ("1", "3")
    )
    assert (together.returncode, together.stderr) == (0, b"")
    assert together.stdout == alone.stdout
