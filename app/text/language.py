"""The person's language: the first of the system's languages that has a catalogue, until English comes."""

import gettext
import locale
import os
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from app.text import translation

DOMAIN = "momentum-lab"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set has the languages, separated by colons."""
ENGLISH = {"en", "C", "POSIX"}


def use_language(languages: Iterable[str], folder: Path | None = None) -> bool:
    """Take texts from the catalogue of the first of these languages that has one; False where that is English.

    Languages are written as `de`, `de_AT.UTF-8` or `de-AT`. Catalogues are compiled files in
    `folder/LANGUAGE/LC_MESSAGES`; the folder is `resources/translations` unless a test has its own.
    """
    folder = folder or Path(str(files("resources").joinpath("translations")))
    for language in (each.replace("-", "_") for each in languages):
        if language.partition(".")[0].partition("_")[0] in ENGLISH:
            break
        if gettext.find(DOMAIN, folder, [language]):
            translation.use(gettext.translation(DOMAIN, folder, [language]))
            return True
    translation.use(gettext.NullTranslations())
    return False


def system_languages() -> list[str]:
    """The languages that the environment asks for, the preferred one first; without any, that of Windows."""
    named = next(filter(None, map(os.environ.get, VARIABLES)), "")
    if sys.platform == "win32" and not named:
        from ctypes import windll

        return [locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "en")]
    return named.split(":")
