"""What mutations put into texts: usual and unusual numbers, words of the formats, and what no format wants."""

from typing import Any


def listed(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


NUMBERS = (
    *listed("0 1 -1 2 7 0.5 -0 -0.0 1e-320 5e-324 1e308 -1e308 1e999 -1e999 1e-999 NaN nan Infinity -Infinity inf"),
    *listed("1_000 0x10 +1 00 01 .5 1. 1,5 1.234,5 1e5 2001 16000000 16000001 4294967296 9007199254740993 ٣ ½"),
    *("9" * 25, "9" * 400, "9" * 5000),
)
USUAL = listed("0 1 2 3 4 5 6 7 8 9 10 11 0.5 0.9 0.95 1.5 2.25 30 100 250 0.02 -3 -0.25 1e-3 4.8")
WORDS = (
    *listed("""null true false [] {} "" '' // /* # , : ; [ ] { } " \\" \\ \\u0000 \\ud800 \\udc00\\ud83d \\n"""),
    *(" ", "\t", "\r", "\r\n", "\n", "\n\n", "\0", "\x0b", "\x85", "\u2028", "\u200b", "\ufeff", "\u202e"),
    *("é", "e\u0301", "😀", "α", "ﬁ", "\U0010ffff", "x" * 300, "𝟏", "−1", "=1+1"),
    *listed("momentum-lab: momentum-lab:1: momentum-lab:2: = == - _ ` < > “ %20"),
)
TERMS = (
    *listed("w x + - * / ** ( ) , ^-1 ^0.5 ^w ² ⁻¹ 0.1 2 -3 1e300 1e-9 e π = ' |w| [w] √(w) sinn(w) atan f(x)="),
    *listed("sin(w) cos(3w) tan(w) 1/w w^2 abs(w-1) max(w, min(0,w) sqrt(w) log(w) exp(exp(w)) log10(2+w) acos(w/9)"),
    *("sin(1e9w)", "abs(sin(99w))", "f(w) = ", "\n"),
)
NAMES = (
    *listed("format version title landscape balls steps full edits view kind preset formula points domain name rule"),
    *listed("alpha eta start step ball w delta momentum nesterov recorded speed hidden selected looks"),
    *listed("height position energy phase map bowl needle"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 0.5, 3, 1e308, -1e308, 5e-324, 10**30, -(10**30), 0.1, 1.0, 12345678),
    *([], {}, [[]], [{}], [0], [0, 1], [[0, 0]], [[0, 1], [1, 0], [2, 1], [3, 0]], [-1, 1], {"kind": "points"}),
    *("", "0", "w", "w^2/2", "1/w", "abs(w)", "😀" * 30, "\u2028", "\ud800", "x\x00y", "long " * 3000, *NAMES),
)
"""Values of JSON."""
