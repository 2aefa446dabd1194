"""One step, taken apart."""

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.panels.step_anatomy import StepAnatomy
from app.panels.step_painting import MARGIN, NOTE_Y, PADDING, STATE_Y, StepPainting
from app.session.session import Session
from app.session.slow_motion import Moment
from app.theme.application import Theme, apply_theme
from app.theme.palette import Palette
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import Rule
from physics.rules.registry import RULES
from tests.panels.conftest import Hands
from tests.support.balls import NESTEROV


@pytest.fixture
def anatomy(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]) -> StepAnatomy:
    made = StepAnatomy(session, dark)
    show(made, 352, made.sizeHint().height())
    return made


@pytest.mark.parametrize("step", [0, 1, 30])
def test_at_rest_it_shows_the_next_step_as_the_arrows_do_and_just_that_is_made(
    anatomy: StepAnatomy, session: Session, step: int
) -> None:
    session.step_on(step)
    coming = anatomy.terms
    assert coming is not None
    assert (coming.is_next, coming.step) == (True, step + 1)
    assert anatomy.accessibleName() == "Next step of α 0.95"
    session.step_on()
    made = session.run.recording.row(step + 1)
    assert (made.delta[3], made.momentum_term[3], made.gradient_term[3]) == (
        coming.delta, coming.momentum_term, coming.gradient_term,
    )  # fmt: skip


def test_of_a_ball_that_moves_no_more_it_shows_the_last_step(anatomy: StepAnatomy, session: Session) -> None:
    session.select(4)
    session.step_on(80)
    assert anatomy.terms is not None
    assert (anatomy.terms.is_next, anatomy.terms.step) == (False, 55)


def test_every_symbol_on_the_card_is_explained_when_the_mouse_waits(anatomy: StepAnatomy) -> None:
    for symbol in ("Δw", "α·Δwₜ₋₁", "−η·f′(w)", "w is", "f the height", "E its energy"):
        assert symbol in anatomy.toolTip()


def test_while_time_runs_it_shows_the_recorded_step(anatomy: StepAnatomy, session: Session, hands: Hands) -> None:
    session.play()
    hands.pass_time(1.3)
    session.select(2)
    row, terms = session.run.recording.row(session.step), anatomy.terms
    assert terms is not None
    assert session.step > 30
    assert (terms.name, terms.step) == ("α 0.90", session.step)
    assert terms.delta == row.delta[2] == terms.momentum_term + terms.gradient_term
    assert (terms.w, terms.f, terms.energy) == (row.w[2], row.f[2], row.energy[2])
    assert f"{terms.delta:.5f}".replace("-", "−") in anatomy.accessibleDescription()


def test_nesterovs_rule_has_its_own_formula(anatomy: StepAnatomy, session: Session) -> None:
    before = anatomy.grab().toImage()
    session.set_rule(3, NESTEROV)
    assert anatomy.terms is not None
    assert anatomy.terms.rule is NESTEROV
    assert anatomy.grab().toImage() != before


class Written:
    """Where each text of a painting ends up, from left to right."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: dict[int, list[tuple[float, float, str]]] = {}
        plain = StepPainting._write

        def write(self_: StepPainting, painter: object, x: float, baseline: int, text: str, *others: object) -> float:
            end = plain(self_, painter, x, baseline, text, *others)  # type: ignore[arg-type]
            self.texts.setdefault(baseline, []).append((x, end, text))
            return end

        monkeypatch.setattr(StepPainting, "_write", write)

    def overlap(self) -> list[tuple[str, str]]:
        rows = [sorted(row) for row in self.texts.values()]
        pairs = [pair for row in rows for pair in pairwise(row)]
        return [(one[2], other[2]) for one, other in pairs if one[2] and other[2] and one[1] > other[0]]


@pytest.mark.parametrize("width", [280, 352])
def test_tiny_numbers_and_long_names_do_not_run_into_each_other(
    make_session: Callable[..., Session], dark: Theme, show: Callable[[QWidget, int, int], None],
    monkeypatch: pytest.MonkeyPatch, width: int,
) -> None:  # fmt: skip
    session = make_session(0.9512345678)
    session.set_landscape(FormulaLandscape("1e-7*w^2", (-6.0, 6.0)))
    session.set_start(0, -5.12345e-7)
    session.set_parameter(0, "eta", 1.2345e-5)
    session.rename(0, "W" * 40)
    session.step_on(1500)
    anatomy = StepAnatomy(session, dark)
    show(anatomy, width, 112)
    written = Written(monkeypatch)
    anatomy.grab()
    assert written.overlap() == []
    state = " ".join(text for _, _, text in written.texts[STATE_Y])
    assert state == (
        "w −5.1·10⁻⁷ f 2.6·10⁻²⁰ E 2.6·10⁻²⁰" if width == 280 else "α 0.9512 η 1·10⁻⁵ w −5·10⁻⁷ f 3·10⁻²⁰ E 3·10⁻²⁰"
    )


def test_the_power_of_ten_stays_on_the_card_below_a_long_formula(
    anatomy: StepAnatomy, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.set_rule(3, NESTEROV)
    session.step_on(300)
    written = Written(monkeypatch)
    anatomy.grab()
    [(_, end)] = [(x, end) for line in written.texts.values() for x, end, text in line if text.startswith("·10")]
    assert end <= anatomy.width() - MARGIN - PADDING + 0.5
    assert written.overlap() == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_everything_stays_on_the_card_with_any_rule(
    anatomy: StepAnatomy, session: Session, monkeypatch: pytest.MonkeyPatch, rule: Rule, noise: float
) -> None:
    session.set_rule(3, rule)
    session.set_noise(noise)
    session.step_on(300)
    written = Written(monkeypatch)
    anatomy.grab()
    assert max(end for line in written.texts.values() for _, end, _ in line) <= anatomy.width() - MARGIN - PADDING + 0.5
    assert written.overlap() == []


@pytest.mark.parametrize("rule", RULES)
def test_it_says_in_one_line_what_alpha_means_and_how_the_rule_is_written(
    anatomy: StepAnatomy, session: Session, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    session.set_rule(3, rule)
    written = Written(monkeypatch)
    anatomy.grab()
    [(_, _, note)] = written.texts[NOTE_Y]
    assert note == rule.convention_in_short != ""
    assert note in anatomy.accessibleDescription()


@pytest.mark.parametrize("rule", RULES)
def test_the_line_of_convention_is_whole_on_a_narrow_card_with_large_text(
    anatomy: StepAnatomy, session: Session, qapp: object, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    session.set_rule(3, rule)
    apply_theme(qapp, "dark", 1.5)  # type: ignore[arg-type]  # pytest-qt names no type
    width = anatomy.minimumSizeHint().width()
    anatomy.resize(width, anatomy.height())
    anatomy.resize(width, anatomy.sizeHint().height())
    written = Written(monkeypatch)
    anatomy.grab()
    notes = [row for baseline, row in sorted(written.texts.items()) if baseline >= NOTE_Y]
    assert " ".join(text for row in notes for _, _, text in row) == rule.convention_in_short
    assert max(end for row in notes for _, end, _ in row) <= width - 1.5 * (MARGIN + PADDING) + 0.5
    assert 1.5 * (max(written.texts) + MARGIN) <= anatomy.height()


def test_with_noise_the_felt_slope_is_another_one_and_said_to_be(
    anatomy: StepAnatomy, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def painted() -> set[str]:
        written = Written(monkeypatch)
        anatomy.grab()
        return {text for line in written.texts.values() for _, _, text in line}

    assert "η·f′(w)" in painted()
    session.set_noise(0.5)
    assert {"η·g", "g = f′(w) + σ·ξ: the slope with noise"} <= painted()
    assert "g = f′(w) + σ·ξ is the slope that the ball feels" in anatomy.toolTip()
    session.set_rule(3, NESTEROV)
    assert {"η·g", "g = f′(w + α·Δwₜ₋₁) + σ·ξ: the slope with noise"} <= painted()


def test_a_step_that_was_made_before_there_was_noise_is_shown_without(anatomy: StepAnatomy, session: Session) -> None:
    session.select(4)
    session.step_on(80)  # its last step is the 55th
    session.set_noise(0.5)
    assert anatomy.terms is not None
    assert not anatomy.terms.is_next
    assert not anatomy.terms.is_noisy
    session.select(0)
    assert anatomy.terms.is_noisy


def test_without_a_ball_it_says_so(anatomy: StepAnatomy, session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    assert anatomy.terms is None
    assert anatomy.accessibleName() == "One step: there is no ball"
    anatomy.grab()


def test_a_diverged_ball_is_shown_without_a_warning(
    make_session: Callable[..., Session], dark: Theme, show: Callable[[QWidget, int, int], None]
) -> None:
    session = make_session(1.0)
    session.set_parameter(0, "eta", 1e300)
    made = StepAnatomy(session, dark)
    show(made, 352, 112)
    session.step_on(5)
    assert made.terms is not None
    made.grab()


def test_the_numbers_wear_the_colours_of_the_arrows(
    anatomy: StepAnatomy, session: Session, dark: Theme, qapp: object
) -> None:
    session.step_on(38)
    picture = anatomy.grab().toImage()
    seen = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert dark.palette.momentum_term.rgb() in seen
    assert dark.palette.gradient_term.rgb() in seen


def test_in_slow_motion_it_shows_the_next_step_and_lights_the_term_that_is_looked_at(
    anatomy: StepAnatomy, session: Session
) -> None:
    session.step_on(20)
    made = anatomy.grab().toImage()
    session.slow_motion.toggle()
    assert anatomy.terms is not None
    assert (anatomy.terms.is_next, anatomy.terms.step) == (True, 21)
    assert anatomy.accessibleName() == "Next step of α 0.95"
    pictures = [made]
    for moment in (Moment.MOMENTUM, Moment.GRADIENT, Moment.SUM):
        assert anatomy.moment is moment
        pictures.append(anatomy.grab().toImage())
        session.go_on()
    assert all(one != other for one, other in combinations(pictures, 2))
    assert anatomy.grab().toImage() == pictures[-1], "the move is lit as the sum is"
    session.go_on()
    assert (session.step, anatomy.moment) == (21, Moment.MOMENTUM)
    session.slow_motion.end()
    assert anatomy.moment is None


def lit(anatomy: StepAnatomy, palette: Palette, colour: QColor) -> float:
    """How far to the left, as a share of the card, the term's colour begins at full strength."""
    picture = anatomy.grab().toImage()
    columns = [x for x in range(picture.width()) for y in range(40, 80) if picture.pixelColor(x, y) == colour]
    return min(columns, default=-1) / picture.width()


def test_the_other_terms_are_dim_meanwhile(anatomy: StepAnatomy, session: Session, dark: Theme) -> None:
    palette = dark.palette
    session.step_on(20)
    session.slow_motion.toggle()
    assert lit(anatomy, palette, palette.momentum_term) > 0.3
    assert lit(anatomy, palette, palette.gradient_term) < 0.0
    session.go_on()
    assert lit(anatomy, palette, palette.momentum_term) < 0.0
    assert lit(anatomy, palette, palette.gradient_term) > 0.5


def test_it_follows_the_theme(anatomy: StepAnatomy, qapp: object) -> None:
    anatomy.resize(600, 120)  # the note needs one line
    before, height = anatomy.grab().toImage(), anatomy.sizeHint().height()
    apply_theme(qapp, "light", 1.5)  # type: ignore[arg-type]  # pytest-qt names no type
    assert anatomy.sizeHint().height() == 1.5 * height
    assert anatomy.grab().toImage() != before


def test_a_long_name_leaves_the_number_of_the_step_its_room(anatomy: StepAnatomy, session: Session) -> None:
    def right_end() -> QImage:
        return anatomy.grab().toImage().copy(anatomy.width() - 56, 0, 56, 30)

    session.rename(3, "short")
    before = right_end()
    session.rename(3, "long " * 40)
    assert right_end() == before


def test_what_is_no_number_is_a_dash(
    make_session: Callable[..., Session], dark: Theme, show: Callable[[QWidget, int, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Beside the domain of log(w) there is neither f nor E."""
    session = make_session(0.9)
    session.set_landscape(FormulaLandscape("log(w)", (0.001, 6.0)))
    session.step_on(500)
    assert np.isnan(session.run.status.f[0])
    anatomy = StepAnatomy(session, dark)
    show(anatomy, 352, 112)
    written = Written(monkeypatch)
    anatomy.grab()
    state = [text for _, _, text in written.texts[STATE_Y]]
    assert state[-4:] == ["f", "–", "E", "–"]
