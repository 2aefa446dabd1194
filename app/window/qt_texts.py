"""Qt's own texts, such as the buttons of its dialogs, from the same catalogue as all others."""

from PySide6.QtCore import QTranslator

from app.text.translation import N_, _

QT_TEXTS = frozenset(
    {
        # buttons of dialogs
        N_("OK"),
        N_("&OK"),
        N_("Cancel"),
        N_("&Close"),
        N_("Close"),
        N_("Show Details..."),
        N_("Hide Details..."),
        # the menu of a field
        N_("&Undo"),
        N_("&Redo"),
        N_("Cu&t"),
        N_("&Copy"),
        N_("&Paste"),
        N_("Delete"),
        N_("Select All"),
    }
)
"""With Qt's accelerators."""


class QtTexts(QTranslator):
    """Translates these; Qt asks it for every text of its own."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, _which: str | None = None, _n: int = -1) -> str | None:
        return _(text) if text in QT_TEXTS else None
