"""Words that explain themselves: what mouse and keys do, and what is painted."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.controls.popover import Popover
from app.controls.term_pictures import PICTURES, TermPicture
from app.controls.terms import ElidedTermLabel, Explanation, TermLabel, TermSpot, join_spots
from app.text.glossary import GLOSSARY, TERMS
from app.theme.application import Theme, apply_theme
from app.theme.palette import DARK, LIGHT


@pytest.fixture
def window(dark: Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def label(window: QWidget) -> TermLabel:
    made = TermLabel("memory", GLOSSARY["memory"])
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    QApplication.processEvents()
    return made


def texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel)]


def point_at(spot: TermSpot) -> None:
    at = spot.rect().center()
    QApplication.sendEvent(spot, QHelpEvent(QEvent.Type.ToolTip, at, spot.mapToGlobal(at)))


def test_what_is_pointed_at_is_explained_until_the_mouse_leaves(label: TermLabel) -> None:
    focus = QApplication.focusWidget()
    point_at(label.spot)
    tip = label.spot.tip
    assert tip is not None
    assert tip.isVisible()
    assert texts(tip) == ["memory", GLOSSARY["memory"].text]
    assert len(tip.findChildren(TermPicture)) == 1
    assert QApplication.focusWidget() is focus
    point_at(label.spot)
    assert label.spot.tip is tip
    QApplication.sendEvent(label.spot, QEvent(QEvent.Type.Leave))
    assert label.spot.tip is None
    assert not tip.isVisible()


def test_a_press_or_a_hidden_word_closes_the_explanation_and_the_press_goes_to_the_parent(
    label: TermLabel, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[QPoint] = []
    monkeypatch.setattr(TermLabel, "mousePressEvent", lambda _label, event: pressed.append(event.position().toPoint()))
    point_at(label.spot)
    QTest.mouseClick(label.spot, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert label.spot.tip is None
    assert pressed == [label.spot.mapTo(label, QPoint(3, 3))]
    point_at(label.spot)
    label.hide()
    assert label.spot.tip is None
    del window


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_focused_word_is_explained_at_a_key(label: TermLabel, key: Qt.Key, qtbot: QtBot) -> None:
    label.spot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(label.spot, key)
    (popover,) = label.spot.findChildren(Popover)
    assert popover.isVisible()
    assert texts(popover) == ["memory", GLOSSARY["memory"].text]
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not label.spot.findChildren(Popover))


def test_other_keys_are_left_to_the_window(label: TermLabel) -> None:
    for key, modifiers in (
        (Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(label.spot, key, modifiers)
        assert not label.spot.findChildren(Popover)


def test_spots_that_are_joined_are_one_stop_with_arrow_keys_between_them(window: QWidget, qtbot: QtBot) -> None:
    spots = [TermSpot(GLOSSARY[name], window) for name in ("rim", "energy", "valley")]
    for index, spot in enumerate(spots):
        spot.cover(QRect(40 * index, 0, 30, 16))
        spot.show()
    join_spots(spots)
    assert [spot.focusPolicy() for spot in spots] == [Qt.FocusPolicy.TabFocus, *2 * [Qt.FocusPolicy.NoFocus]]
    spots[0].setFocus()
    qtbot.waitUntil(spots[0].hasFocus)
    for key, index in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Right, 0), (Qt.Key.Key_Left, 2)):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert spots[index].hasFocus()


def test_a_label_is_underlined_as_far_as_its_text_goes(label: TermLabel) -> None:
    assert label.spot.width() == label.fontMetrics().horizontalAdvance("memory") < label.width()
    image = label.grab().toImage()
    y = label.spot.geometry().bottom()
    found = [x for x in range(image.width()) if image.pixelColor(x, y) == DARK.muted]
    assert len(found) > label.spot.width() / 4
    assert max(found) < label.spot.width()
    narrow = label.spot.width()
    font = label.font()
    font.setPixelSize(26)
    label.setFont(font)
    assert label.spot.width() > 1.5 * narrow


def test_an_elided_label_is_underlined_as_far_as_its_text_is_shown(window: QWidget) -> None:
    made = ElidedTermLabel(GLOSSARY["memory"])
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    made.set_text("memory 10")
    QApplication.processEvents()
    spot = made.spot
    assert spot is not None
    width = spot.width()
    assert 0 < width < made.width()
    made.set_text("memory 1,000")
    assert spot.width() > width


def test_a_word_with_the_focus_looks_different(label: TermLabel, qtbot: QtBot) -> None:
    label.spot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(label.spot.hasFocus)
    with_ring = label.grab().toImage()
    label.spot.clearFocus()
    assert label.grab().toImage() != with_ring


def test_every_term_has_its_picture_in_both_themes(dark: Theme, qapp: QApplication) -> None:
    assert set(PICTURES) == {term.picture for term in TERMS}
    painted = {}
    for palette in (DARK, LIGHT):
        apply_theme(qapp, "dark" if palette is DARK else "light")
        images: dict[str, QImage] = {}
        for term in TERMS:
            picture = TermPicture(term)
            images[term.picture] = picture.grab().toImage()
            colours = {
                images[term.picture].pixelColor(x, y).name()
                for x in range(4, picture.width() - 4, 2)
                for y in range(4, picture.height() - 4, 2)
            }
            assert palette.background.name() in colours
            assert len(colours) > 3, term.name
        pictures = list(images.values())
        assert not [one for index, one in enumerate(pictures) if one in pictures[:index]]
        painted[palette.name] = pictures
    assert not [one for one, other in zip(painted["dark"], painted["light"], strict=True) if one == other]


def test_an_explanation_has_room_for_its_text(dark: Theme, qtbot: QtBot) -> None:
    for term in TERMS:
        made = Explanation(term)
        qtbot.addWidget(made)
        made.show()
        made.adjustSize()
        title, text = made.findChildren(QLabel)
        assert text.height() >= text.heightForWidth(text.width())
        assert title.width() >= title.fontMetrics().horizontalAdvance(title.text())
