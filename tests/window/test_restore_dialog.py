"""The dialog that offers to restore: by mouse and keyboard, in both themes, on a small screen."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.files.autosaved import About, Autosaved, write_autosaved
from app.files.default import default_scenario
from app.files.scenario import scenario_text
from app.session.recovery import RecoveredScene, recover_scenes
from app.theme.application import Theme, apply_theme
from app.theme.palette import contrast
from app.window.restore_dialog import RestoreDialog, ask_what_to_restore
from app.window.safety_net import MAX_PICTURE_SIZE, thumbnail_of
from app.window.settings import clean_settings
from app.window.startup import new_window

LEFT = Qt.MouseButton.LeftButton
NOW = datetime.now().astimezone().replace(hour=14, minute=45)
TITLES = ("Hills", "Bowl", "Network loss")


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, "dark")
    apply_theme(qapp, "dark")


class Offer:
    """Recovered scenes in a dialog, and what becomes of them."""

    def __init__(self, base: Path, theme: Theme, qtbot: QtBot) -> None:
        self.base, self._theme, self._qtbot = base, theme, qtbot
        self.restored: list[RecoveredScene] = []

    def open(self, count: int, picture: bytes | None = None) -> RestoreDialog:
        for number, title in enumerate(TITLES[:count]):
            folder = self.base / title
            folder.mkdir(parents=True)
            file = Path(f"/home/anna/talks/{title}.momentum") if number else None
            time = NOW - timedelta(days=number, minutes=13)
            text = scenario_text(default_scenario())
            write_autosaved(folder, Autosaved(text, picture, About(title, file), time))
        found = recover_scenes(self.base)
        assert [left.saved.about.title for left in found] == list(TITLES[:count])
        dialog = RestoreDialog(found, self._theme, self.restored.append, None, NOW)
        self._qtbot.addWidget(dialog)
        with self._qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    @property
    def remaining(self) -> set[str]:
        """The titles that the next start offers."""
        found = recover_scenes(self.base)
        for left in found:
            left.put_off()
        return {left.saved.about.title for left in found}


@pytest.fixture
def offer(tmp_path: Path, dark: Theme, qtbot: QtBot) -> Iterator[Offer]:
    offer = Offer(tmp_path / "autosave", dark, qtbot)
    yield offer
    for left in [*offer.restored, *recover_scenes(offer.base)]:
        left.discard()


def texts(dialog: RestoreDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_card_shows_title_time_and_file(offer: Offer) -> None:
    dialog = offer.open(2)
    one, other = dialog.cards
    assert re.match(r"Hills, today (14|2:\d\d\sPM)", one.accessibleName())  # as the system's locale writes it
    assert one.accessibleDescription() == "Not saved to a file yet"
    assert re.match(r"Bowl, yesterday (14|2:\d\d\sPM)", other.accessibleName())
    assert other.accessibleDescription() == other.toolTip() == str(Path("/home/anna/talks/Bowl.momentum"))
    assert texts(dialog) == "The program ended with these scenarios unsaved. Copies were kept."
    interface = QAccessible.queryAccessibleInterface(one)
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.state().checked
    dialog.reject()


def test_enter_restores_the_newest_and_puts_off_the_others(offer: Offer) -> None:
    dialog = offer.open(3)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [left.saved.about.title for left in offer.restored] == ["Hills"]
    assert offer.remaining == {"Bowl", "Network loss"}  # the restored one belongs to this instance


def test_arrow_keys_choose_another(offer: Offer) -> None:
    dialog = offer.open(3)
    for key, title in ((Qt.Key.Key_Down, "Bowl"), (Qt.Key.Key_Down, "Network loss"), (Qt.Key.Key_Up, "Bowl")):
        QTest.keyClick(dialog.focusWidget(), key)
        assert dialog.chosen.recovered.saved.about.title == title
        assert dialog.focusWidget() is dialog.chosen
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert [left.saved.about.title for left in offer.restored] == ["Bowl"]


def test_a_click_chooses_and_a_click_restores(offer: Offer) -> None:
    dialog = offer.open(2)
    QTest.mouseClick(dialog.cards[1], LEFT)
    QTest.mouseClick(dialog.restore_button, LEFT)
    assert [left.saved.about.title for left in offer.restored] == ["Bowl"]
    assert offer.remaining == {"Hills"}


@pytest.mark.parametrize("how", ["later", "escape", "close"])
def test_later_keeps_everything(offer: Offer, how: str) -> None:
    dialog = offer.open(2)
    if how == "later":
        QTest.mouseClick(dialog.later_button, LEFT)
    elif how == "escape":
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert not dialog.isVisible()
    assert offer.restored == []
    assert offer.remaining == {"Hills", "Bowl"}


def test_discarding_needs_confirmation(offer: Offer) -> None:
    dialog = offer.open(1)
    QTest.mouseClick(dialog.discard_button, LEFT)
    assert "Nothing brings it back." in texts(dialog)
    assert dialog.discard_button.text() == "Discard for good"
    assert dialog.isVisible()
    QTest.mouseClick(dialog.discard_button, LEFT)
    assert not dialog.isVisible()
    assert offer.restored == []
    assert offer.remaining == set()


def test_discarding_one_of_several_goes_on_with_the_next(offer: Offer) -> None:
    dialog = offer.open(3)
    height = dialog.height()
    QTest.mouseClick(dialog.discard_button, LEFT)
    QTest.mouseClick(dialog.cards[2], LEFT)  # changes to another one
    assert "Nothing brings it back." not in texts(dialog)
    assert dialog.discard_button.text() == "Discard"
    for _ in range(2):
        QTest.mouseClick(dialog.discard_button, LEFT)
    assert dialog.chosen.recovered.saved.about.title == "Bowl"
    assert dialog.height() < height
    for _ in range(2):
        QTest.mouseClick(dialog.discard_button, LEFT)
    assert dialog.chosen.recovered.saved.about.title == "Hills"
    assert texts(dialog) == "The program ended with this scenario unsaved. A copy was kept."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert offer.remaining == {"Hills"}


def test_the_tab_key_reaches_every_button(offer: Offer) -> None:
    dialog = offer.open(2)
    seen = []
    for _ in range(5):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.append(dialog.focusWidget())
    assert {dialog.cards[0], dialog.discard_button, dialog.later_button, dialog.restore_button} == set(seen)
    dialog.reject()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_fits_a_small_screen(offer: Offer, qapp: QApplication, count: int, scale: float) -> None:
    apply_theme(qapp, "dark", scale)
    dialog = offer.open(count)
    most = round(dialog.screen().availableSize().height() * 0.6)
    around = dialog.height() - min(most, sum(card.height() + 8 for card in dialog.cards) - 8)
    assert around < 0.25 * 600  # so with the cards on 0.6 of a screen of 600 there is room for a title bar, too
    assert dialog.width() < 1024
    for card in dialog.cards:
        assert card.width() >= card.sizeHint().width() - 16  # a scroll bar
    dialog.reject()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_picture_is_shown_and_the_text_is_readable(offer: Offer, qapp: QApplication, theme: str) -> None:
    look = apply_theme(qapp, "light" if theme == "light" else "dark")
    picture = QImage(160, 100, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.magenta)
    source = QLabel()
    source.setFixedSize(160, 100)
    source.setStyleSheet("background: magenta;")
    dialog = offer.open(1, thumbnail_of(source.grab()))
    (card,) = dialog.cards
    assert card.has_picture
    image = dialog.grab().toImage()
    middle = card.mapTo(dialog, card.rect().topLeft())
    assert image.pixelColor(middle.x() + 100, middle.y() + 75) == Qt.GlobalColor.magenta
    for ground in (look.palette.panel, look.palette.raised):
        for ink in (look.palette.ink, look.palette.muted):
            assert contrast(ink, ground) >= 4.5
    dialog.reject()


def test_a_broken_picture_is_shown_as_missing(offer: Offer) -> None:
    dialog = offer.open(1, b"no picture at all")
    assert not dialog.cards[0].has_picture
    dialog.grab()
    dialog.reject()


def test_the_picture_of_a_window_is_small(qapp: QApplication, qtbot: QtBot) -> None:
    window = new_window(qapp, default_scenario(), clean_settings())
    qtbot.addWidget(window)
    window.show()
    picture = QImage.fromData(thumbnail_of(window.landscape_view.picture()))
    assert not picture.isNull()
    assert picture.size().boundedTo(MAX_PICTURE_SIZE) == picture.size()
    assert picture.width() == MAX_PICTURE_SIZE.width() or picture.height() == MAX_PICTURE_SIZE.height()
    assert len(thumbnail_of(window.landscape_view.picture())) < 200_000
    window.close()


def test_without_a_recovered_scene_there_is_no_dialog(dark: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ask_what_to_restore(recover_scenes(tmp_path), dark, lambda left: None, window)
    assert window.findChildren(RestoreDialog) == []


def test_the_dialog_is_deleted_after_the_answer(offer: Offer, dark: Theme, qtbot: QtBot) -> None:
    offer.open(1).reject()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    asked: Callable[[], list[RestoreDialog]] = lambda: window.findChildren(RestoreDialog)  # noqa: E731
    ask_what_to_restore(recover_scenes(offer.base), dark, offer.restored.append, window)
    (dialog,) = asked()
    QTest.mouseClick(dialog.restore_button, LEFT)
    qtbot.waitUntil(lambda: asked() == [])
    assert [left.saved.about.title for left in offer.restored] == ["Hills"]
