import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from app.views.landscape.tool import Tool
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import KIND, NO_KEY, Scene


class Notebook(Tool):
    """Takes presses in the lower half of the view, and notes everything."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.ws: list[float] = []
        self.keys = ["x"]

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        self.ws.append(w)
        self.notes.append(f"press {event.button().name}")
        return event.position().y() > 100

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        self.ws.append(w)
        self.notes.append("move")

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        self.ws.append(w)
        self.notes.append("release")

    def cancel(self) -> None:
        self.notes.append("cancel")

    def double_click(self, w: float, f: float, event: QMouseEvent) -> bool:
        self.notes.append("double click")
        return event.position().y() > 100

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        self.notes.append("hover")
        return Qt.CursorShape.CrossCursor

    def leave(self) -> None:
        self.notes.append("leave")

    def key(self, event: QKeyEvent) -> bool:
        self.notes.append("key")
        return event.text() in self.keys

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(10, 10, 20, 20, QColor("#FF0000"))


@pytest.fixture
def tool(scene: Scene) -> Notebook:
    notebook = Notebook()
    scene.view.set_tool(notebook)
    return notebook


def test_a_tool_gets_every_mouse_position_in_curve_coordinates(scene: Scene, tool: Notebook) -> None:
    way = [QPointF(200 + i, 300 - i) for i in range(50)]
    scene.drag(way[0], *way[1:])
    assert tool.notes == ["press LeftButton", *["move"] * 49, "release", "hover"]
    assert tool.ws == pytest.approx([scene.view.to_curve(at)[0] for at in [*way, way[-1]]])


def test_a_press_on_a_ball_is_offered_to_the_tool_first_and_with_ctrl_to_the_ball(scene: Scene, tool: Notebook) -> None:
    scene.session.step_on(38)
    scene.click(scene.centre(4))
    assert scene.session.selected == 3
    tool.notes.clear()
    scene.click(scene.centre(4), Qt.KeyboardModifier.ControlModifier)
    assert scene.session.selected == 4
    assert "press LeftButton" not in tool.notes


def test_a_press_that_the_tool_declines_goes_to_the_balls(scene: Scene, tool: Notebook) -> None:
    pile = scene.centre(3)
    assert pile.y() < 100
    scene.drag(pile, scene.disc_centres(2.0))
    assert tool.notes[0] == "press LeftButton"
    assert scene.session.run.state.w[3] == pytest.approx(2.0)


def test_a_tool_may_take_a_double_click_and_otherwise_the_view_fits(scene: Scene, tool: Notebook) -> None:
    whole = scene.view.plot_transform
    scene.wheel(QPointF(300, 200), 5)
    scene.double_click(QPointF(60, 300))
    assert scene.view.plot_transform != whole
    scene.double_click(QPointF(60, 30))
    assert scene.view.plot_transform == whole


def test_a_tool_says_which_cursor_to_show(scene: Scene, tool: Notebook) -> None:
    scene.hover(QPointF(60, 300))
    assert scene.view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor


def test_keys_go_to_the_tool_first(scene: Scene, tool: Notebook) -> None:
    assert scene.key(Qt.Key.Key_X, "x")
    assert not scene.key(Qt.Key.Key_Y, "y")


def test_a_tool_paints_over_everything_until_it_is_replaced(scene: Scene, tool: Notebook) -> None:
    assert scene.colour(15, 15) == QColor("#FF0000")
    scene.view.set_tool(None)
    assert scene.colour(15, 15) != QColor("#FF0000")


def test_a_tool_that_is_replaced_in_a_gesture_cancels_it(scene: Scene, tool: Notebook) -> None:
    scene.mouse(KIND.MouseButtonPress, QPointF(200, 300))
    scene.view.set_tool(None)
    assert tool.notes == ["press LeftButton", "cancel"]
    scene.mouse(KIND.MouseMove, QPointF(220, 300))
    scene.mouse(KIND.MouseButtonRelease, QPointF(220, 300))
    assert tool.notes[-1] == "cancel"


def test_the_base_of_all_tools_declines_everything(scene: Scene) -> None:
    scene.view.set_tool(Tool())
    scene.drag(scene.centre(3), scene.disc_centres(1.0))
    assert scene.session.run.state.w[3] == pytest.approx(1.0)
    scene.double_click(QPointF(60, 30))
    assert not scene.key(Qt.Key.Key_Y, "y")
    scene.hover(QPointF(60, 30))
    assert scene.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    scene.picture()


def test_while_the_range_is_frozen_the_view_does_not_jump(scene: Scene) -> None:
    previous = scene.view.plot_transform
    assert scene.view.visible_heights == (previous.y_span.lo, previous.y_span.hi)
    assert scene.view.visible_positions == (previous.x_span.lo, previous.x_span.hi)
    scene.view.freeze_range(True)
    scene.session.set_landscape(FormulaLandscape("w^2", (-6, 6)))
    assert scene.view.plot_transform == previous
    scene.view.freeze_range(False)
    assert scene.view.plot_transform.y_span.hi > 36.0


def test_a_missing_release_makes_the_tool_cancel(scene: Scene, tool: Notebook) -> None:
    scene.mouse(KIND.MouseButtonPress, QPointF(200, 300))
    scene.hover(QPointF(220, 300))
    assert tool.notes == ["press LeftButton", "cancel", "hover"]


def test_another_button_does_not_disturb_what_the_first_began(scene: Scene, tool: Notebook) -> None:
    both = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton
    at = QPointF(200, 300)
    scene.mouse(KIND.MouseButtonPress, at)
    for kind in (KIND.MouseButtonPress, KIND.MouseButtonRelease):
        QApplication.sendEvent(
            scene.view.viewport(), QMouseEvent(kind, at, at, Qt.MouseButton.RightButton, both, NO_KEY)
        )
    scene.mouse(KIND.MouseMove, at)
    scene.mouse(KIND.MouseButtonRelease, at)
    assert tool.notes == ["press LeftButton", "move", "release", "hover"]


def test_tab_is_offered_to_the_tool_before_it_moves_the_focus(scene: Scene, tool: Notebook) -> None:
    scene.view.explained_words.flag.hide()  # only the window's editors offer Tab before Qt takes it
    tool.keys = ["\t"]
    assert scene.key(Qt.Key.Key_Tab, "\t")
    assert tool.notes == ["key"]
    tool.keys = []
    scene.key(Qt.Key.Key_Tab, "\t")
    assert tool.notes == ["key", "key"]
