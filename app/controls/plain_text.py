"""Labels, boxes and tooltips that show any text as it is; Qt by itself takes some text for HTML."""

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def plain_label(text: str = "", *, word_wrap: bool = False) -> QLabel:
    """Return a label that never takes its text for HTML."""
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
    """Return a message box that never takes its sentence for HTML."""
    box = QMessageBox(icon, title, "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # before the text is set
    box.setText(sentence)
    return box


def plain_tooltip(text: str) -> str:
    """Return the text, escaped where Qt would take it for HTML; a tooltip's text format can't be set."""
    if not RichText.mightBeRichText(text):
        return text
    return RichText.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
