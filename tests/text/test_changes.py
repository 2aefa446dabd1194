"""What the menu says after Undo."""

from app.text.changes import change_text, chosen_landscape_text, fan_text
from app.text.translation import N_
from tests.support.pseudo_language import pseudo_language, words_without_brackets


def test_a_change_names_its_ball_as_balls_are_counted_on_the_screen() -> None:
    assert change_text("η", [1]) == "η of ball 2"
    assert change_text(N_("rule"), [0, 1, 2]) == "rule of all balls"


def test_balls_of_a_fan_are_singular_or_plural() -> None:
    assert [fan_text(count) for count in (1, 9)] == ["fan of 1 ball", "fan of 9 balls"]


def test_titles_that_the_program_gives_are_translated_and_those_of_persons_stay() -> None:
    with pseudo_language():
        preset, own = chosen_landscape_text("Double well"), chosen_landscape_text("mine")
    assert words_without_brackets(preset) == []
    assert words_without_brackets(own) == ["mine"]
