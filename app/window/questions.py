"""Warnings and questions in message boxes that don't block."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.controls.plain_text import plain_box

Answer = Callable[[], object] | None


def show_warning(window: QWidget, title: str, sentence: str) -> QMessageBox:
    """Open a warning with one button, and return at once; the box deletes itself when it is closed."""
    box = plain_box(QMessageBox.Icon.Warning, title, sentence, QMessageBox.StandardButton.Close, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def ask(window: QWidget, title: str, question: str, answers: Mapping[str, Answer]) -> QMessageBox:
    """Ask a question and call the function of the chosen answer. Enter is the first answer, Escape the last."""
    box = plain_box(QMessageBox.Icon.Question, title, question, parent=window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    functions = {box.addButton(text, QMessageBox.ButtonRole.ActionRole): function for text, function in answers.items()}
    first, *_, last = functions
    box.setDefaultButton(first)
    box.setEscapeButton(last)

    def on_clicked(button: object) -> None:
        function = next((function for known, function in functions.items() if known is button), None)
        if function is not None:
            function()

    box.buttonClicked.connect(on_clicked)
    box.open()
    return box
