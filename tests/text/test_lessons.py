"""What is said about lessons and challenges."""

from app.files.lesson import LOCKABLE
from app.text.lessons import (
    LOCKED,
    choices_text,
    locked_text,
    minutes_text,
    not_yet_text,
    pages_text,
    prediction_text,
    result_text,
    unbroken,
    verdict_text,
)


def test_every_lock_has_a_sentence() -> None:
    assert set(LOCKED) == set(LOCKABLE)
    assert locked_text("alpha") == "α stays as it is on this page."


def test_counts() -> None:
    assert result_text(1, in_steps=True) == "1 step"
    assert result_text(2, in_steps=False) == "2 tries"
    assert pages_text(1, 3) == "1 of 3 pages done"
    assert minutes_text(1) == "1 minute"


def test_what_was_predicted_against_what_was_seen() -> None:
    assert prediction_text("valley 2", ["valley 2"], is_right=True) == "You said valley 2, and so it was."
    assert prediction_text("w = 2", ["w = 2.1"], is_right=True) == "You said w = 2, and it was w = 2.1: near enough."
    assert prediction_text("valley 2", ["valley 3"], is_right=False) == "You said valley 2. It was valley 3."
    assert prediction_text("a", [], is_right=False) == "You said a. None was right this time."
    assert choices_text(["a", "b", "c"]) == "a, b or c"


def test_a_result_beside_the_par() -> None:
    assert verdict_text(1, 3, in_steps=False) == "Solved: 1 try. That is better than par, which is 3 tries."
    assert verdict_text(3, 3, in_steps=False) == "Solved: 3 tries. That is par."
    assert verdict_text(4, 3, in_steps=True) == "Solved: 4 steps. Par is 3 steps."


def test_a_symbol_and_its_value_stay_on_one_line() -> None:
    assert unbroken("at w = −3.4 with α 0.9, as α is") == "at w\xa0=\xa0−3.4 with α\xa00.9, as α is"


def test_a_run_that_did_not_do_it() -> None:
    assert not_yet_text(is_changed=False) == "Not yet. Start again and try something else."
    assert "on the way does not count" in not_yet_text(is_changed=True)
