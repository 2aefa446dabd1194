"""Pictures on the command line."""

import errno
import io
import os
import re
import signal
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtGui import QImage

from app.display import PICTURE, MissingLibraries
from app.files.interrupts import end_at_ctrl_c
from app.pictures.limits import MAX_PICTURE_SIDE, MIN_PICTURE_SIDE
from tests.cli.conftest import Lab

pytestmark = pytest.mark.usefixtures("qapp")
TEXT = "{http://www.w3.org/2000/svg}text"


def test_a_run_is_painted_at_a_step_in_a_size(lab: Lab) -> None:
    answer = lab("run", "--picture", "figure.svg", "--picture-step", 40, "--picture-size", "1600x900")
    assert (answer.code, answer.err) == (0, "")
    assert "Settled in valley 5" in answer.out
    root = ElementTree.fromstring(Path("figure.svg").read_bytes())
    assert root.get("viewBox") == "0 0 1600 900"
    words = re.sub(r"\s+", "", " ".join("".join(text.itertext()) for text in root.iter(TEXT)))
    assert "globalminimum" in words
    lab("run", "--picture", "again.svg", "--picture-step", 40, "--picture-size", "1600x900")
    assert Path("again.svg").read_bytes() == Path("figure.svg").read_bytes()


def test_parts_theme_and_scale_are_those_that_are_asked_for(lab: Lab) -> None:
    arguments = ("--picture-parts", "step", "height", "step", "--theme", "dark", "--picture-scale", 2)
    assert lab("run", "--picture", "a.PNG", *arguments, "--picture-size", "400x300").code == 0
    with Image.open("a.PNG") as image:
        assert image.size == (800, 600)
        assert sum(image.convert("RGB").getpixel((799, 599))) < 150  # type: ignore[arg-type]


def test_a_picture_may_have_no_background(lab: Lab) -> None:
    size = ("--picture-size", "300x200")
    assert lab("run", "--picture", "whole.png", *size).code == 0
    assert lab("run", "--picture", "clear.png", *size, "--picture-transparent").code == 0
    with Image.open("whole.png") as whole, Image.open("clear.png") as clear:
        assert whole.convert("RGBA").getextrema()[3] == (255, 255)
        assert clear.convert("RGBA").getpixel((299, 0))[3] == 0  # type: ignore[index]


def test_a_picture_that_can_t_be_made_leaves_no_file(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QImage, "isNull", lambda _: True)  # as for lack of memory
    answer = lab("run", "--picture", "a.png")
    assert (answer.code, list(Path().iterdir())) == (1, [])
    assert answer.err == f"momentum-lab: a.png: can't be written: {os.strerror(errno.ENOMEM)}\n"


def test_a_map_is_painted_with_its_axes_and_legend(lab: Lab) -> None:
    answer = lab("map", "--size", 8, 8, "--picture", "map.pdf", "--png", "map.png")
    assert (answer.code, answer.err) == (0, "")
    (page,) = PdfReader(io.BytesIO(Path("map.pdf").read_bytes())).pages
    words = " ".join(page.extract_text().split())
    assert "Where does it end?" in words
    assert "start" in words
    with Image.open("map.png") as image:
        assert image.size == (8, 8), "one pixel for each run, as before"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("run --picture x.gif", '--picture: "x.gif" has to end in .png or .svg or .pdf'),
        ("run --picture -", "--picture: pictures and films can't go to stdout; give the name of a file"),
        (
            "run --picture x.svg --picture-scale 2",
            "--picture-scale: a .svg has no pixels to scale; leave the option out, or write a .png",
        ),
        (
            "map --picture x.PDF --picture-scale 1",
            "--picture-scale: a .pdf has no pixels to scale; leave the option out, or write a .png",
        ),
        ("run --theme dark", "--theme goes with --picture or --film"),
        ("map --theme dark", "--theme goes with --picture"),
        ("run --picture-transparent", "--picture-transparent goes with --picture"),
        ("map --picture-size 200x200", "--picture-size goes with --picture"),
        ("run --steps 30 --picture a.png --picture-step 40", "--picture-step: 40 comes after the last step, 30"),
        ("run --picture a.png --csv a.png", "--picture: a.png is what --csv writes; choose another name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(lab: Lab, arguments: str, sentence: str) -> None:
    answer = lab(*arguments.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"momentum-lab: {sentence}\n")
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    "size", ["100", "x", "99x500", "500x8001", "1e3x500", "+200x300", "³00x300", "1" * 5000 + "x300"]
)
def test_a_size_is_two_whole_numbers(lab: Lab, size: str) -> None:
    answer = lab("run", "--picture", "a.png", "--picture-size", size)
    sides = f"{MIN_PICTURE_SIDE} to {MAX_PICTURE_SIDE}"
    assert answer.err == (
        f'momentum-lab: --picture-size: "{size}" is not a width and a height from {sides}; write 1600x900\n'
    )


def test_without_qt_nothing_is_written(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.pictures.picture_problem", lambda: MissingLibraries(PICTURE[:1]))
    answer = lab("run", "--picture", "a.png")
    assert (answer.code, list(Path().iterdir())) == (1, [])
    assert "libEGL.so.1" in answer.err
    monkeypatch.setattr("app.cli.pictures.picture_problem", lambda: None)
    monkeypatch.setitem(sys.modules, "app.pictures.offscreen", None)
    answer = lab("run", "--picture", "a.png")
    assert answer.err.startswith("momentum-lab: a.png: can't be written: Qt cannot be loaded (")


@pytest.mark.posix
@pytest.mark.parametrize(
    "arguments",
    [("run", "--picture", "x.png"), ("map", "--size", "4", "4", "--picture", "x.png"), ("run", "--film", "x.gif")],
)
def test_ctrl_c_while_it_is_painted_ends_it_and_writes_nothing(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def interrupted(*_: object) -> None:
        """What Qt calls while it paints: an exception in here would be lost."""
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("app.plotting.axis.NumberAxis.paint", interrupted)
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        end_at_ctrl_c()  # as in the program itself
        answer = lab(*arguments)
    finally:
        signal.signal(signal.SIGINT, before)
    assert answer == (1, "", "momentum-lab: interrupted\n")
    assert list(Path().iterdir()) == []
