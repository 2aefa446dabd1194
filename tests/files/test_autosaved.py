"""What autosave writes is read again, and what is broken of it takes nothing else along."""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.autosaved import (
    ABOUT,
    MAX_PICTURE_BYTES,
    PICTURE,
    SCENE,
    About,
    Autosaved,
    read_autosaved,
    write_autosaved,
)
from app.files.default import default_scenario
from app.files.fingerprint import fingerprint_of
from app.files.scenario import scenario_text
from tests.support.any_scenario import names

NOON = datetime(2025, 6, 12, 12, 0, tzinfo=timezone(timedelta(hours=2)))
TEXT = scenario_text(default_scenario())
FINGERPRINT = fingerprint_of(b"what the file said")
SAVED = Autosaved(TEXT, b"\x89PNG of it", About("Hills", Path("/talks/hills.momentum").absolute(), FINGERPRINT), NOON)
RIGHT = {
    "format": "momentum-lab/autosave",
    "version": 1,
    "title": "Hills",
    "file": str(SAVED.about.file),
    "stamp": {"size": 18, "sha256": FINGERPRINT.digest.hex()},
    "time": "2025-06-12T12:00:00+02:00",
}
"""What `about.json` says of it."""

titles = names.map(str.strip)
times = st.datetimes(timezones=st.sampled_from([UTC, NOON.tzinfo]))


@given(titles, times, st.none() | st.binary(min_size=1, max_size=9))
def test_it_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, title: str, time: datetime, picture: bytes | None
) -> None:
    folder = tmp_path_factory.getbasetemp()
    saved = Autosaved(TEXT, picture, About(title), time)
    write_autosaved(folder, saved)
    assert read_autosaved(folder) == saved


def test_it_is_three_files_and_replaces_the_ones_before(tmp_path: Path) -> None:
    write_autosaved(tmp_path, Autosaved("before", None, About(""), NOON))
    write_autosaved(tmp_path, SAVED)
    assert sorted(path.name for path in tmp_path.iterdir()) == [ABOUT, PICTURE, SCENE]
    assert (tmp_path / SCENE).read_text(encoding="utf-8") == TEXT
    assert json.loads((tmp_path / ABOUT).read_text(encoding="utf-8")) == RIGHT
    assert read_autosaved(tmp_path) == SAVED


def test_a_write_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    write_autosaved(tmp_path, SAVED)
    (tmp_path / ABOUT).unlink()
    (tmp_path / ABOUT).mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_autosaved(tmp_path, Autosaved("after", b"after", About(""), NOON))
    assert caught.value.filename == str(tmp_path / ABOUT)
    assert (tmp_path / SCENE).read_text(encoding="utf-8") == TEXT
    assert (tmp_path / PICTURE).read_bytes() == SAVED.picture
    assert sorted(path.name for path in tmp_path.iterdir()) == [ABOUT, PICTURE, SCENE]


@pytest.mark.parametrize(
    "about",
    [
        None,
        "",
        "{",
        "[]",
        '{"format": "momentum-lab/autosave", "version": 1}',
        json.dumps(RIGHT | {"format": "momentum-lab/scenario"}),
        json.dumps(RIGHT | {"version": 2}),
        json.dumps(RIGHT | {"time": "2025-06-12T12:00"}),
        json.dumps(RIGHT | {"time": "noon"}),
        json.dumps(RIGHT | {"title": 3}),
        json.dumps(RIGHT | {"file": 3}),
        json.dumps(RIGHT | {"stamp": 3}),
        json.dumps(RIGHT | {"stamp": {"size": 18, "sha256": "no figures"}}),
        json.dumps(RIGHT | {"stamp": {"size": -1, "sha256": ""}}),
        json.dumps(RIGHT | {"more": 3}),
    ],
)
def test_without_a_word_about_it_the_scene_speaks_for_itself(tmp_path: Path, about: str | None) -> None:
    write_autosaved(tmp_path, SAVED)
    os.utime(tmp_path / SCENE, (1_750_000_000, 1_750_000_000))
    (tmp_path / ABOUT).unlink()
    if about is not None:
        (tmp_path / ABOUT).write_text(about, encoding="utf-8")
    title = default_scenario().title
    assert read_autosaved(tmp_path) == Autosaved(
        TEXT, SAVED.picture, About(title), datetime.fromtimestamp(1_750_000_000, UTC)
    )


def test_a_scene_that_is_no_scenario_is_still_a_text_to_offer(tmp_path: Path) -> None:
    (tmp_path / SCENE).write_text("{ half of it", encoding="utf-8")
    left = read_autosaved(tmp_path)
    assert left is not None
    assert (left.scene, left.picture, left.about) == ("{ half of it", None, About(""))


@pytest.mark.parametrize("picture", [None, b"", bytes(MAX_PICTURE_BYTES + 1)])
def test_a_picture_may_be_missing_empty_or_too_large(tmp_path: Path, picture: bytes | None) -> None:
    write_autosaved(tmp_path, SAVED)
    (tmp_path / PICTURE).unlink()
    if picture is not None:
        (tmp_path / PICTURE).write_bytes(picture)
    left = read_autosaved(tmp_path)
    assert left == Autosaved(TEXT, None, SAVED.about, NOON)


@pytest.mark.parametrize("scene", [None, b"", b" \n", b"\xff"])
def test_without_a_scene_there_is_nothing(tmp_path: Path, scene: bytes | None) -> None:
    write_autosaved(tmp_path, SAVED)
    (tmp_path / SCENE).unlink()
    if scene is not None:
        (tmp_path / SCENE).write_bytes(scene)
    assert read_autosaved(tmp_path) is None


@pytest.mark.linux
def test_a_file_whose_name_is_no_text_is_not_remembered_and_stops_nothing(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"/talks/\xff.momentum"))
    write_autosaved(tmp_path, Autosaved(TEXT, None, About("Hills", path), NOON))
    assert read_autosaved(tmp_path) == Autosaved(TEXT, None, About("Hills"), NOON)
