"""What stands under each moment of slow motion: a few words, and this step's numbers in the terms' colours."""

from enum import Enum, auto
from typing import NamedTuple

from app.controls.figures import on_one_scale, rounded, short
from app.session.slow_motion import Moment
from app.session.terms import Terms
from physics.words import MINUS, rounded_alpha


class Tone(Enum):
    """Which colour a piece of a caption has."""

    MOMENTUM = auto()
    GRADIENT = auto()
    INK = auto()
    MUTED = auto()


class Piece(NamedTuple):
    """Some letters of one colour."""

    text: str
    tone: Tone


class Caption(NamedTuple):
    """Two lines."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The second line without its colours."""
        return "".join(piece.text for piece in self.pieces)


def caption(moment: Moment, terms: Terms, last_delta: float, w_after: float) -> Caption:
    """The caption of a moment of a step that is still to be made; `last_delta` is the Δw before it."""
    if moment is Moment.MOMENTUM:
        return _momentum(terms, last_delta)
    if moment is Moment.GRADIENT:
        return _gradient(terms)
    return _sum(terms) if moment is Moment.SUM else _move(terms, w_after)


def _momentum(terms: Terms, last_delta: float) -> Caption:
    _, momentum, _ = _numbers(terms)
    factors = f" = {rounded_alpha(terms.alpha)} · {_in_brackets(rounded(last_delta))} = "
    pieces = Piece("α·Δw", Tone.MOMENTUM), Piece(factors, Tone.MUTED), Piece(momentum, Tone.MOMENTUM)
    return Caption("what is left of the last step", pieces)


def _gradient(terms: Terms) -> Caption:
    _, _, gradient = _numbers(terms)
    where, title = "w", "the slope here"
    if terms.looks_ahead:
        where, title = "w + α·Δw", "the slope where the momentum leads"
    slope = terms.gradient_term / -terms.eta
    factors = f" = {MINUS}{short(terms.eta)} · {_in_brackets(rounded(slope))} = "
    symbol = Piece(f"{MINUS}η·f′({where})", Tone.GRADIENT)
    return Caption(title, (symbol, Piece(factors, Tone.MUTED), Piece(gradient, Tone.GRADIENT)))


def _sum(terms: Terms) -> Caption:
    delta, momentum, gradient = _numbers(terms)
    sign, size = _sign_and_size(gradient)
    terms_of_it = Piece(momentum, Tone.MOMENTUM), Piece(f" {sign} ", Tone.MUTED), Piece(size, Tone.GRADIENT)
    equals = Piece(" = ", Tone.MUTED)
    pieces = (Piece("Δw", Tone.INK), equals, *terms_of_it, equals, Piece(delta, Tone.INK))
    return Caption("their sum is the step", pieces)


def _move(terms: Terms, w_after: float) -> Caption:
    (w, step, after), power = on_one_scale([terms.w, terms.delta, w_after])
    sign, size = _sign_and_size(step)
    change = Piece(f" = {w}{power} {sign} {size}{power} = ", Tone.MUTED)
    return Caption("the move", (Piece("w", Tone.INK), change, Piece(after + power, Tone.INK)))


def _numbers(terms: Terms) -> tuple[str, str, str]:
    """Δw and its two terms, to as many decimals as it takes to add them up."""
    texts, power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
    delta, momentum, gradient = (text + power for text in texts)
    return delta, momentum, gradient


def _sign_and_size(text: str) -> tuple[str, str]:
    return (MINUS, text.removeprefix(MINUS)) if text.startswith(MINUS) else ("+", text)


def _in_brackets(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text
