"""Labels, boxes and tooltips that show any text as it is, where Qt takes some for HTML; a label of Markdown; lines."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

LINE_HEIGHT_PERCENT = 120.0
"""Of a text in Markdown."""


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


def wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """The text in lines of at most this width, in pixels; a word alone may be wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def markdown_label(text: str, gap: float) -> QLabel:
    """Return a label for Markdown, in which HTML is no HTML, with a gap in pixels below each paragraph.

    The text must be of the subset that `app.files.lesson_text` checks.
    """
    document = QTextDocument()
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    block = document.begin()
    while block.isValid():
        cursor, layout = QTextCursor(block), block.blockFormat()
        is_last = not block.next().isValid()
        layout.setTopMargin(0.0)
        layout.setBottomMargin(0.0 if is_last else gap / 2.0 if cursor.currentList() is not None else gap)
        layout.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(layout)
        block = block.next()
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
    label.setText(document.toHtml().replace("font-weight:700", "font-weight:600"))  # the weight that the font has
    label.setAccessibleName(document.toPlainText())
    return label
