import json
from collections.abc import Callable

import pytest

from app.files.complaints import plain, shown
from app.files.json_reader import SYNTAX_ERRORS, JsonNode, WrongJson, parse


def wrong(text: str, read: Callable[[JsonNode], object]) -> str:
    with pytest.raises(WrongJson) as caught:
        read(parse(text))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "read", "complaint"),
    [
        ("[1]", lambda node: node.entries(()), "[1] is not an object in braces"),
        ('{"a": 1}', lambda node: node.items(9), '{"a": 1} is not a list in brackets'),
        ("[1, 2, 3]", lambda node: node.items(2), "3 are too many, at most 2 are allowed"),
        ('"1"', lambda node: node.number(), '"1" is not a number'),
        ("true", lambda node: node.number(), "true is not a number"),
        ("null", lambda node: node.number(), "null is not a number"),
        ("NaN", lambda node: node.number(), "nan is not a finite number"),
        ("-Infinity", lambda node: node.number(), "-inf is not a finite number"),
        ("1e999", lambda node: node.number(), "inf is not a finite number"),
        ("9" * 5000, lambda node: node.number(), "inf is not a finite number"),
        ("2.0", lambda node: node.whole(0, 9), "2.0 is not a whole number"),
        ("false", lambda node: node.whole(0, 9), "false is not a whole number"),
        ("9" * 5000, lambda node: node.whole(0, 9), "Infinity is not a whole number"),
        ("10", lambda node: node.whole(0, 9), "10 is not between 0 and 9"),
        ("-1", lambda node: node.whole(0, 9), "-1 is not between 0 and 9"),
        ("7", lambda node: node.text(), "7 is not text in quotation marks"),
        ('"\\ud800"', lambda node: node.text(), "half of a surrogate pair is not a character"),
        ('"c"', lambda node: node.choice(("a", "b")), '"c" is not "a" or "b"'),
        ("[]", lambda node: node.choice(("a", "b", "c")), '[] is not "a", "b" or "c"'),
        (
            '"bowls"',
            lambda node: node.name_of("preset", ("bowl", "hill")),
            'there is no preset "bowls"; did you mean "bowl"?',
        ),
        (
            '"zzz"',
            lambda node: node.name_of("preset", ("bowl", "hill")),
            'there is no preset "zzz"; they are bowl, hill',
        ),
        ("[1]", lambda node: node.numbers(2), "[1] is not a list of 2 numbers"),
        ("1", lambda node: node.numbers(1), "1 is not a list of 1 number"),
        ('[1, "a"]', lambda node: node.numbers(2), '[1]: "a" is not a number'),
        ("1", lambda node: node.flag(), "1 is not true or false"),
        ('{"a": 1, "a": 2}', lambda node: node.entries("a"), 'the key "a" is given twice'),
        (
            '{"a": {"b": 1, "b": 1}}',
            lambda node: node.entries("a")["a"].entries("b"),
            'a: the key "b" is given twice',
        ),
        ('{"alhpa": 1}', lambda node: node.entries(("alpha",)), 'unknown key "alhpa", did you mean "alpha"?'),
        ('{"x": 1}', lambda node: node.entries(("alpha",), ("eta",)), 'unknown key "x", known here: alpha, eta'),
        ("{}", lambda node: node.entries(("alpha",)), '"alpha" is missing'),
        ("[{}]", lambda node: node.items(1)[0].entries(("alpha",)), '[0]: "alpha" is missing'),
        ("[1,\n 2", lambda node: node, "line 2, column 3: this is not JSON (Expecting ',' delimiter)"),
        ("", lambda node: node, "line 1, column 1: this is not JSON (Expecting value)"),
        ("[" * 100_000, lambda node: node, "lists or objects are nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, read: Callable[[JsonNode], object], complaint: str) -> None:
    assert wrong(text, read) == complaint


def test_what_is_right_is_read() -> None:
    entries = parse('{"a": [1, 2.5], "b": "α", "c": true, "d": 3, "e": "bowl"}').entries(
        ("a", "b", "c"), ("d", "e", "f")
    )
    assert entries["a"].numbers(2) == [1.0, 2.5]
    assert [item.path for item in entries["a"].items(2)] == ["a[0]", "a[1]"]
    assert entries["b"].text() == "α"
    assert entries["c"].flag() is True
    assert entries["d"].whole(0, 3) == 3
    assert entries["e"].name_of("preset", ["bowl"]) == "bowl"
    assert "f" not in entries


def test_the_largest_whole_numbers_become_numbers() -> None:
    assert parse("9" * 300).number() == 1e300


def test_long_values_are_shortened() -> None:
    text = shown("x" * 100)
    assert len(text) == 40
    assert text.endswith("…")
    assert shown({"a": [1, "β"]}) == json.dumps({"a": [1, "β"]}, ensure_ascii=False)


def test_what_can_not_be_seen_is_escaped() -> None:
    assert shown("a\u2028b\u202e\x85") == r'"a\u2028b\u202e\u0085"'
    assert shown("half \ud800 of a pair") == r'"half \ud800 of a pair"'


def test_a_value_too_deep_to_be_repeated() -> None:
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "something nested too deeply"


@pytest.mark.parametrize(("number", "text"), [(6.0, "6"), (-6, "-6"), (0.1, "0.1"), (1e300, "1e+300")])
def test_numbers_are_exact_and_plain(number: float, text: str) -> None:
    assert plain(number) == text


@pytest.mark.parametrize(
    "text", ["", "[1,]", '{"a": 1,}', "{a: 1}", '{"a" 1}', "[1 2]", "1 2", '"a', '"a\n"', r'"\x"', r'"\u12"']
)
def test_what_the_decoder_says_can_be_translated(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert caught.value.msg in SYNTAX_ERRORS
