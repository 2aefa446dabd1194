"""An outcome map in a file: whole, or not at all."""

from pathlib import Path

import pytest

from app.files.outcome_map import compute_map, export_map
from app.files.trajectories import Cancelled
from physics.rules.base import ALPHA
from physics.run.ball import START
from physics.sweep.grid import Grid, whole_axis
from tests.support.balls import new_ball
from tests.support.runs import HILLS

GRID = Grid(
    whole_axis(ALPHA, HILLS, 0.02),
    whole_axis(START, HILLS, 0.02),
    300,
    300,
    new_ball(0.9, 0.02, 4.8),
)


def test_numbers_and_pictures_are_written_with_progress(tmp_path: Path) -> None:
    shares: list[float] = []
    made = compute_map(HILLS, GRID, shares.append, lambda: False)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    shares.clear()
    export_map(tmp_path / "map.csv", HILLS, made, lambda _: b"", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert (tmp_path / "map.csv").read_bytes().count(b"\r\n") == 1 + 90_000
    export_map(tmp_path / "MAP.PNG", HILLS, made, lambda whole: f"{whole.known}".encode())
    assert (tmp_path / "MAP.PNG").read_bytes() == b"90000"


def test_a_map_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        compute_map(HILLS, GRID, lambda _: None, lambda: True)
    made = compute_map(HILLS, GRID, lambda _: None, lambda: False)
    with pytest.raises(Cancelled):
        export_map(tmp_path / "map.csv", HILLS, made, lambda _: b"", is_cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
