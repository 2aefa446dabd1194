"""The table of the balls: what it says, its order, its selection, and what it copies."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.panels.ball_table import BallTable
from app.session.scene import BallStyle
from app.session.session import Session
from app.theme.application import Theme
from physics.rules.base import ETA
from physics.rules.registry import rule_named
from tests.panels.conftest import Hands

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HEADINGS = ["#", "look", "ball", "rule", "α", "η", "start", "outcome", "valley", "hills", "steps", "w", "f"]


@pytest.fixture
def pressed() -> list[int]:
    """The keys that the table hands on to the window."""
    return []


@pytest.fixture
def table(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None], pressed: list[int]) -> BallTable:
    made = BallTable(session, dark, lambda event: not pressed.append(event.key()), None)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    show(made, 900, 400)
    made.view.setFocus()
    return made


def headings(table: BallTable) -> list[str]:
    model = table.model
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]


def column(table: BallTable, heading: str) -> list[str]:
    """What a column shows, from top to bottom."""
    index = headings(table).index(heading)
    return [table.model.index(row, index).data() for row in range(table.model.rowCount())]


def click_heading(table: BallTable, heading: str) -> None:
    header = table.view.horizontalHeader()
    index = headings(table).index(heading)
    at = QPoint(header.sectionViewportPosition(index) + header.sectionSize(index) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=at)


def click_row(table: BallTable, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = table.view.visualRect(table.model.index(row, 2)).center()
    QTest.mouseClick(table.view.viewport(), LEFT, modifiers, at)


def selected_rows(table: BallTable) -> list[int]:
    return sorted(index.row() for index in table.view.selectionModel().selectedRows())


def test_it_has_a_row_for_each_ball(table: BallTable, session: Session) -> None:
    session.step_on(700)
    assert headings(table) == HEADINGS
    assert column(table, "ball") == ["α 0", "α 0.80", "α 0.90", "α 0.95", "α 0.97"]
    assert column(table, "outcome") == ["settled", "settled", "settled", "settled", "gone"]
    assert column(table, "valley") == ["5", "5", "4", "2 global", ""]
    assert column(table, "steps") == [str(steps) for steps in session.run.status.steps.tolist()]
    assert column(table, "w")[3] == "−3.61163"
    look = table.model.index(0, 1)
    assert look.data(Qt.ItemDataRole.AccessibleTextRole) == "look: sky blue, dot"
    assert not look.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_it_follows_what_is_changed(table: BallTable, session: Session) -> None:
    session.set_parameter(1, "eta", 0.5)
    assert column(table, "η")[:3] == ["0.02", "0.5", "0.02"]
    session.set_rule(1, rule_named("adam"))
    assert headings(table) == [*HEADINGS[:6], "ε", "β₂", *HEADINGS[6:]]
    assert column(table, "β₂")[0] == ""
    assert column(table, "rule")[1] == "Adam"
    session.rename(0, "slow <b>")
    session.set_style(0, BallStyle(2, 3))
    assert column(table, "ball")[0] == "slow <b>"
    session.remove(4)
    assert table.model.rowCount() == 4
    session.undo()
    assert table.model.rowCount() == 5


def test_a_click_on_a_heading_sorts_and_the_rows_follow_the_run(table: BallTable, session: Session) -> None:
    session.step_on(700)
    click_heading(table, "w")
    order = sorted(range(5), key=session.run.status.w.__getitem__)
    assert column(table, "#") == [str(ball + 1) for ball in order]
    assert selected_rows(table) == [order.index(session.selected)]
    click_heading(table, "w")
    assert column(table, "#") == [str(ball + 1) for ball in reversed(order)]
    session.seek(12)
    order = sorted(range(5), key=session.run.status.w.__getitem__, reverse=True)
    assert column(table, "#") == [str(ball + 1) for ball in order]
    click_heading(table, "w")
    assert column(table, "#") == list("12345")
    assert selected_rows(table) == [session.selected]


def test_balls_without_a_value_come_last_in_either_order(table: BallTable, session: Session) -> None:
    session.step_on(700)
    for order in ("2455", "5542"):
        click_heading(table, "valley")
        assert "".join(text[:1] for text in column(table, "valley")) == order
        assert column(table, "#")[-1] == "5"


def test_return_sorts_by_the_column_of_the_cell(table: BallTable, session: Session, pressed: list[int]) -> None:
    for _ in range(4):
        QTest.keyClick(table.view, Qt.Key.Key_Right)
    for order in ("12345", "54321"):
        QTest.keyClick(table.view, Qt.Key.Key_Return)
        assert "".join(column(table, "#")) == order
    assert not pressed


def test_a_row_selects_its_ball_and_a_ball_its_row(table: BallTable, session: Session) -> None:
    click_row(table, 1)
    assert session.selected == 1
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    assert session.selected == 2
    QTest.keyClick(table.view, Qt.Key.Key_End, CTRL)
    assert session.selected == 4
    session.select(0)
    assert selected_rows(table) == [0]
    click_heading(table, "α")
    click_heading(table, "α")
    click_row(table, 0)
    assert session.selected == 4
    assert selected_rows(table) == [0]


def test_several_rows_stay_selected_while_the_run_goes_on(table: BallTable, session: Session) -> None:
    click_heading(table, "f")
    click_row(table, 0)
    click_row(table, 2, SHIFT)
    balls = {table.model.ball_at(row) for row in selected_rows(table)}
    assert len(balls) == 3
    session.step_on(200)
    assert {table.model.ball_at(row) for row in selected_rows(table)} == balls


def test_what_is_copied_has_all_digits(table: BallTable, session: Session, hands: Hands) -> None:
    session.rename(1, "=1+1")
    session.step_on(700)
    click_row(table, 1)
    QTest.keyClick(table.view, Qt.Key.Key_C, CTRL)
    head, line = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == HEADINGS
    status = session.run.status
    end = [*map(repr, (status.hills_crossed[1].item(), status.steps[1].item(), status.w[1].item(), status.f[1].item()))]
    assert line.split("\t") == [
        *("2", "orange, bar", "'=1+1", "Momentum", "0.8", "0.02", "4.8", "settled", "5", *end),
    ]  # fmt: skip
    assert hands.message[-1] == "1 row is on the clipboard."
    QTest.mouseClick(table.copy_button, LEFT)
    assert len(QApplication.clipboard().text().splitlines()) == 6
    click_row(table, 3, SHIFT)
    QTest.mouseClick(table.copy_button, LEFT)
    assert [line.split("\t")[0] for line in QApplication.clipboard().text().splitlines()] == ["#", "2", "3", "4"]
    QApplication.clipboard().clear()


def test_keys_that_it_does_not_use_are_the_windows(table: BallTable, pressed: list[int]) -> None:
    click_row(table, 0)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        QTest.keyClick(table.view, key)
    assert pressed == [Qt.Key.Key_Space, Qt.Key.Key_Delete]
    QTest.keyClick(table.view, Qt.Key.Key_Escape)
    assert not table.isVisible()


def test_texts_change_with_the_other_texts_and_not_at_all_while_it_is_closed(
    table: BallTable, session: Session, hands: Hands
) -> None:
    changes: list[int] = []
    table.model.dataChanged.connect(lambda *_: changes.append(1))
    session.play()
    hands.pass_time(1.0)
    assert 1 <= len(changes) < 10, "of 20 frames"
    table.close()
    changes.clear()
    hands.pass_time(1.0)
    assert not changes
    session.pause()
    table.show()
    assert column(table, "w")[0] == f"{session.run.status.w[0]:.6g}".replace("-", "−")


def test_balls_may_be_removed_and_colours_change_while_it_is_closed(
    table: BallTable, session: Session, dark: Theme
) -> None:
    row = table.model.index(table.model.rowCount() - 1, 1)
    table.close()
    session.remove(session.selected)
    dark.theme_changed.emit()
    assert row.data(Qt.ItemDataRole.DecorationRole) is None
    table.view.resizeColumnsToContents()
    table.show()
    assert column(table, "#") == [str(number + 1) for number in range(len(session.run.balls))]


def test_it_is_wide_enough_when_it_is_opened_again(table: BallTable, session: Session) -> None:
    table.close()
    table.resize(300, 300)
    session.add_series(ETA, (0.00123, 0.0123))
    table.show()
    assert table.view.horizontalHeader().length() <= table.view.viewport().width()


def test_without_balls_it_is_empty(table: BallTable, session: Session) -> None:
    while session.run.balls:
        session.remove(0)
    assert table.model.rowCount() == 0
    QTest.mouseClick(table.copy_button, LEFT)
    assert QApplication.clipboard().text().count("\n") == 1
    session.set_parameter_for_all(ETA, 0.1)
    session.add()
    assert column(table, "#") == ["1"]
    QApplication.clipboard().clear()
