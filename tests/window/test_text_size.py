"""Text of 80 to 200 %: keys, settings, and that nothing is cut off or overlaps."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.controls.elided_label import ElidedLabel
from app.files.default import default_scenario
from app.theme.application import theme
from app.window import Window
from app.window.appearance import TEXT_SIZES
from app.window.settings import MAX_TEXT_SIZE, MIN_TEXT_SIZE, clean_settings
from app.window.startup import new_window
from physics.landscape.formula import FormulaLandscape
from tests.support.cut_off import cut_off, watch_edges
from tests.support.overlap import overlapping_texts, overlapping_widgets, watch_texts
from tests.window.conftest import Person

CTRL = Qt.KeyboardModifier.ControlModifier
USUAL, FULL_HD = (1280, 800), (1920, 1080)


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication) -> Iterator[None]:
    """Leave the usual text size to the next test."""
    yield
    theme().apply(qapp, theme().choice, 1.0, 1.0)


def lay_out(window: Window, size: tuple[int, int]) -> None:
    window.resize(*size)
    QTest.qWait(50)
    assert window.size().toTuple() == size


def test_keys_go_from_size_to_size_and_stop_at_the_ends(person: Person) -> None:
    appearance, sizes = person.window.appearance, []
    for _ in TEXT_SIZES:
        person.press(Qt.Key.Key_Minus, CTRL)
    for _ in range(len(TEXT_SIZES) + 1):
        sizes.append(appearance.text_size)
        person.press(Qt.Key.Key_Plus, CTRL)
    assert tuple(dict.fromkeys(sizes)) == TEXT_SIZES
    assert theme().scale == MAX_TEXT_SIZE
    assert person.message[-1] == "Text size 200 %"
    person.press(Qt.Key.Key_0, CTRL)
    assert theme().scale == 1.0


def test_plus_and_minus_alone_still_zoom(person: Person) -> None:
    view = person.window.landscape_view
    whole = view.visible_positions
    person.press(Qt.Key.Key_Plus)
    assert view.visible_positions != whole
    assert theme().scale == 1.0


def test_the_size_is_remembered(qapp: QApplication, qtbot: QtBot) -> None:
    settings = clean_settings()
    first = new_window(qapp, default_scenario(), settings)
    qtbot.addWidget(first, before_close_func=Window.close_now)
    first.appearance.set_text_size(1.25)
    first.close_now()
    assert settings.text_size == 1.25
    second = new_window(qapp, default_scenario(), settings)
    qtbot.addWidget(second, before_close_func=Window.close_now)
    assert theme().scale == 1.25


def test_sizes_beyond_the_ends_are_not_taken(window: Window) -> None:
    window.appearance.set_text_size(9.0)
    assert theme().scale == MAX_TEXT_SIZE
    window.appearance.set_text_size(0.1)
    assert theme().scale == MIN_TEXT_SIZE


def places(window: Window) -> Counter[object]:
    """Where every visible widget is, and the size of its font."""
    return Counter(
        (
            type(widget).__name__,
            widget.mapTo(window, widget.rect().topLeft()).toTuple(),
            widget.size().toTuple(),
            widget.font().pixelSize(),
        )
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window
    )


@pytest.mark.parametrize(("scale", "size"), [(0.8, USUAL), (1.5, USUAL), (2.0, FULL_HD)])
def test_a_window_that_changes_its_size_looks_like_one_that_began_with_it(
    qapp: QApplication, qtbot: QtBot, scale: float, size: tuple[int, int]
) -> None:
    found = []
    for first_scale in (1.0, scale):
        settings = clean_settings()
        settings.text_size = first_scale
        window = new_window(qapp, default_scenario(), settings)
        qtbot.addWidget(window, before_close_func=Window.close_now)
        window.show()
        lay_out(window, size)
        window.appearance.set_text_size(scale)
        window.session.message.emit("")
        lay_out(window, size)
        found.append(places(window))
        window.close_now()
    changed, begun = found
    assert not changed - begun
    assert not begun - changed


@pytest.mark.parametrize(("scale", "size"), [(0.8, USUAL), (1.0, USUAL), *((scale, FULL_HD) for scale in TEXT_SIZES)])
def test_nothing_is_cut_off_and_nothing_overlaps(
    window: Window, monkeypatch: pytest.MonkeyPatch, scale: float, size: tuple[int, int]
) -> None:
    beyond = watch_edges(monkeypatch)
    painted = watch_texts(monkeypatch)
    window.show()
    window.appearance.set_text_size(scale)
    lay_out(window, size)
    found: set[str] = set()
    window.session.step_on(38)
    for mode in ("formula", "draw", "points"):
        window.editor_bar.set_mode(mode)
        QTest.qWait(50)
        painted.clear()
        window.grab()
        found |= {*cut_off(window), *overlapping_widgets(window), *overlapping_texts(painted), *beyond}
    assert not window.arrangement.room_bar.isVisible(), "all of it has room"
    assert all(label.shown_text() == label.text or label.toolTip() for label in window.findChildren(ElidedLabel))
    assert not found, "\n".join(sorted(found))


SMALL = (1024, 640)


@pytest.mark.parametrize(
    ("scale", "size"), [(1.0, SMALL), (1.5, SMALL), (1.0, USUAL), (1.5, USUAL), (1.0, FULL_HD), (1.5, FULL_HD)]
)
def test_the_sliders_of_four_parameters_have_room(
    window: Window, monkeypatch: pytest.MonkeyPatch, scale: float, size: tuple[int, int]
) -> None:
    beyond = watch_edges(monkeypatch)
    painted = watch_texts(monkeypatch)
    window.appearance.set_text_size(scale)
    window.session.set_landscape(FormulaLandscape("a*w^2 + b*cos(c*w) + d*w", (-6, 6), parameters={"a": -0.125}))
    window.session.set_title("Waves")
    window.session.message.emit("")
    lay_out(window, size)
    controls = window.editor_bar.parameters.controls.values()
    assert all(control.isVisible() for control in controls)
    assert all(control.slider.width() >= theme().scaled(80) for control in controls)
    widths = [control.slider.width() for control in controls]
    assert max(widths) - min(widths) <= 1
    painted.clear()
    window.grab()
    found = {*cut_off(window), *overlapping_widgets(window), *overlapping_texts(painted), *beyond}
    assert not found, "\n".join(sorted(found))
    height = window.editor_bar.height()
    window.session.undo()
    window.session.undo()
    lay_out(window, size)
    assert not any(control.isVisible() for control in controls)
    assert window.editor_bar.height() < height
