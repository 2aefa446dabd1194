import gettext
from collections.abc import Iterator

import pytest

from app.text import translation
from app.text.translation import _, ngettext, pgettext


class Brackets(gettext.NullTranslations):
    """A catalogue with two plural forms that puts each text in brackets."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"[{msgid1 if n == 1 else msgid2}]"

    def pgettext(self, context: str, message: str) -> str:
        return f"[{context}: {message}]"


@pytest.fixture
def brackets() -> Iterator[None]:
    translation.use(Brackets())
    yield
    translation.use(gettext.NullTranslations())


def test_without_a_catalogue_a_text_is_its_own_translation() -> None:
    assert _("a valley") == "a valley"
    assert pgettext("noun", "hill") == "hill"


@pytest.mark.parametrize(("count", "text"), [(0, "0 hills"), (1, "1 hill"), (2, "2 hills")])
def test_without_a_catalogue_plurals_are_english(count: int, text: str) -> None:
    assert ngettext("{count} hill", "{count} hills", count).format(count=count) == text


def test_texts_come_from_the_catalogue_in_use(brackets: None) -> None:
    assert _("a valley") == "[a valley]"
    assert pgettext("noun", "hill") == "[noun: hill]"
    assert [ngettext("{n} hill", "{n} hills", n).format(n=n) for n in (1, 2)] == ["[1 hill]", "[2 hills]"]
