import gettext

import pytest

from app.text import translation
from app.text.titles import CHANGED, DRAWN, scene_title, shown_title
from tests.support.pseudo_language import pseudo_language


@pytest.mark.parametrize("title", ["Double well", DRAWN, "Double well, changed", "my own", ""])
def test_in_english_a_title_is_shown_as_it_is_stored(title: str) -> None:
    translation.use(gettext.NullTranslations())
    assert shown_title(title) == title


def test_titles_of_the_program_are_translated_and_those_of_people_are_not() -> None:
    with pseudo_language():
        assert shown_title("Double well").startswith("[Double well")
        assert shown_title("Double well" + CHANGED).startswith("[Double well")
        assert shown_title("my own") == "my own"
        assert shown_title("Save") == "Save"  # a text of a button is no title
        assert shown_title("") == ""
        assert scene_title("my own") == "my own"
        assert scene_title("").startswith("[Untitled")
