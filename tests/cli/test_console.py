import io

import pytest

from app.cli.console import Column, Progress, cut, decided_line, frames_line, rows_line, steps_line, table

pytestmark = pytest.mark.windows


class Terminal(io.StringIO):
    """A terminal that somebody watches."""

    def isatty(self) -> bool:
        return True

    def screen(self) -> str:
        """What the line shows in the end."""
        line = ""
        for text in self.getvalue().split("\r"):
            line = text + line[len(text) :]
        return line.rstrip()


class Seconds:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_line_says_how_far_how_fast_and_how_long() -> None:
    assert steps_line(250, 1000, 0.5) == " 25 %  500 steps/s  0:02 left"
    assert steps_line(1_312_000, 10_000_000, 1.0) == " 13 %  1,312,000 steps/s  0:07 left"
    assert steps_line(1, 3601, 1.0) == "  0 %  1 steps/s  60:00 left"
    assert rows_line(6, 12, 2.0) == " 50 %  3 rows/s  0:02 left"
    assert frames_line(6, 12, 2.0) == " 50 %  3 frames/s  0:02 left"
    assert steps_line(0, 0, 1.0) == "  0 %  0 steps/s  0:00 left"


def test_a_watched_line_is_rewritten_at_most_five_times_a_second_and_wiped_in_the_end() -> None:
    terminal, seconds = Terminal(), Seconds()
    with Progress(1000, terminal, seconds) as progress:
        progress(1)
        assert terminal.getvalue() == ""
        for hundredth in range(300):
            seconds.now = 100.0 + hundredth / 100
            progress(hundredth)
        assert 10 <= terminal.getvalue().count("\r") <= 13
        assert terminal.screen().endswith("steps/s  0:07 left")
    assert terminal.screen() == ""
    assert terminal.getvalue().endswith("\r")


def test_of_runs_that_may_go_on_for_long_nobody_foretells_the_end() -> None:
    assert decided_line(27_525, 65_536, 72.4) == " 41 %  27,525 runs decided  1:12"
    terminal, seconds = Terminal(), Seconds()
    with Progress(65_536, terminal, seconds, decided_line) as progress:
        seconds.now += 72.4
        progress(27_525)
        assert terminal.screen() == decided_line(27_525, 65_536, 72.4)


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    terminal, seconds = Terminal(), Seconds()
    progress = Progress(10_000, terminal, seconds)
    seconds.now += 1.0
    progress(5000)
    long = terminal.screen()
    seconds.now += 999.0
    progress(10_000)
    assert terminal.screen() == steps_line(10_000, 10_000, 1000.0)
    assert len(terminal.screen()) < len(long)


def test_nothing_is_said_where_nobody_watches_or_when_it_was_quick() -> None:
    unwatched, seconds = io.StringIO(), Seconds()
    with Progress(1000, unwatched, seconds) as progress:
        seconds.now += 60.0
        progress(500)
    quick = Terminal()
    with Progress(1000, quick, seconds):
        pass
    assert (unwatched.getvalue(), quick.getvalue()) == ("", "")


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
