"""Points of a curve, by keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from tests.views.editors.conftest import Stage, handle, points_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_tab_goes_from_point_to_point_and_on(five: Stage) -> None:
    five.view.setFocus()
    seen = []
    for _ in range(6):
        five.key(Qt.Key.Key_Tab)
        seen.append(five.edit.selected)
    assert seen == [0, 1, 2, 3, 4, None]
    five.key(Qt.Key.Key_Backtab)
    five.key(Qt.Key.Key_Backtab)
    assert five.edit.selected == 3


@pytest.mark.parametrize(
    ("key", "right", "up"),
    [
        (Qt.Key.Key_Left, -1.0, 0.0),
        (Qt.Key.Key_Right, 1.0, 0.0),
        (Qt.Key.Key_Up, 0.0, 1.0),
        (Qt.Key.Key_Down, 0.0, -1.0),
    ],
)
@pytest.mark.parametrize(("modifiers", "pixels"), [(Qt.KeyboardModifier.NoModifier, 1.0), (SHIFT, 0.1)])
def test_arrow_keys_nudge_by_a_pixel_and_with_shift_finer(
    five: Stage, key: Qt.Key, right: float, up: float, modifiers: Qt.KeyboardModifier, pixels: float
) -> None:
    five.click(handle(five, 2))
    transform = five.view.plot_transform
    five.key(key, modifiers)
    w, f = points_of(five)[2]
    assert w == pytest.approx(right * pixels * transform.per_x, abs=0.011 * transform.per_x)
    assert f == pytest.approx(1.0 + up * pixels * transform.per_y, abs=0.011 * transform.per_y)
    assert five.view.plot_transform == transform


def test_delete_removes_and_insert_adds(five: Stage) -> None:
    five.click(handle(five, 2))
    five.key(Qt.Key.Key_Delete)
    assert [w for w, _ in points_of(five)] == [-6.0, -3.0, 2.0, 6.0]
    assert five.edit.selected == 2
    five.key(Qt.Key.Key_Insert)
    assert [w for w, _ in points_of(five)] == [-6.0, -3.0, 2.0, 4.0, 6.0]
    five.click(handle(five, 4))
    five.key(Qt.Key.Key_Insert)
    assert [w for w, _ in points_of(five)] == [-6.0, -3.0, 2.0, 4.0, 5.0, 6.0]


def test_keys_without_a_selected_point_go_on_to_the_window(five: Stage) -> None:
    landscape = five.session.landscape
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        five.key(key)
    five.click(handle(five, 2))
    five.key(Qt.Key.Key_Escape)
    assert five.edit.selected is None
    assert five.session.landscape is landscape


def test_delete_without_a_selected_point_does_not_remove_a_ball(five: Stage) -> None:
    before = points_of(five)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        assert five.editors.points_tool.key(event)
        assert five.message.pop().startswith("No point is selected")
    assert points_of(five) == before
