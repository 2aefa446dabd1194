"""Every error of a domain, of points, of a stroke and of a smoothing is one sentence."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from app.text.curve_errors import curve_sentence, landscape_sentence
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.simplification import to_points
from physics.landscape.sketch import resample_stroke
from physics.landscape.smoothing import smooth

NAN, INF = float("nan"), float("inf")
FOUR = (0.0, 1.0, 2.0, 3.0)

MISTAKES: list[tuple[Callable[[], object], str]] = [
    (
        partial(FormulaLandscape, "w", (2.0, -1.5)),
        "the domain [2, \u22121.5] is not an interval: its two ends must be finite, the lower one first",
    ),
    (
        partial(FormulaLandscape, "w", (-INF, 1e9)),
        "the domain [\u2212∞, 1·10⁹] is not an interval: its two ends must be finite, the lower one first",
    ),
    (
        partial(FormulaLandscape, "sine(w)", (0.0, 1.0)),
        "column 1: unknown name 'sine', did you mean 'sin'?",
    ),
    (
        partial(PointsLandscape, FOUR, FOUR[1:]),
        "w and f must be two rows of equally many numbers, not of shapes (4,) and (3,)",
    ),
    (partial(PointsLandscape, FOUR[1:], FOUR[1:]), "3 points are too few for a curve: at least 4 are needed"),
    (partial(PointsLandscape, (0, 1, NAN, 3), FOUR), "points[2]: its w, nan, is not a finite number"),
    (partial(PointsLandscape, FOUR, (0, INF, 2, 3)), "points[1]: its f, inf, is not a finite number"),
    (
        partial(PointsLandscape, (0, 1, 1, 3), FOUR),
        "points[2]: its w, 1.0, is not greater than the one before it, 1.0",
    ),
    (
        partial(PointsLandscape, FOUR, (0, 5e307, 0, 5e307)),
        "points[0] and points[1]: the curve between them is too steep to compute with",
    ),
    (
        partial(to_points, PointsLandscape(FOUR, FOUR), 7),
        "7 points are too few to choose from: at least 8 are needed",
    ),
    (
        partial(smooth, np.arange(5.0), np.arange(5.0), 1.5),
        "smooth: 1.5 is not a fraction of the width, between 0 and 1",
    ),
    (
        partial(resample_stroke, (0.0, 1.0), FOUR, FOUR[1:]),
        "a stroke is two rows, w and f, of equally many finite numbers",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), MISTAKES, ids=[sentence for _, sentence in MISTAKES])
def test_what_is_wrong_with_a_landscape_is_one_sentence(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        make()
    assert landscape_sentence(caught.value) == sentence


@pytest.mark.parametrize("kind", CurveProblem)
def test_every_kind_of_problem_has_a_sentence(kind: CurveProblem) -> None:
    sentence = curve_sentence(CurveError(kind, 2, 1.5, 0.5, count=1, least=4, shapes=((4,), (3,))))
    assert sentence.isprintable()
    assert "{" not in sentence


def test_one_point_is_too_few_in_the_singular() -> None:
    sentence = curve_sentence(CurveError(CurveProblem.TOO_FEW_POINTS, count=1, least=4))
    assert sentence == "1 point is too few for a curve: at least 4 are needed"


def test_an_error_that_no_landscape_raises_speaks_for_itself() -> None:
    assert landscape_sentence(OSError("no such file")) == "no such file"
