"""A live change: what a person did to a run, at which step."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from physics.landscape.base import Landscape
from physics.rules.base import Rule, check_alpha, check_eta


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that is in force for the step from `step` to `step` + 1 and from then on.

    It either replaces the landscape under all balls (`ball` is None) or changes one ball: its α, η or rule, its place
    w or its speed Δ. Raises ValueError for values that no ball can have, and for an edit of nothing.
    """

    step: int
    ball: int | None = None
    alpha: float | None = None
    eta: float | None = None
    rule: Rule | None = None
    w: float | None = None
    delta: float | None = None
    landscape: Landscape | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense as early as possible."""
        if self.step < 0:
            raise ValueError(f"step: {self.step} is negative")
        if (self.ball is None) == (self.landscape is None):
            raise ValueError("an edit changes either one ball or the landscape")
        if self.landscape is None and not self.changes():
            raise ValueError("an edit of a ball changes its alpha, eta, rule, w or delta")
        if self.landscape is not None and self.changes():
            raise ValueError("an edit of the landscape changes no ball")
        if self.rule is not None:
            object.__setattr__(self, "rule", Rule(self.rule))  # a rule's plain word is as good
        if self.alpha is not None:
            check_alpha(self.alpha)
        if self.eta is not None:
            check_eta(self.eta)
        for name, value in (("w", self.w), ("delta", self.delta)):
            if value is not None and not math.isfinite(value):
                raise ValueError(f"{name}: {value!r} is not a finite number")

    def changes(self) -> dict[str, object]:
        """What changes about the ball: names and values."""
        values = {name: getattr(self, name) for name in CHANGES}
        return {name: value for name, value in values.items() if value is not None}

    def merged(self, later: "Edit") -> "Edit":
        """Return this edit with what `later`, of the same step and ball, changes on top."""
        if later.landscape is not None:
            return later
        return replace(self, **later.changes())  # type: ignore[arg-type]  # the names are this class's own fields


CHANGES = tuple(field.name for field in fields(Edit) if field.name not in {"step", "ball", "landscape"})


def of_step(edits: Sequence[Edit], step: int) -> slice:
    """Where among edits sorted by their step those of one step are."""
    return slice(bisect_left(edits, step, key=_step), bisect_right(edits, step, key=_step))


def with_edits(edits: tuple[Edit, ...], step: int, new: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return `edits`, sorted by their step, with the `new` ones of `step` as the last thing done.

    Later edits are dropped, those of the same step and ball merge: what the edits of one step add up to does not depend
    on their order, so a slider dragged at one step is one edit.
    """
    here = of_step(edits, step)
    by_ball = {edit.ball: edit for edit in edits[here]}
    for edit in new:
        by_ball[edit.ball] = by_ball[edit.ball].merged(edit) if edit.ball in by_ball else edit
    return edits[: here.start] + tuple(by_ball.values())


def _step(edit: Edit) -> int:
    return edit.step


def renumbered(edits: tuple[Edit, ...], first: int, by: int) -> tuple[Edit, ...]:
    """Return `edits` with the numbers of all balls from `first` on moved by `by`."""
    return tuple(
        replace(edit, ball=edit.ball + by) if edit.ball is not None and edit.ball >= first else edit for edit in edits
    )


def of_balls(edits: tuple[Edit, ...], places: Sequence[int]) -> tuple[Edit, ...]:
    """Return the edits of the landscape and of the balls at `places`, numbered by their place in that list."""
    number = {place: i for i, place in enumerate(places)}
    return tuple(
        edit if edit.ball is None else replace(edit, ball=number[edit.ball])
        for edit in edits
        if edit.ball is None or edit.ball in number
    )
