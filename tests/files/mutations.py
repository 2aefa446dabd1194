"""Texts that are nearly right: what editors, programs, networks and people make of a good one."""

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.files.words import NAMES, NUMBERS, TERMS, USUAL, VALUES, WORDS

DEPTHS = (2, 3, 20, 200, *range(850, 1050, 10), 5000, 100_000)
LONGEST = 100_000
"""Characters of a mutated text, so that many can be tried."""

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[-+]?[0-9][-+0-9.eE]*|[A-Za-z_]+|\s+|.', re.DOTALL)
NUMBER = re.compile(r"[-+]?[0-9][-+0-9.eE]*")
FORMULA = re.compile(r'"formula": "[^"]*"')
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
Random = random.Random
FileState = Callable[[Random, str], str]


def span(rng: Random, length: int) -> tuple[int, int]:
    """A piece of something so long, mostly a short one."""
    begin = rng.randrange(length + 1)
    return begin, min(length, begin + int(rng.paretovariate(0.7)))


def deleted(rng: Random, text: str) -> str:
    """Without a piece."""
    begin, end = span(rng, len(text))
    return text[:begin] + text[end:]


def doubled(rng: Random, text: str) -> str:
    """With a piece twice or, seldom, very often."""
    begin, end = span(rng, len(text))
    times = rng.choice((1, 1, 1, 1, 2, 3, 30, 1000))
    return text[:end] + text[begin:end] * times + text[end:]


def swapped(rng: Random, text: str) -> str:
    """With two pieces in each other's place."""
    (first, second), (third, fourth) = sorted((span(rng, len(text)), span(rng, len(text))))
    second = min(second, third)
    return text[:first] + text[third:fourth] + text[second:third] + text[first:second] + text[fourth:]


def inserted(rng: Random, text: str) -> str:
    """With something more somewhere."""
    index = rng.randrange(len(text) + 1)
    return text[:index] + rng.choice(rng.choice((NUMBERS, USUAL, WORDS, NAMES))) + text[index:]


def mistyped(rng: Random, text: str) -> str:
    """With one other character."""
    index = rng.randrange(len(text) + 1)
    other = rng.choice((chr(rng.randrange(32, 127)), chr(rng.randrange(32, 127)), chr(rng.randrange(0xD800)), "\udc80"))
    return text[:index] + other + text[index + 1 :]


def cut(rng: Random, text: str) -> str:
    """Without its end or its beginning."""
    index = rng.randrange(len(text) + 1)
    return text[:index] if rng.random() < 0.8 else text[index:]


def saved_otherwise(rng: Random, text: str) -> str:
    """As another program would write the same."""
    return rng.choice(
        (
            "\ufeff" + text,
            text.replace("\n", "\r\n"),
            text.replace("\n", "\r"),
            text.replace(".", ","),
            text.replace(",", ";"),
            text.replace('"', "'"),
            text.replace('"', "“"),
            text.replace("-", "−"),
            text.upper(),
            text + "\0",
            text + text,
            f"\n\n  {text}\n\n",
        )
    )


def in_tokens(rng: Random, text: str) -> str:
    """With tokens left out, doubled, exchanged or put in."""
    tokens = TOKEN.findall(text)
    begin, end = span(rng, len(tokens))
    other, _ = span(rng, len(tokens))
    piece = tokens[begin:end]
    change = rng.randrange(4)
    if change == 0:
        tokens[begin:end] = []
    elif change == 1:
        tokens[other:other] = piece
    elif change == 2:
        tokens[begin:end] = tokens[other : other + len(piece)]
    else:
        tokens[begin:begin] = [rng.choice(rng.choice((NUMBERS, WORDS)))]
    return "".join(tokens)


def another_number(rng: Random, text: str) -> str:
    """With another number in place of one."""
    return _replaced(rng, text, list(NUMBER.finditer(text)), rng.choice(rng.choice((NUMBERS, USUAL))))


def another_text(rng: Random, text: str) -> str:
    """With something else in, before or behind a quoted text."""
    found = list(TEXT.finditer(text))
    inside = rng.choice(found)[1] if found else ""
    index = rng.randrange(len(inside) + 1)
    word = rng.choice(rng.choice((WORDS, NAMES, NUMBERS)))
    return _replaced(rng, text, found, '"' + inside[:index] + word + inside[index:] + '"')


def another_formula(rng: Random, text: str) -> str:
    """With terms put into a formula, in place of others or between them; a formula for every landscape, seldom."""
    found = list(FORMULA.finditer(text))
    inside = rng.choice(found)[0] if found else '"formula": "w"'
    tokens = TOKEN.findall(inside[len('"formula": "') : -1])
    for _ in range(rng.choice((1, 1, 2, 6))):
        begin, end = span(rng, len(tokens))
        tokens[begin : rng.choice((begin, begin, end))] = [rng.choice(TERMS)] * rng.choice((1, 1, 1, 1, 20))
    return _replaced(rng, text, found, f'"formula": "{"".join(tokens)}"')


def wrapped(rng: Random, text: str) -> str:
    """In lines, in quotation marks, or both, as chat programs and people wrap what they send on."""
    width, line_end = rng.randrange(1, 100), rng.choice(("\n", "\r\n", " ", "\n> ", "\u2028", "\u00ad"))
    lines = line_end.join(text[i : i + width] for i in range(0, len(text), width)) if rng.random() < 0.5 else text
    return rng.choice(("{}", '"{}"', "`{}`", "```\n{}\n```", "<{}>", " {}\n", "({})", "{}.")).format(lines)


def nested(rng: Random, text: str) -> str:
    """With lists, objects or parentheses far inside each other."""
    opening, closing = rng.choice((("[", "]"), ('{"a":', "}"), ("(", ")"), ("-", ""), ("sin(", ")"), ("[[1,2],", "]")))
    depth = rng.choice(DEPTHS)
    depth = min(depth, LONGEST // len(opening))
    index = rng.choice((0, rng.randrange(len(text) + 1)))
    middle = text[index:] if index == 0 else rng.choice(("1", "w", "", "[]"))
    return text[:index] + opening * depth + middle + closing * depth * rng.randrange(2) + text[index:]


def in_structure(rng: Random, text: str) -> str:
    """With a value of the JSON changed, moved, left out, doubled or put under another key; as it is when it is none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return mistyped(rng, text)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 4))):
        places = _places(whole)
        if not places:
            break
        container, key = rng.choice(places)
        _change(rng, container, key, places)
    try:
        return json.dumps(whole, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, None, 1, "\t")))
    except (ValueError, RecursionError):
        return mistyped(rng, text)


def _replaced(rng: Random, text: str, found: Sequence[re.Match[str]], new: str) -> str:
    if not found:
        return inserted(rng, text)
    match = rng.choice(found)
    return text[: match.start()] + new + text[match.end() :]


def _places(value: object) -> list[tuple[Any, Any]]:
    """Every container with each of its keys; of a long list only its beginning."""
    places, waiting = [], [value]
    while waiting and len(places) < 500:
        container = waiting.pop()
        keys: list[Any] = []
        if isinstance(container, dict | list):
            keys = list(container) if isinstance(container, dict) else list(range(min(len(container), 20)))
        places += [(container, key) for key in keys]
        waiting += [container[key] for key in keys]
    return places


def _change(rng: Random, container: Any, key: Any, places: Sequence[tuple[Any, Any]]) -> None:
    """Change a value, or its key."""
    value, change = container[key], rng.randrange(10)
    other, other_key = rng.choice(places)
    if change == 0:
        del container[key]
    elif change == 1:
        container[key] = other[other_key] if other is not container else [value]
    elif change == 2 and isinstance(container, list):
        container[key:key] = [value] * rng.choice((1, 1, 2, 1001))
    elif change == 2:
        container[rng.choice(NAMES)] = container.pop(key)
    elif change in (3, 6, 7, 8) and isinstance(value, int | float) and abs(value) < 1e15:
        smaller = (0.9 * value, value / 2, value // 2, value % 1.0)
        container[key] = rng.choice((*smaller, value + 1, 2 * value, -value, int(value), float(value), str(value)))
    elif change == 4 and isinstance(container, dict):
        container[rng.choice((rng.choice(NAMES), f"{key}s", key.upper(), "ключ\u2028", "k" * 2000))] = value
    elif change == 9 and isinstance(container, dict):
        container[key] = container.pop(key)  # now it is the last one
    else:
        container[key] = json.loads(json.dumps(rng.choice(VALUES)))


CHANGES: tuple[FileState, ...] = (
    *(deleted, doubled, swapped, inserted, mistyped, cut, saved_otherwise, nested),
    *(in_tokens, in_tokens, another_number, another_number, another_number, another_text, another_text),
)


def mutated(rng: Random, text: str, more: Sequence[FileState] = ()) -> str:
    """The text after one change or a few; most of them of `more` kinds, where there are any."""
    for _ in range(rng.choice((1, 1, 1, 1, 1, 1, 2, 4))):
        kinds = more if more and rng.random() < 0.7 else CHANGES
        text = rng.choice(kinds)(rng, text)[:LONGEST]
    return text


def mutated_bytes(rng: Random, content: bytes) -> bytes:
    """The bytes, in one case of ten with some changed, as on a broken disk."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 20)) if changed and rng.random() < 0.1 else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
