"""Curves from text files."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import curves
from app.files.curves import CurveData, curve_landscape, is_curve_text, parse_curve, read_curve
from app.files.text import BadFile

ROWS = [(0.5, 1.25), (1.0, -2.0), (2.5, 3e-5), (4.0, 0.0), (7.0, 1.5)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hill.csv"


def assert_reads_rows(file: Path, content: str | bytes) -> None:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    curve = read_curve(file)
    assert list(zip(curve.w, curve.f, strict=True)) == ROWS
    assert curve.title == "hill"


@pytest.mark.parametrize("separator", [",", ";", "\t", " ", "   ", ", ", " ; "])
@pytest.mark.parametrize("header", ["", "w{}f\n", '"distance_km"{}"elevation, m"\n', "\n\nw{}f\n\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_separator_header_and_line_end(file: Path, separator: str, header: str, line_end: str) -> None:
    text = header.format(separator) + "".join(f"{w}{separator}{f}\n" for w, f in ROWS)
    assert_reads_rows(file, text.replace("\n", line_end))
    assert_reads_rows(file, b"\xef\xbb\xbf" + text.replace("\n", line_end).encode())


@pytest.mark.parametrize("separator", [";", "\t"])
def test_decimal_commas(file: Path, separator: str) -> None:
    assert_reads_rows(file, "\n".join(f"{w}{separator}{f}".replace(".", ",") for w, f in ROWS))


def test_more_columns_are_ignored_whatever_they_hold(file: Path) -> None:
    assert_reads_rows(file, "w,f,note\n" + "\n".join(f"{w},{f},abc,,nan" for w, f in ROWS))
    assert_reads_rows(file, "\n".join(f"  {w}  {f}  a b c" for w, f in ROWS))


@pytest.mark.parametrize(
    ("separator", "more"),
    [(",", ',"a;b"'), (",", ",a\tb"), (" ", " start, here"), (" ", " a;b"), ("\t", "\ta;b"), (";", ";a\tb,c")],
)
def test_another_separator_in_a_further_column_does_not_mislead(file: Path, separator: str, more: str) -> None:
    assert_reads_rows(file, "\n".join(f"{w}{separator}{f}{more}" for w, f in ROWS))
    assert_reads_rows(file, "\n".join(f"{w}{separator}{f}{more if w < 1 else ''}" for w, f in ROWS))


def test_quoted_numbers_and_blank_lines(file: Path) -> None:
    assert_reads_rows(file, "\n \n".join(f'"{w}","{f}"' for w, f in ROWS) + "\n\n")


def test_rows_are_sorted_by_w(file: Path) -> None:
    assert_reads_rows(file, "\n".join(f"{w},{f}" for w, f in reversed(ROWS)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("1,2\n2,3\n3,abc\n4,5\n", "line 3: 'abc' is not a number; the first two columns hold numbers such as 2.5"),
        ("w,f\n1,2\n\n2,\n", "line 4: '' is not a number;"),
        ("w,f\n1_000,2\n", "line 2: '1_000' is not a number;"),
        ("w,f\nu,v\n", "line 2: 'u' is not a number;"),
        ("1,year\n", "line 1: 'year' is not a number;"),
        ("1,2\n2,0123456789012345678901234x\n", "line 2: '01234567890123456789012…' is not a number;"),
        ("1,5 2,5\n2,5 3,5\n", "line 1: '5 2' is not a number;"),
        ("1,2\n2,a\tb\u2028\n", "line 2: 'a b' is not a number;"),
        ("1,2\n2,3\u202e\ufeff\n", "line 2: '3\\u202e\\ufeff' is not a number;"),
        ("1,2\n2\n", "line 2 has one column; two are needed, w and f, with a comma between them"),
        ("1;2\n2\n", "line 2 has one column; two are needed, w and f, with a semicolon between them"),
        ("1\t2\n2\n", "line 2 has one column; two are needed, w and f, with a tab between them"),
        ("w\n1\n2\n", "line 2 has one column; two are needed, w and f, with a comma, semicolon, tab or blank between"),
        ("1,2\n2,nan\n3,4\n4,5\n", "line 2: nan is not a finite number; leave the row out"),
        ("1,2\n2,3\n3,4\n-1e999,5\n", "line 4: -inf is not a finite number;"),
        ("1,2\n2,3\n3,4\n", "has 3 rows of numbers; a curve needs at least 4"),
        ("1\n2\n3\n4\n", "line 1 has one column; two are needed"),
        ("w,f\n", "has 0 rows of numbers;"),
        ("", "has 0 rows of numbers;"),
        ("1,2\n2,3\n3,4\n2.0,5\n1,6\n", "line 4 has the same w as line 2, 2.0; each may come only once"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(file: Path, content: str, says: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read_curve(file)
    assert str(caught.value).startswith(f"hill.csv: {says}")


def test_a_wrong_number_is_quoted_as_it_was_written(file: Path) -> None:
    file.write_text("1;2\n1.234,5;2\n", encoding="utf-8")
    with pytest.raises(BadFile, match=r"line 2: '1\.234,5' is not a number"):
        read_curve(file)


def test_too_many_rows_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "MAX_ROWS", 1000)
    file.write_text("\n".join(f"{i} {i % 7}" for i in range(1000)), encoding="utf-8")
    assert len(read_curve(file).w) == 1000
    file.write_text("\n".join(f"{i} {i % 7}" for i in range(1001)), encoding="utf-8")
    with pytest.raises(BadFile, match=r"hill\.csv: has more than 1,000 rows; leave some out"):
        read_curve(file)


@given(st.dictionaries(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), min_size=4, max_size=30))
def test_what_was_written_exactly_is_read_exactly(tmp_path_factory: pytest.TempPathFactory, rows: dict) -> None:
    file = tmp_path_factory.getbasetemp() / "exact.csv"
    file.write_text("w,f\n" + "".join(f"{w!r},{f!r}\n" for w, f in rows.items()), encoding="utf-8")
    curve = read_curve(file)
    assert dict(zip(curve.w.tolist(), curve.f.tolist(), strict=True)) == rows
    assert (np.diff(curve.w) > 0).all()


@pytest.mark.no_cover
def test_a_million_rows_take_seconds(file: Path) -> None:
    w = np.linspace(0.0, 1.0, 1_000_000)
    file.write_text("w,f\n" + "".join(f"{x!r},{x * x!r}\n" for x in w.tolist()), encoding="utf-8")
    began = time.process_time()
    curve = read_curve(file)
    assert time.process_time() - began < 8.0
    assert (curve.w == w).all()


@pytest.mark.posix
def test_a_name_that_breaks_the_line_is_escaped(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        read_curve(tmp_path / "two\nlines.csv")
    assert str(caught.value) == r"two\nlines.csv: can't be read: No such file or directory"


@pytest.mark.linux  # macOS takes only names that are text
def test_a_file_whose_name_is_not_text_has_a_title_that_can_be_written(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    file.write_text("0,1\n1,0\n2,1\n3,2\n")
    assert read_curve(file).title == "caf\ufffd"
    file = tmp_path / "café.csv"
    file.write_text("0,1\n1,0\n2,1\n3,2\n")
    assert read_curve(file).title == "café"


@pytest.mark.parametrize("smooth", [0.0, 0.1])
def test_a_curve_too_wide_for_a_float_is_refused(file: Path, smooth: float) -> None:
    file.write_text("-1e308,1\n0,2\n1,1\n1e308,0\n")
    with pytest.raises(ValueError, match=r"DomainError|NOT_FINITE"):
        curve_landscape(read_curve(file), smooth)


def test_a_curve_too_narrow_to_tell_its_places_apart_is_refused(file: Path) -> None:
    file.write_text("1,1\n1.000000000001,0\n1.000000000002,1\n1.000000000003,0\n")
    with pytest.raises(ValueError, match="too narrow"):
        curve_landscape(read_curve(file))


def test_a_landscape_is_made_of_a_curve_smoothed_or_not(file: Path) -> None:
    w = np.linspace(0.0, 10.0, 200)
    bumps = np.cos(2.0 * w) + 0.1 * np.cos(40.0 * w)
    file.write_text("".join(f"{x!r};{y!r}\n" for x, y in zip(w.tolist(), bumps.tolist(), strict=True)), "utf-8")
    curve = read_curve(file)
    (rough, turns), (even, _) = curve_landscape(curve), curve_landscape(curve, smooth=0.02)
    assert (rough.title, even.title) == ("hill", "hill")
    is_sample = np.isin(rough.w, w)
    assert (rough.f[is_sample] == bumps).all()
    assert turns == np.count_nonzero(~is_sample) > 10
    assert rough.domain == even.domain == (0.0, 10.0)
    minima = [np.count_nonzero(~np.isnan(landscape.features.minima)) for landscape in (rough, even)]
    assert minima[0] > 30
    assert minima[1] == 3
    with pytest.raises(ValueError, match=r"WRONG_SMOOTHING.*value=7"):
        curve_landscape(curve, smooth=7)


def curve_of(w: np.ndarray, f: np.ndarray) -> CurveData:
    return CurveData(w, f, "hill")


def test_no_more_points_than_a_scenario_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    w = np.linspace(0.0, 10.0, 200)
    curve = curve_of(w, np.cos(2.0 * w))
    landscape, turns = curve_landscape(curve)
    assert len(landscape.w) == 200 + turns > 200
    monkeypatch.setattr(curves, "MAX_POINTS", 199 + turns)
    landscape, turns = curve_landscape(curve)
    assert (len(landscape.w), turns) == (200, 0)


def test_samples_almost_too_close_get_no_points_between_them() -> None:
    w = np.concatenate((np.linspace(1.0, 2.0, 101), 1.5 + np.arange(1, 5) * 1e-15))
    order = np.argsort(w)
    height = np.concatenate((np.abs(np.linspace(-1.0, 1.0, 101)), [3e-16, 1e-16, 1.1e-16, 4e-16]))
    landscape, turns = curve_landscape(curve_of(w[order], height[order]))
    assert (len(landscape.w), turns) == (105, 0)


@pytest.mark.parametrize(
    ("text", "is_curve"),
    [
        ("", False),
        ("hello", False),
        ("two words\nand more", False),
        ("https://example.com/", False),
        ("momentum-lab:1:yAeFqRsNN_LCDQA", False),
        ("1\t2", True),
        ("\r\n w\tf\r\n1,5\t2,5\r\n", True),
        ("1\n2\n3", True),
        ("w;f\n\n1;x", True),
    ],
)
def test_a_text_is_meant_as_a_curve_if_its_first_row_has_a_number(text: str, is_curve: bool) -> None:
    assert is_curve_text(text) == is_curve


def test_a_title_of_its_own_for_what_is_no_file() -> None:
    curve = parse_curve("0\t1\n1\t0\n2\t1\n3\t2\n", "The clipboard", "Pasted curve")
    assert (curve.title, curve.columns) == ("Pasted curve", 2)
    with pytest.raises(BadFile, match=r"^The clipboard: has 1 row of numbers; a curve needs at least 4$"):
        parse_curve("0\t1", "The clipboard", "Pasted curve")


@pytest.mark.parametrize(("row", "columns"), [("{},1", 2), ("{},1,9", 3), ("{} 1 a b", 4), ("{};1;", 2)])
def test_columns_are_counted_in_the_first_row(row: str, columns: int) -> None:
    assert parse_curve("\n".join(row.format(w) for w in range(5)), "c.csv").columns == columns
