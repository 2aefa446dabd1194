"""What writes files is killed at every call to the file system: no file is torn, no work is lost, nothing is left."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.linux
MIN_CALLS = {"save": 12, "export": 20, "run": 50, "autosave": 60, "window": 20}
"""The least number of calls of each case; `tests.killing` has more cases."""
RANDOM_S = 2.0


def kills(*arguments: object) -> int:
    """How often `python -m tests.killing` killed; it ends with an error where something is lost."""
    command = [sys.executable, "-m", "tests.killing", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    killed = re.search(r"killed (\d+) times", done.stderr)
    assert killed
    return int(killed[1])


@pytest.mark.parametrize("name", MIN_CALLS)
def test_after_a_kill_at_any_call_every_file_is_whole_and_the_next_to_write_tidies_up(
    tmp_path: Path, name: str
) -> None:
    assert kills(name, tmp_path / "here") >= MIN_CALLS[name]


def test_settings_are_whole_and_written_soon_after_kills_at_random(tmp_path: Path) -> None:
    """Qt writes them: its calls can't be counted here, so the kills come at random."""
    assert kills("settings", tmp_path / "here", RANDOM_S) > 5
