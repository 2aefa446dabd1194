"""Text that people and files may have made up, shown letter by letter: left to itself Qt takes some of it for HTML."""

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def plain_label(text: str = "", *, word_wrap: bool = False) -> QLabel:
    """Return a label that shows any text as it is."""
    label = QLabel(wordWrap=word_wrap, textFormat=Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def plain_box(
    icon: QMessageBox.Icon,
    title: str,
    sentence: str,
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.NoButton,
    parent: QWidget | None = None,
) -> QMessageBox:
    """Return a message box that shows any sentence as it is."""
    box = QMessageBox(icon, title, "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # before there is a text that Qt might read
    box.setText(sentence)
    return box


def plain_tooltip(text: str) -> str:
    """Return what a tooltip is to be given so that it shows the text as it is: tooltips have no format of their own."""
    if not RichText.mightBeRichText(text):
        return text
    return RichText.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
