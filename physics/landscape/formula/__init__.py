"""Landscapes given by a formula such as `0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)`, with exact slopes."""

from physics.landscape.formula.errors import NOT_FINITE, FormulaError, FormulaProblem
from physics.landscape.formula.landscape import FormulaLandscape
from physics.landscape.formula.parser import constant, parameter_names
from physics.landscape.formula.tokens import PARAMETERS

__all__ = [
    "NOT_FINITE",
    "PARAMETERS",
    "FormulaError",
    "FormulaLandscape",
    "FormulaProblem",
    "constant",
    "parameter_names",
]
