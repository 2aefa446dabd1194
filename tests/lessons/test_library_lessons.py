"""The lessons of the library: each prediction has an answer, and each page is done by acts that it allows."""

import pytest

from app.files.lesson import Lesson, Page
from app.lessons.evaluation import met_at
from app.lessons.numbers import filled
from app.text.numbers import short
from tests.lessons.solutions import AS_IT_OPENS, LESSONS, PAGES, Solution, answers, attempt, is_within_slider, pages

each_page = pytest.mark.parametrize(
    ("key", "index", "page"), [pytest.param(*each, id=f"{each[0]}-{each[1]}") for each in pages()]
)


def test_there_are_ten_lessons_of_five_to_ten_minutes() -> None:
    assert len(LESSONS) == 10
    for entry in LESSONS:
        assert isinstance(entry.lesson, Lesson)
        assert 5 <= entry.lesson.minutes <= 10
        assert 3 <= len(entry.lesson.pages) <= 6


@each_page
def test_a_prediction_has_one_right_answer_among_several(key: str, index: int, page: Page) -> None:
    if page.question is None:
        assert (key, index) in PAGES, "a page without a prediction asks for something"
        return
    run = attempt(key, index).run
    (right,) = answers(page.question, run, page.setting.scenario.steps)
    lo, hi = page.setting.scenario.landscape.domain
    if page.question.choose == "flag":
        assert lo <= right <= hi
        assert page.question.tolerance <= 0.1 * (hi - lo), "whoever guesses is seldom right"
    else:
        choices = len(run.balls) if page.question.choose == "ball" else run.landscape.features.valley_count
        assert choices >= 2


@each_page
def test_the_values_that_a_prediction_is_about_cannot_be_changed(key: str, index: int, page: Page) -> None:
    if page.question is not None:
        assert page.setting.locked >= {"alpha", "eta", "start", "rule", "parameters", "landscape", "balls", "noise"}


@each_page
def test_a_page_is_done_by_playing_and_by_what_it_asks_for(key: str, index: int, page: Page) -> None:
    solution = PAGES.get((key, index))
    assert (met_at(page.done, attempt(key, index)) is None) == (solution is not None)
    if solution is not None:
        assert not {name for name, _value in solution.values} & page.setting.locked
        assert met_at(page.done, attempt(key, index, solution)) is not None


@each_page
def test_an_eta_beyond_the_slider_is_asked_for_as_a_number(key: str, index: int, page: Page) -> None:
    eta = dict(PAGES.get((key, index), AS_IT_OPENS).values).get("eta")
    if eta is not None:
        assert is_within_slider(page.setting.scenario, eta) or "type" in filled(page.trying, None)


@pytest.mark.parametrize("share", [-1e-6, 1e-6])
@pytest.mark.parametrize(("key", "index", "page"), [each for each in pages() if each[:2] in PAGES])
def test_what_a_page_asks_for_has_room(key: str, index: int, page: Page, share: float) -> None:
    ball = page.setting.scenario.balls[0]
    given = {"eta": ball.parameters["eta"], "start": ball.start, **dict(PAGES[key, index].values)}
    shifted = Solution(
        tuple((name, value * (1 + share) if name != "alpha" else value) for name, value in given.items())
    )
    assert met_at(page.done, attempt(key, index, shifted)) is not None


@each_page
def test_texts_have_all_their_numbers(key: str, index: int, page: Page) -> None:
    run = attempt(key, index).run
    own = attempt(key, index, PAGES.get((key, index), AS_IT_OPENS)).run
    for text in (page.predict, page.trying, page.notice):
        if text is not None:
            shown = filled(text, run, own)
            assert "–" not in shown, "a number that the run does not have"
            assert "!" not in shown


@each_page
def test_what_is_told_before_the_run_does_not_give_the_answer_away(key: str, index: int, page: Page) -> None:
    if page.question is None or page.question.choose != "flag" or page.predict is None:
        return
    run = attempt(key, index).run
    (right,) = answers(page.question, run, page.setting.scenario.steps)
    assert short(right) not in filled(page.predict, run) + filled(page.trying, run)
