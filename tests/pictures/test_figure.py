"""Figures: the same plots as in the window, arranged, and drawn frame after frame."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.files.default import default_scenario
from app.pictures.arrangement import arranged, column_size, text_scale
from app.pictures.drawing import draw_image
from app.pictures.figure import Figure, FigurePainter, new_image
from app.pictures.offscreen import frame_of_scenario
from app.text.figures import LANDSCAPE, PART_TITLES
from app.views.plots.kinds import PLOT_KINDS
from tests.pictures.scenes import figure_of, map_content
from tests.support.qt import deliver_deletions

NAMES = st.lists(st.sampled_from(tuple(PART_TITLES)), min_size=1, unique=True)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits(), np.int16).reshape(image.height(), image.width(), 4)[..., :3]


def figure_image(figure: Figure) -> QImage:
    image = new_image(figure, 1.0)
    with FigurePainter(figure) as figure_painter, QPainter(image) as painter:
        figure_painter.paint(painter)
    return image


@given(NAMES, st.integers(300, 3000), st.integers(700, 2000))
def test_parts_fill_a_figure_and_do_not_overlap(names: list[str], width: int, height: int) -> None:
    scale = text_scale(width, names)
    boxes = arranged(names, width, height, scale)
    assert boxes.keys() == set(names)
    for box in boxes.values():
        assert QRect(0, 0, width, height).contains(box)
        assert box.width() > 50
    for one, other in combinations(boxes.values(), 2):
        assert not one.intersects(other)


@given(NAMES)
def test_a_column_of_a_page_has_room_for_its_parts(names: list[str]) -> None:
    width, height = column_size(names)
    assert width == 321
    assert all(box.height() > 50 for box in arranged(names, width, height, text_scale(width, names)).values())


def test_the_parts_have_the_names_of_the_plots() -> None:
    assert {kind.name: kind.title for kind in PLOT_KINDS}.items() <= PART_TITLES.items()


@pytest.mark.usefixtures("qapp")
def test_frame_after_frame_is_drawn_like_each_alone() -> None:
    """But for the names of the balls, which stay where they were in the frame before if they can."""
    figure = figure_of(LANDSCAPE, "height", "phase", "step")
    figure = figure.at(figure.frame._replace(hidden_layers=frozenset({"names"})))
    run = figure.frame.run
    with FigurePainter(figure) as painter_of_figure:
        for step in (10, 11, 38):
            run.go_to(step)
            painter_of_figure.show(figure.frame)
            image = new_image(figure, 1.0)
            with QPainter(image) as painter:
                painter_of_figure.paint(painter)
            differs = np.abs(pixels(image) - pixels(figure_image(figure))).max(axis=2) > 8
            assert differs.mean() < 2e-3, step


@pytest.mark.usefixtures("qapp")
def test_without_a_background_no_later_steps_are_shown() -> None:
    whole = frame_of_scenario(default_scenario(), 60)
    whole.run.go_to(20)
    cut = frame_of_scenario(default_scenario(), 20)
    one, other = (
        figure_image(Figure(frame, figure_of("position").parts, 400, 300, has_background=False))
        for frame in (whole, cut)
    )
    assert one == other
    assert (whole.run.step, whole.run.last) == (20, 60), "the frame itself stays as it was"


@pytest.mark.usefixtures("qapp")
def test_a_figure_is_painted_at_the_painters_origin() -> None:
    figure = figure_of("step")
    image = QImage(740, 500, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.translate(50, 60)
        with FigurePainter(figure) as figure_painter:
            figure_painter.paint(painter)
    assert image.copy(50, 60, 640, 400) == figure_image(figure)


@pytest.mark.usefixtures("qapp")
def test_a_map_is_left_out_where_there_is_none() -> None:
    without = figure_image(figure_of("step", "map"))
    assert without == figure_image(figure_of("step"))
    assert without != figure_image(figure_of("step", "map", outcome_map=map_content()))


@pytest.mark.usefixtures("qapp")
def test_drawing_that_is_left_undone_leaves_nothing_behind() -> None:
    deliver_deletions()
    before = len(QApplication.allWidgets())
    pieces = draw_image(figure_of(LANDSCAPE, "height"), 2.0)
    next(pieces)
    next(pieces)
    assert len(QApplication.allWidgets()) > before
    pieces.close()
    deliver_deletions()
    assert len(QApplication.allWidgets()) == before
