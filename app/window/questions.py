"""Sentences and questions in a dialog that does not block the window's own events."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.controls.plain_text import plain_box

Answer = Callable[[], object] | None


def tell(window: QWidget, title: str, sentence: str) -> QMessageBox:
    """Say something that must not be overlooked."""
    box = plain_box(QMessageBox.Icon.Warning, title, sentence, QMessageBox.StandardButton.Close, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def ask(window: QWidget, title: str, question: str, answers: Mapping[str, Answer]) -> QMessageBox:
    """Ask, and do what belongs to the answer. The first one is that of Enter, the last one that of Escape."""
    box = plain_box(QMessageBox.Icon.Question, title, question, parent=window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = {box.addButton(text, QMessageBox.ButtonRole.ActionRole): do for text, do in answers.items()}
    first, *_, last = buttons
    box.setDefaultButton(first)
    box.setEscapeButton(last)

    def answer(button: object) -> None:
        do = next((do for known, do in buttons.items() if known is button), None)
        if do is not None:
            do()

    box.buttonClicked.connect(answer)
    box.open()
    return box
