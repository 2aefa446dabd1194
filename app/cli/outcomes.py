"""The table of outcomes that `run` prints."""

from collections.abc import Sequence

from app.cli.table import Column, cut, table
from app.files.json_reader import plain
from physics.landscape import Landscape
from physics.outcome import OUTCOMES, has_gone
from physics.run import Run

MOST_SENTENCES = 30
"""With more balls the table says enough."""


def outcome_report(title: str, run: Run, sentences: Sequence[str]) -> str:
    """What became of each ball: a heading, a table, and, for a few balls, a sentence for each."""
    return f"{heading(title, run.landscape)}\n\n{table(_columns(run))}{_said(run, sentences)}"


def heading(title: str, landscape: Landscape) -> str:
    """What everything below it is about."""
    lo, hi = landscape.domain
    return f"{cut(title, 60)}, w from {plain(lo)} to {plain(hi)}"


def valley_text(number: int, is_global: bool) -> str:
    """A valley as tables show it."""
    return f"{number} global" if is_global else str(number)


def _columns(run: Run) -> list[Column]:
    balls, standing = run.balls, run.standing
    is_global = run.landscape.features.is_global
    gone = has_gone(standing.outcome).tolist()
    valleys = [
        "" if left else valley_text(valley + 1, is_global[valley])
        for valley, left in zip(standing.valley.tolist(), gone, strict=True)
    ]
    return [
        Column("ball", [ball.name for ball in balls]),
        Column("rule", [ball.rule.value for ball in balls]),
        Column("α", [plain(ball.alpha) for ball in balls], is_number=True),
        Column("η", [plain(ball.eta) for ball in balls], is_number=True),
        Column("start", [f"{ball.start:.6g}" for ball in balls], is_number=True),
        Column("outcome", [OUTCOMES[code].value for code in standing.outcome]),
        Column("valley", valleys),
        Column("hills", [str(hills) for hills in standing.hills_crossed], is_number=True),
        Column("steps", [str(steps) for steps in standing.steps], is_number=True),
        Column("w", [f"{w:.6g}" for w in standing.w], is_number=True),
        Column("f", [f"{f:.6g}" for f in standing.f], is_number=True),
    ]


def _said(run: Run, sentences: Sequence[str]) -> str:
    if len(sentences) > MOST_SENTENCES:
        return ""
    return "".join(f"\n{cut(ball.name)}: {said}" for ball, said in zip(run.balls, sentences, strict=True)) + "\n"
