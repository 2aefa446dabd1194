"""Qt's own texts, such as the buttons of its dialogs, from the same catalogue as all others."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

from app.text.language import use_language
from app.text.translation import N_, _

QT_TEXTS = frozenset(
    {
        # buttons of dialogs
        N_("OK"),
        N_("&OK"),
        N_("Cancel"),
        N_("&Close"),
        N_("Close"),
        N_("&Yes"),
        N_("&No"),
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
        # its dialog for files, where the system has none
        N_("&Look in:"),
        N_("Look in:"),
        N_("File &name:"),
        N_("Files of &type:"),
        N_("Directory:"),
        N_("Back"),
        N_("Go back"),
        N_("Forward"),
        N_("Go forward"),
        N_("Parent Directory"),
        N_("Go to the parent directory"),
        N_("Create New Folder"),
        N_("Create a New Folder"),
        N_("List View"),
        N_("Change to list view mode"),
        N_("Detail View"),
        N_("Change to detail view mode"),
        N_("Sidebar"),
        N_("List of places and bookmarks"),
        N_("Files"),
        N_("Name"),
        N_("Size"),
        N_("Type"),
        N_("Date Modified"),
        N_("Show "),
        N_("Computer"),
        N_("&Open"),
        N_("&Save"),
        N_("&Choose"),
        N_("&Rename"),
        N_("&Delete"),
        N_("Show &hidden files"),
        N_("&New Folder"),
        N_("New Folder"),
        N_("%1 already exists.\nDo you want to replace it?"),
        N_("%1\nFile not found.\nPlease verify the correct file name was given."),
    }
)
"""With Qt's accelerators."""


def speak(app: QCoreApplication, languages: Iterable[str], folder: Path | None = None) -> None:
    """Use the first of these languages that there is, for Qt's own texts too; `folder` is that of the catalogues."""
    if use_language(languages, folder):
        app.installTranslator(QtTexts(app))


class QtTexts(QTranslator):
    """Translates these; Qt asks it for every text of its own."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, _which: str | None = None, _n: int = -1) -> str | None:
        return _(text) if text in QT_TEXTS else None
