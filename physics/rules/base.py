"""What an update rule is: its parameters, its own state, one step, and, where there is one, its energy.

A rule moves balls on a landscape f(w). Each of its steps is the sum of two terms:

    Δ_t = momentum term + gradient term        what is kept of earlier steps + what the present slope adds
    w_t = w_{t−1} + Δ_t
"""

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.forcing.forcing import ETA_NAME
from physics.landscape.wells import Wells
from physics.rules.trapping import NOT_CLAIMED

Slope = Callable[[Floats], Floats]
"""f′ of positions, an array of any shape."""
ETA_INSIDE = "η stands inside the step, as in Keras; PyTorch has it outside: the same while η is constant."
"""The convention of rules with the term α Δ."""
KEEPS_STEP = "α: share of the last step kept; η inside it, as Keras"
"""The same in short, and what α means."""
NOISY_SLOPE = "g"
"""What the slope with the noise of a step is called."""
MINUS_ETA = "minus_eta"
"""−η among the prepared parameters."""


class Scale(Enum):
    """How a parameter is spread over a slider or an axis."""

    LINEAR = auto()
    LOGARITHMIC = auto()
    MEMORY = auto()
    """Evenly in log₁₀ 1/(1 − value): see `physics.rules.memory`."""


class OutOfRange(ValueError):
    """A value that a parameter cannot have."""

    def __init__(self, name: str, value: float, low: float, high: float) -> None:
        """Both ends of the range are allowed."""
        super().__init__(name, value, low, high)
        self.name, self.value, self.low, self.high = name, value, low, high

    def __str__(self) -> str:
        return f"{self.name}: {self.value!r} is not between {self.low!r} and {self.high!r}"


@dataclass(frozen=True)
class Parameter:
    """A number that a rule's steps depend on."""

    name: str
    """In files, CSV columns and command-line options."""
    symbol: str
    title: str
    """What it is called."""
    low: float
    high: float
    """Both ends are allowed."""
    default: float | None = field(compare=False)
    """None: what suits the landscape. Rules may have different ones, and so they may have another `help`."""
    scale: Scale
    help: str = field(compare=False)
    """What it does, in one plain phrase; shown in the language of the person."""

    def check(self, value: float) -> float:
        """Return the value. Raises OutOfRange."""
        if not self.low <= value <= self.high:
            raise OutOfRange(self.name, value, self.low, self.high)
        return value


def are_same(parameters: Sequence[Parameter], others: Sequence[Parameter]) -> bool:
    """Whether they are the same in all; equal ones may have another default and other words."""
    return len(parameters) == len(others) and all(map(operator.is_, parameters, others))


ETA = Parameter(
    ETA_NAME,
    "η",
    "learning rate",
    1e-300,
    1e300,
    None,
    Scale.LOGARITHMIC,
    "how far a step goes down the slope",
)
"""Its range leaves room for the ends of sliders, which lie beyond the value by a factor."""
ALPHA = Parameter(
    "alpha",
    "α",
    "momentum coefficient",
    0.0,
    1.0,
    0.9,
    Scale.MEMORY,
    "how much of the last step is kept, from nothing (0) to all of it (1)",
)
EPSILON = Parameter(
    "epsilon",
    "ε",
    "least divisor",
    1e-20,
    1e4,
    1e-8,
    Scale.LOGARITHMIC,
    "what is added to the divisor of the slope, so that it is never 0",
)


class State(NamedTuple):
    """The state of n balls after a step, and the terms of that step: arrays of shape (n,)."""

    w: Floats
    slope: Floats
    """f′(w)."""
    momentum_term: Floats
    gradient_term: Floats
    delta: Floats
    """Δ = momentum term + gradient term."""
    rule_state: Columns
    """What the rules themselves remember, by name; NaN for balls whose rule does not have it."""


class Resting(NamedTuple):
    """Balls that hardly move, and hardly feel a slope: arrays (k,)."""

    parameters: Columns
    w: Floats
    slope: Floats
    delta: Floats
    rule_state: Columns
    curvature: Floats
    """The largest |f″| in the valley of each."""


@dataclass(frozen=True)
class Formulas:
    """The terms of a step and the energy, as formulas are written."""

    momentum: str = "α·Δwₜ₋₁"
    momentum_factor: str | None = "alpha"
    """The parameter that Δ of the step before is multiplied by; None if the term is made in another way."""
    gradient: str = "η·f′(w)"
    """Without its minus."""
    gradient_factor: str | None = "eta"
    """The parameter that the slope is multiplied by; None if the term is made in another way."""
    slope: str = "f′(w)"
    """The slope, as `gradient` has it."""
    noisy_slope: str | None = None
    """What g in `gradient` is, which stands there instead of the slope; None if it does not."""
    energy: str | None = None
    """None if the rule has no energy."""

    def with_noise(self) -> "Formulas":
        """The same with g = f′(w) + σ·ξ for the slope; as it is if it does not name the slope."""
        if self.slope not in self.gradient:
            return self
        gradient = self.gradient.replace(self.slope, NOISY_SLOPE)
        return replace(self, gradient=gradient, noisy_slope=f"{self.slope} + σ·ξ")


class Rule(ABC):
    """An update rule. Rules have no state of their own: what changes is in `State` and in the parameters.

    All arrays have shape (n,), or a shape to which they broadcast. A subclass sets the attributes and implements
    `step`; the order of its operations is fixed, so that a recorded run can be recomputed bit for bit.
    """

    name: str
    """In files and on the command line."""
    title: str
    help: str
    """What it does, in one plain phrase."""
    parameters: tuple[Parameter, ...]
    state: tuple[str, ...] = ()
    """The names of what it remembers from step to step besides w and Δ, as columns are called."""
    formulas = Formulas()
    convention: str = ""
    """Which of several ways to write the rule this is, in one plain sentence; shown in the language of the person."""
    convention_in_short: str = ""
    """The same, and what α means in the rule, in at most 54 characters: one line of the panel *One step*."""
    eta_share: float | None = None
    """The η that suits a landscape, as a share of the domain's width; None where it depends on how steep that is."""

    def __repr__(self) -> str:
        return f"<rule {self.name}>"

    def parameter(self, name: str) -> Parameter:
        """The parameter with this name; KeyError if the rule has none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def init(self, w: Floats) -> Columns:
        """The rule's own state of balls at rest at w."""
        return {name: np.zeros_like(w) for name in self.state}

    def prepared(self, parameters: Columns) -> Columns:
        """The parameters as `step` takes them, for many steps: with −η, and what else a rule adds to them."""
        return {**parameters, MINUS_ETA: -parameters["eta"]}

    @abstractmethod
    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        """Write the two terms of the next step, and the rule's own state after it, into `after`.

        Δ, w and the slope there are filled in by the caller. `before.slope` is f′(before.w) already. The arrays of
        `rule_state` may be the same in both.
        """

    def slope_position(self, w: Floats, momentum_term: Floats) -> Floats:  # noqa: ARG002  # most take it at the ball
        """Where a step from w takes the slope."""
        return w

    def longest_step(self, resting: "Resting") -> Floats:
        """(k,) how long the steps of balls that hardly move can still become, as far as that is known: at least |Δ|.

        A ball is at rest if that is very little. Infinite where what the rule remembers may set the ball going again.
        """
        return np.abs(resting.delta)

    def energy(self, parameters: Columns, f: Floats, delta: Floats) -> Floats:  # noqa: ARG002  # most have none
        """The energy of balls at height f; NaN for a rule that has none."""
        return np.full(np.broadcast(f, delta).shape, math.nan)

    def energy_before(self, parameters: Columns, f: Floats, momentum_term: Floats) -> Floats:  # noqa: ARG002
        """The energy at height f just before a step with this momentum term; NaN where that does not tell it."""
        return np.full(np.broadcast(f, momentum_term).shape, math.nan)

    def is_undamped(self, values: Mapping[str, float]) -> bool:  # noqa: ARG002  # most are damped
        """Whether nothing damps a ball with these parameters, so that no theorem says that it stays."""
        return False

    def keeps_energy(self, parameters: Columns, curvature: Floats) -> Bools:  # noqa: ARG002
        """Whether it is proven that no step raises the energy where |f″| is at most `curvature`."""
        return np.zeros(np.shape(curvature), np.bool_)

    def delta2_per_energy(self, parameters: Columns) -> Floats:
        """Δ² per unit of the energy above f; 0 for a rule that has no energy."""
        return np.zeros(np.shape(parameters["eta"]))

    def trapping_level(self, wells: Wells, row: Ints, parameters: Columns) -> Floats:  # noqa: ARG002
        """(m,) the energy above the floor below which a ball in the well at row (m,) never leaves it; −inf for none."""
        return np.full(len(row), NOT_CLAIMED)
