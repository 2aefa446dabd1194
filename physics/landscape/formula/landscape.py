"""The landscape that a formula describes."""

from functools import cache
from typing import Any

from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.extrema import find_features
from physics.landscape.formula.intervals import Rounding
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import Program
from physics.landscape.formula.sampling import Curve, Enclosures
from physics.landscape.formula.singularities import require_finite, sharp_places, switches


class FormulaLandscape(Landscape):
    """A landscape given by text in w (or x), such as `0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)`.

    f′ and f″ are exact (automatic differentiation). Where abs, min or max change over, f′ is the mean of both sides.
    """

    def __init__(
        self, text: str, domain: tuple[float, float], title: str | None = None, preset: str | None = None
    ) -> None:
        """Read the formula, make sure that f and f′ are finite on the whole domain, and find the features.

        The title is the text where none is given. Raises FormulaError, with the column and what would be right, also
        for a curve that turns too often to tell its turns apart, and ValueError for a domain that is no interval.
        """
        super().__init__(domain, text if title is None else title, preset)
        self.text = text
        """The formula as the user wrote it."""
        self._compile()
        require_finite(self._graph, self._roots[0], self._roots[1], self.domain)
        _ = self.features  # at once, so that nobody has a landscape that then turns out to be refused

    def _compile(self) -> None:
        self._graph, height = parse(self.text)
        differentiator = Differentiator(self._graph)
        slope = differentiator.derivative(height)
        self._roots = height, slope, differentiator.derivative(slope)
        self._kinks = switches(self._graph, height)
        self._height, self._slope, self._curvature = (Program(self._graph, root) for root in self._roots)

    def height(self, w: Floats) -> Floats:
        """f(w), a new array of w's shape; outside the domain NaN or infinite where the formula is."""
        return self._height(w)

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        """f′(w), exact, of w's shape; written into `out` where given (never the same array as `w`)."""
        return self._slope(w, out)

    def find_features(self) -> Features:
        """Hills, valleys and minima, looked for at 16,385 places or more and located by the sign of the slope."""
        return find_features(self._curve())

    def _curve(self) -> Curve:
        graph, (height, slope, curvature) = self._graph, self._roots

        @cache
        def error(root: int) -> Program:
            return Program(graph, Rounding(graph).bound(root))

        return Curve(
            domain=self.domain,
            height=self._height,
            slope=self._slope,
            curvature=self._curvature,
            height_error=lambda w: error(height)(w),
            slope_error=lambda w: error(slope)(w),
            sharp=sharp_places(graph, self._kinks, curvature, self._slope, self.domain),
            enclosures=Enclosures(graph, slope, curvature, self._kinks),
        )

    def __getstate__(self) -> dict[str, Any]:
        """Everything but what is compiled, which is quickly made again and holds buffers of this process."""
        return {name: value for name, value in self.__dict__.items() if name not in COMPILED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the attributes over and compile the text again."""
        self.__dict__.update(state)
        self._compile()


COMPILED = ("_graph", "_roots", "_kinks", "_height", "_slope", "_curvature")
