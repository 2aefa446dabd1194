"""Films on the command line."""

from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from tests.cli.conftest import Lab

pytestmark = pytest.mark.usefixtures("qapp")

SMALL = ("--film-size", "160x90", "--film-steps", 0, 6, "--film-speed", 6, "--film-fps", 6)


@pytest.mark.parametrize(("file", "name"), [("roll.gif", "GIF"), ("roll.png", "PNG"), ("ROLL.WEBP", "WEBP")])
def test_the_ending_chooses_the_format(lab: Lab, file: str, name: str) -> None:
    answer = lab("run", "--film", file, *SMALL)
    assert (answer.code, answer.err) == (0, "")
    assert "Settled in valley" in answer.out
    with Image.open(file) as film:
        assert (film.format, film.size, film.n_frames) == (name, (160, 90), 7)  # type: ignore[attr-defined]
        durations = [(frame.load(), frame.info["duration"])[1] for frame in ImageSequence.Iterator(film)]
        assert durations == pytest.approx([170, 160, 170, 170, 160, 170, 1170])
    assert [path.name for path in Path().iterdir()] == [file]


def test_two_films_are_the_same_and_a_csv_may_be_beside_them(lab: Lab) -> None:
    assert lab("run", "--film", "one.gif", *SMALL, "--csv", "rows.csv").code == 0
    assert lab("run", "rows.momentum", "--film", "other.gif", *SMALL).code == 0
    assert Path("one.gif").read_bytes() == Path("other.gif").read_bytes()
    assert lab("run", "rows.momentum", "--film", "dark.gif", *SMALL, "--theme", "dark").code == 0
    assert Path("dark.gif").read_bytes() != Path("one.gif").read_bytes()


def test_slow_motion_stepwise_once(lab: Lab) -> None:
    slow = ("--film-slow-motion", "--film-steps", 0, 2, "--film-size", "480x270", "--film-once")
    assert lab("run", "--film", "slow.gif", *slow, "--film-parts", "landscape", "step").code == 0
    with Image.open("slow.gif") as film:
        assert film.n_frames == 9  # type: ignore[attr-defined]
        assert "loop" not in film.info
        assert film.info["duration"] == 1000
    assert lab("run", "--film", "steps.gif", *SMALL, "--film-stepwise").code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--film", "roll.mp4"), '--film: "roll.mp4" has to end in .gif or .png or .webp'),
        (("--film", "-"), "--film: pictures and films can't go to stdout; give the name of a file"),
        (("--film-fps", 3), "--film-fps goes with --film"),
        (("--film-once",), "--film-once goes with --film"),
        (("--film", "a.gif", "--film-steps", 5, 3), "--film-steps: step 3 does not come after step 5"),
        (("--film", "a.gif", "--film-steps", 0, 900), "--film: step 900 is not recorded: the run is over at step 598"),
        (("--film", "a.gif", "--film-steps", 0, 2001), "--film-steps: 2001 comes after the last step, 2000"),
        (("--film", "a.gif", "--steps", 0), "--film: a film from step 0 to step 0 has no step; the second must be"),
        (("--film", "a.gif", "--film-fps", 51), '--film-fps: "51" is not a number from 1 to 50'),
        (("--film", "a.gif", "--film-speed", 0), '--film-speed: "0" is not a number from 0.05 to 100000'),
        (("--film", "a.gif", "--film-size", "9x9"), '--film-size: "9x9" is not a width and a height from 64 to 4096'),
        (("--film", "a.gif", "--film-parts", "map"), '--film-parts: "map" is not one of landscape, step, height'),
        (
            ("--film", "a.gif", "--film-slow-motion", "--film-fps", 3),
            "--film-fps does not go with --film-slow-motion, which has a frame for each moment",
        ),
        (("--film", "a.gif", "--csv", "a.gif"), "--film: a.gif is what --csv writes; choose another name"),
        (("--theme", "dark"), "--theme goes with --picture or --film"),
    ],
)
def test_a_mistake_is_one_line_and_leaves_no_file(lab: Lab, arguments: tuple[object, ...], sentence: str) -> None:
    answer = lab("run", *arguments)
    assert answer.code == 2
    assert answer.err.startswith(f"momentum-lab: {sentence}")
    assert answer.err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_a_folder_that_is_not_there(lab: Lab) -> None:
    answer = lab("run", "--film", "nowhere/a.gif")
    assert answer.code == 1
    assert answer.err.startswith("momentum-lab: nowhere/a.gif: can't be written: ")
