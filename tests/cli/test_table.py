from app.cli.console import Column, cut, table


def test_columns_are_aligned_texts_left_and_numbers_right() -> None:
    text = table([Column("ball", ["α 0", "a longer name"]), Column("steps", ["7", "1234567"], is_number=True)])
    assert text.splitlines() == [
        "ball             steps",
        "α 0                  7",
        "a longer name  1234567",
    ]


def test_no_line_ends_with_blanks() -> None:
    text = table([Column("a", ["1"]), Column("b", [""])])
    assert text == "a  b\n1\n"


def test_texts_are_cut_and_cannot_move_the_cursor() -> None:
    assert cut("red\x1b[31m\n") == "red [31m "
    assert cut("x" * 50, 10) == "x" * 9 + "…"
    assert cut("x" * 10, 10) == "x" * 10
