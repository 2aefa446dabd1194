"""What is wrong with a landscape: its domain, its points or its formula, as a sentence."""

from app.text.formula_errors import formula_sentence
from app.text.numbers import short
from app.text.translation import _, ngettext
from physics.landscape.errors import CurveError, CurveProblem, DomainError
from physics.landscape.formula import FormulaError


def landscape_sentence(error: Exception) -> str:
    """One sentence, without a capital and a full stop; an error that no landscape raises speaks for itself."""
    match error:
        case FormulaError():
            return formula_sentence(error)
        case CurveError():
            return curve_sentence(error)
        case DomainError():
            return domain_sentence(error)
    return str(error)


def domain_sentence(error: DomainError) -> str:
    """Say that a domain is no interval."""
    lo, hi = (short(end, 6) for end in (error.lo, error.hi))
    pattern = _("the domain [{lo}, {hi}] is not an interval: its two ends must be finite, the lower one first")
    return pattern.format(lo=lo, hi=hi)


def curve_sentence(error: CurveError) -> str:
    """Say what is wrong with points, a stroke or a smoothing; a point is named by its index in the list of points."""
    return _patterns(error)[error.kind].format(
        index=error.index,
        next=(error.index or 0) + 1,
        value=error.value,
        before=error.before,
        count=error.count,
        least=error.least,
        shapes=error.shapes,
    )


def _patterns(error: CurveError) -> dict[CurveProblem, str]:
    return {
        CurveProblem.DIFFERENT_SHAPES: _(
            "w and f must be two rows of equally many numbers, not of shapes {shapes[0]} and {shapes[1]}"
        ),
        CurveProblem.TOO_FEW_POINTS: ngettext(
            "{count} point is too few for a curve: at least {least} are needed",
            "{count} points are too few for a curve: at least {least} are needed",
            error.count,
        ),
        CurveProblem.W_NOT_FINITE: _("points[{index}]: its w, {value}, is not a finite number"),
        CurveProblem.F_NOT_FINITE: _("points[{index}]: its f, {value}, is not a finite number"),
        CurveProblem.NOT_INCREASING: _(
            "points[{index}]: its w, {value}, is not greater than the one before it, {before}"
        ),
        CurveProblem.TOO_STEEP: _(
            "points[{index}] and points[{next}]: the curve between them is too steep to compute with"
        ),
        CurveProblem.TOO_CLOSE: _("points[{index}] and points[{next}]: they are too close for a curve between them"),
        CurveProblem.TOO_FEW_TO_SIMPLIFY: ngettext(
            "{count} point is too few to choose from: at least {least} are needed",
            "{count} points are too few to choose from: at least {least} are needed",
            error.count,
        ),
        CurveProblem.WRONG_SMOOTHING: _("smooth: {value} is not a fraction of the width, between 0 and 1"),
        CurveProblem.NO_STROKE: _("a stroke is two rows, w and f, of equally many finite numbers"),
    }
