"""The landscape that a formula describes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from physics.arrays import ArrayFunction, Floats
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.landscape.formula.cell_bounds import bound_cells
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.extrema import find_features
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.parser import complete, parse
from physics.landscape.formula.program import Program
from physics.landscape.formula.rounding import RoundingBound
from physics.landscape.formula.sampling import Enclosures, FormulaCurve
from physics.landscape.formula.singularities import nonsmooth_cells, require_finite, switches
from physics.landscape.wells import CellBounds


class FormulaLandscape(Landscape):
    """A landscape given by text in w (or x), such as `0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)`.

    f′ and f″ are exact (automatic differentiation). At a kink of abs, min or max, f′ is the mean of both sides.

    The letters a to d are parameters: numbers of this landscape. All is computed as if they stood in the text.
    """

    def __init__(
        self,
        text: str,
        domain: tuple[float, float],
        title: str | None = None,
        preset: str | None = None,
        parameters: Mapping[str, float] | None = None,
    ) -> None:
        """The title is the text unless one is given. A parameter without a value is 1. The features are found at once.

        Raises FormulaError for a formula that cannot be read (with the column and a suggestion), for a value of a
        parameter that is not finite or not in the formula, where f or f′ is not finite on the domain, and for too many
        extrema to tell apart; DomainError for a domain that is not an interval.
        """
        super().__init__(domain, text if title is None else title, preset)
        self.text = text
        self.parameters: Mapping[str, float] = complete(text, parameters or {})
        """The values of the parameters in the formula, in the order of the alphabet."""
        self._compile()
        require_finite(self._graph, self._roots[0], self._roots[1], self.domain)
        _ = self.features  # may raise, so not later

    def _compile(self) -> None:
        self._graph, self._roots = _graph_of(self.text, self.parameters)
        self._switches = switches(self._graph, self._roots[0])
        self._height, self._slope, self._curvature = (Program(self._graph, root) for root in self._roots)

    def with_parameters(self, values: Mapping[str, float]) -> "FormulaLandscape":
        """The same with other values of some parameters. Raises FormulaError."""
        return FormulaLandscape(self.text, self.domain, self.title, parameters={**self.parameters, **values})

    def height(self, w: Floats) -> Floats:
        """f(w), a new array of w's shape; outside the domain it may be NaN or infinite."""
        return self._height(w)

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        """f′(w), exact, of w's shape; written into `out` if given (never the same array as `w`)."""
        return self._slope(w, out)

    def bound_slope(self, count: int) -> ArrayFunction:
        return self._slope.bound((count,))

    def find_features(self) -> Features:
        """Hills, valleys and minima, from 16,385 samples or more, located by the sign of the slope."""
        return find_features(self.curve())

    def cell_bounds(self) -> CellBounds:
        """Enclosures in some 4,096 cells, and in narrow ones about each change-over of abs, min and max."""
        graph, roots = _graph_of(self.text, self.parameters)  # the nodes of higher derivatives are not kept
        return bound_cells(graph, roots, switches(graph, roots[0]), self.curve(), self.features)

    def curve(self) -> FormulaCurve:
        """The formula, ready for the search for its features."""
        graph, (height, slope, curvature) = self._graph, self._roots

        @cache
        def error(root: int) -> Program:
            return Program(graph, RoundingBound(graph).bound(root))

        return FormulaCurve(
            domain=self.domain,
            height=self._height,
            slope=self._slope,
            curvature=self._curvature,
            height_error=lambda w: error(height)(w),
            slope_error=lambda w: error(slope)(w),
            nonsmooth=nonsmooth_cells(graph, self._switches, curvature, self._slope, self.domain),
            enclosures=Enclosures(graph, slope, curvature, self._switches),
        )

    def __getstate__(self) -> dict[str, Any]:
        """All but the compiled attributes and the wells, which are quickly made again.

        The former hold buffers of this process, the latter take ten times as long to send as all the rest.
        """
        left_out = {*COMPILED_ATTRIBUTES, "wells"}
        # A copy, since another thread may be adding to it.
        return {name: value for name, value in self.__dict__.copy().items() if name not in left_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Compile the text again."""
        self.__dict__.update(state)
        self._compile()


COMPILED_ATTRIBUTES = ("_graph", "_roots", "_switches", "_height", "_slope", "_curvature")


def _graph_of(text: str, parameters: Mapping[str, float]) -> tuple[Graph, tuple[int, int, int]]:
    """The graph of a formula, and the nodes of f, f′ and f″."""
    graph, height = parse(text, parameters)
    differentiator = Differentiator(graph)
    slope = differentiator.derivative(height)
    return graph, (height, slope, differentiator.derivative(slope))
