"""Where text is too large for the window: first the plots step aside, then the side panel becomes a drawer."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.theme.application import theme
from app.views.editors.formula_field import FormulaField
from app.window import Window
from app.window.room import Aside, Needs, find_room
from tests.support.cut_off import cut_off
from tests.support.overlap import overlapping_widgets
from tests.window.conftest import Person

NEEDS = Needs(landscape=QSize(500, 300), plots=QSize(560, 120), panel_width=320, around=80)
ALL, NO_PLOTS, NO_PANEL, NEITHER = Aside(), Aside(plots=True), Aside(panel=True), Aside(plots=True, panel=True)


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication) -> Iterator[None]:
    """Leave the usual text size to the next test."""
    yield
    theme().apply(qapp, theme().choice, 1.0, 1.0)


@pytest.fixture
def small(window: Window) -> Window:
    """A window of 1280 × 800 pixels."""
    window.show()
    set_size(window, 1.0)
    return window


def set_size(window: Window, scale: float) -> None:
    window.appearance.set_text_size(scale)
    window.resize(1280, 800)
    QTest.qWait(50)
    assert window.size().toTuple() == (1280, 800)


@pytest.mark.parametrize(
    ("size", "wants_plots", "aside"),
    [
        ((880, 500), False, ALL),
        ((879, 500), False, NO_PLOTS),
        ((880, 499), False, NO_PLOTS),
        ((820, 300), False, NO_PLOTS),
        ((819, 800), False, NEITHER),
        ((879, 500), True, NO_PANEL),
        ((880, 499), True, ALL),
    ],
)
def test_plots_step_aside_first(size: tuple[int, int], wants_plots: bool, aside: Aside) -> None:
    assert find_room(QSize(*size), NEEDS, wants_plots=wants_plots) == aside


def test_plots_that_are_hidden_need_no_room() -> None:
    needs = Needs(NEEDS.landscape, QSize(), NEEDS.panel_width, NEEDS.around)
    assert find_room(QSize(820, 380), needs, wants_plots=False) == ALL
    assert find_room(QSize(819, 380), needs, wants_plots=False) == NO_PANEL


@pytest.mark.parametrize(
    ("scale", "has_plots", "has_panel"), [(1.0, True, True), (1.5, False, True), (2.0, False, False)]
)
def test_at_1280_by_800(small: Window, scale: float, has_plots: bool, has_panel: bool) -> None:
    set_size(small, scale)
    bar = small.arrangement.room_bar
    assert small.plots.isVisible() == has_plots
    assert small.balls_panel.isVisible() == has_panel
    assert bar.isVisible() == (not has_plots)
    assert bar.plots_button.isVisible() == (not has_plots)
    assert bar.panel_button.isVisible() == (not has_panel)
    assert not [*cut_off(small), *overlapping_widgets(small)]
    set_size(small, 1.0)
    assert small.plots.isVisible()
    assert small.balls_panel.isVisible()
    assert not bar.isVisible()


def test_at_1280_by_800_the_first_formula_is_in_sight(small: Window) -> None:
    field = small.findChild(FormulaField)
    assert field is not None
    frame = field.width() - field.contentsRect().width() + field.textMargins().left()
    assert field.fontMetrics().horizontalAdvance(field.text()) + frame < field.width()


def test_all_comes_back_as_large_as_it_was(small: Window) -> None:
    arrangement = small.arrangement
    before = arrangement.columns.sizes(), arrangement.rows.sizes()
    for scale in (2.0, 1.5, 1.0):
        set_size(small, scale)
    assert (arrangement.columns.sizes(), arrangement.rows.sizes()) == before


def test_the_drawer_opens_by_key_and_button_and_closes_by_escape(person: Person) -> None:
    window = person.window
    set_size(window, 2.0)
    person.press(Qt.Key.Key_F9)
    assert window.balls_panel.isVisible()
    assert window.arrangement.drawer.geometry().right() == window.width() - 1
    assert window.arrangement.room_bar.panel_button.isChecked()
    assert window.balls_panel.list.cards[0].font().pixelSize() == theme().font("body").pixelSize()
    person.press(Qt.Key.Key_Escape)
    assert not window.balls_panel.isVisible()
    QTest.mouseClick(window.arrangement.room_bar.panel_button, Qt.MouseButton.LeftButton)
    assert window.balls_panel.isVisible()
    set_size(window, 1.0)
    assert window.arrangement.drawer.isHidden()
    assert window.balls_panel.isVisible()


def test_plots_can_be_shown_instead_of_the_panel(small: Window) -> None:
    set_size(small, 1.5)
    bar = small.arrangement.room_bar
    QTest.mouseClick(bar.plots_button, Qt.MouseButton.LeftButton)
    QTest.qWait(50)
    assert small.plots.isVisible()
    assert not small.balls_panel.isVisible()
    assert bar.panel_button.isVisible()
    assert not [*cut_off(small), *overlapping_widgets(small)]
    QTest.mouseClick(bar.plots_button, Qt.MouseButton.LeftButton)
    assert not small.plots.isVisible()
    assert small.balls_panel.isVisible()


def test_the_bar_goes_back_to_the_usual_size(small: Window) -> None:
    set_size(small, 1.5)
    QTest.mouseClick(small.arrangement.room_bar.size_button, Qt.MouseButton.LeftButton)
    assert theme().scale == 1.0


def test_the_panel_can_be_hidden_where_there_is_room(person: Person) -> None:
    window = person.window
    window.resize(1280, 800)
    QTest.qWait(50)
    width = window.arrangement.columns.sizes()
    person.press(Qt.Key.Key_F9)
    QTest.qWait(50)
    assert not window.balls_panel.isVisible()
    assert window.landscape_view.width() == window.width()
    person.press(Qt.Key.Key_F9)
    QTest.qWait(50)
    assert window.balls_panel.isVisible()
    assert window.arrangement.columns.sizes() == width
