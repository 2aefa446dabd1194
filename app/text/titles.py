"""Titles of landscapes: those that the program gives are English in files, and translated where they are shown."""

from app.text.translation import NP_, _, pgettext

CONTEXT = "title of a landscape"
YOUR_FORMULA = NP_("title of a landscape", "Your formula")
DRAWN = NP_("title of a landscape", "Drawn curve")
CHANGED = ", changed"
"""Follows the title of a curve that was drawn over, or whose points were moved."""


def shown_title(title: str) -> str:
    """The title of a landscape or scene as a person sees it.

    One that the program gives is translated, also where a person typed the same; any other stays as it is.
    """
    if title.endswith(CHANGED):
        pattern = pgettext("title of a landscape", "{title}, changed")
        return pattern.format(title=shown_title(title.removesuffix(CHANGED)))
    return pgettext(CONTEXT, title)


def scene_title(title: str) -> str:
    """The title of a scene as a person sees it, also of one that has none."""
    return shown_title(title) or _("Untitled")
