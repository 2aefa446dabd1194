"""The last row of a dialog."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


def dialog_buttons(dialog: QDialog, accept: QPushButton) -> QHBoxLayout:
    """Lay out a button that cancels the dialog, and the one that accepts it, at the right end of a row."""
    row = QHBoxLayout()
    row.addStretch(1)
    cancel = QPushButton("Cancel", autoDefault=False)
    cancel.clicked.connect(dialog.reject)
    row.addWidget(cancel)
    row.addWidget(accept)
    accept.clicked.connect(dialog.accept)
    return row
