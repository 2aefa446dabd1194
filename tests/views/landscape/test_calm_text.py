from app.views.selected.calm_text import STAYS, CalmText


def shown(calm: CalmText, texts: list[str], about: str = "energy", *, is_fast: bool = True) -> list[str]:
    return [calm.shown(about, text, is_fast=is_fast) for text in texts]


def test_in_fast_motion_a_text_stays_for_some_frames() -> None:
    texts = [str(number) for number in range(3 * STAYS)]
    seen = shown(CalmText(), texts)
    assert seen == [str(STAYS * (number // STAYS)) for number in range(3 * STAYS)]


def test_what_is_about_something_else_is_told_at_once() -> None:
    calm = CalmText()
    assert shown(calm, ["1", "2"]) == ["1", "1"]
    assert shown(calm, ["3", "4"], "trapped") == ["3", "3"]


def test_at_rest_and_in_slow_motion_it_is_always_the_newest() -> None:
    assert shown(CalmText(), ["1", "2", "3"], is_fast=False) == ["1", "2", "3"]
