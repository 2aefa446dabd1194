"""Texts in the person's language, through gettext: what stands in the code is English and is the key of the catalogue.

A text is one literal that holds a whole sentence or label, never glued from parts; numbers and names are filled in
after it was translated: `_("column {column}: there is no {name}").format(column=3, name="x")`.
"""

import gettext

_catalogue = gettext.NullTranslations()
"""The texts of the chosen language; without one each text is its own translation."""


def use(translations: gettext.NullTranslations) -> None:
    """Take texts from this catalogue from now on; `gettext.NullTranslations()` is English again."""
    global _catalogue
    _catalogue = translations


def _(message: str) -> str:
    """The translation of a text; of none there is none, although catalogues have one."""
    return _catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The translation of a text that counts n of something, in the plural form that n needs."""
    return _catalogue.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802  # the name that extraction tools know
    """The text itself, marked for the catalogue: one that is translated later, where it is shown."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: ARG001, N802
    """The same with a context."""
    return message


def pgettext(context: str, message: str) -> str:
    """The translation of a text that has several meanings; the context, which no one sees, says which one is meant."""
    return _catalogue.pgettext(context, message)
