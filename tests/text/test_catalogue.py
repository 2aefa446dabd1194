from resources.translations.extract import TEMPLATE, template, texts
from tests.support.pseudo_language import pseudo_text, words_without_brackets


def test_the_template_has_the_texts_of_the_code() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run python3 dev.py translations"


def test_texts_of_code_commands_and_presets_are_in_it() -> None:
    catalogue = texts()
    assert "Open a scenario…" in catalogue  # marked in a constant
    assert catalogue.get("{count} valley").id == ("{count} valley", "{count} valleys")
    assert catalogue.get("Double well", "title of a landscape") is not None  # in a preset
    assert not any("python-format" in message.flags for message in catalogue)


def test_the_pseudo_language_brackets_all_but_placeholders_and_is_a_third_longer() -> None:
    assert pseudo_text("Play") == "[Playéè]"
    assert pseudo_text("&File").startswith("[&File")
    assert words_without_brackets(pseudo_text("Undo {change}").format(change="add a ball")) == ["add", "ball"]
    assert words_without_brackets(pseudo_text("{left} and {right}").format(left=1, right=2)) == []
    assert words_without_brackets("[Rolling in val") == []
