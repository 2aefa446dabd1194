from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.scenario import Scenario, read_scenario, scenario_text
from app.files.trajectories import Cancelled, NotAnExport, export_run, sidecar_path
from app.files.view import View
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.registry import RULES
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import new_ball

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
DRAWN = PointsLandscape([-6, -2, 1, 6], [1, 0, 2, 0.5])
BALLS = (new_ball(0.9, 0.02, 4.8), new_ball(0.97, 0.02, 4.8))


def scenario_of(run: Run, title: str = "A lesson") -> Scenario:
    return Scenario(title, run.first_landscape, run.balls, run.step, run.edits)


def export(run: Run, path: Path) -> None:
    export_run(path, scenario_of(run), run.recording.rows())


def replayed(path: Path, *, at_once: int = 10_000) -> Run:
    scenario = read_scenario(path)
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
    while run.advance(min(at_once, scenario.steps - run.step)):
        pass
    return run


def test_csv_and_scenario_appear_together(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    run.advance(50)
    export(run, tmp_path / "lesson.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lesson.csv", "lesson.momentum"]
    scenario = read_scenario(tmp_path / "lesson.momentum")
    assert (scenario.title, scenario.steps, scenario.balls) == ("A lesson", 50, BALLS)


def test_the_sidecar_of_a_csv_has_no_view(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    scenario = replace(scenario_of(run), view=View(speed=30.0))
    export_run(tmp_path / "lesson.csv", scenario, run.recording.rows())
    assert read_scenario(tmp_path / "lesson.momentum").view is None


@pytest.mark.parametrize(
    ("csv", "sidecar"),
    [("a.csv", "a.momentum"), ("a", "a.momentum"), ("a.b.txt", "a.b.momentum"), ("a.b", "a.momentum")],
)
def test_the_scenario_has_the_name_of_the_csv(csv: str, sidecar: str) -> None:
    assert sidecar_path(Path("folder", csv)) == Path("folder", sidecar)


edits = st.one_of(
    st.builds(
        lambda ball, alpha: {"ball": ball, "parameters": {"alpha": alpha}}, st.integers(0, 1), st.floats(0.0, 1.0)
    ),
    st.builds(lambda ball, eta: {"ball": ball, "parameters": {"eta": eta}}, st.integers(0, 1), st.floats(1e-3, 0.1)),
    st.builds(lambda ball, rule: {"ball": ball, "rule": rule}, st.integers(0, 1), st.sampled_from(RULES)),
    st.builds(lambda ball, w: {"ball": ball, "w": w, "delta": 0.0}, st.integers(0, 1), st.floats(-6.0, 6.0)),
    st.builds(lambda landscape: {"landscape": landscape}, st.sampled_from([HILLS, DRAWN])),
)


@settings(max_examples=40)
@given(
    lived=st.lists(st.tuples(st.integers(1, 400), st.lists(edits, max_size=3)), max_size=5), at_once=st.integers(1, 900)
)
def test_a_run_with_live_changes_replays_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, lived: list[tuple[int, list[dict[str, object]]]], at_once: int
) -> None:
    folder = tmp_path_factory.mktemp("replay")
    run = Run(HILLS, BALLS)
    for steps, changes in lived:
        run.advance(steps)
        for change in changes:
            run.edit(Edit(run.step, **change))  # type: ignore[arg-type]  # drawn above with their own types
    export(run, folder / "live.csv")
    again = replayed(folder / "live.momentum", at_once=at_once)
    export(again, folder / "again.csv")
    assert (folder / "again.csv").read_bytes() == (folder / "live.csv").read_bytes()
    assert (folder / "again.momentum").read_bytes() == (folder / "live.momentum").read_bytes()


def test_progress_goes_from_little_to_all(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS, full=True)
    run.advance(9000)
    shares: list[float] = []
    export_run(tmp_path / "x.csv", scenario_of(run), run.recording.rows(), shares.append)
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1.0


def test_a_run_that_goes_on_meanwhile_is_exported_as_it_was(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    run.advance(100)
    scenario, rows = scenario_of(run), run.recording.rows()
    export(run, tmp_path / "before.csv")

    def go_on(_: float) -> None:
        run.advance(500)

    export_run(tmp_path / "x.csv", scenario, rows, go_on)
    assert run.step > 100
    assert (tmp_path / "x.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()


def test_cancelling_leaves_everything_as_it_was(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    (tmp_path / "x.csv").write_text("old")
    with pytest.raises(Cancelled):
        export_run(tmp_path / "x.csv", scenario_of(run), run.recording.rows(), is_cancelled=lambda: True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.csv", "old")]


@pytest.mark.parametrize("own", ["a scenario of mine", "something else"])
def test_only_a_scenario_of_an_export_is_replaced_unasked(tmp_path: Path, own: str) -> None:
    run, sidecar = Run(HILLS, BALLS), tmp_path / "x.momentum"
    for _ in range(2):
        export(run, tmp_path / "x.csv")
        run.advance(10)
    assert read_scenario(sidecar).steps == 10
    mine = scenario_text(scenario_of(run)) if own == "a scenario of mine" else own
    sidecar.write_text(mine, encoding="utf-8")
    csv = (tmp_path / "x.csv").read_bytes()
    with pytest.raises(NotAnExport, match=r"x\.momentum") as caught:
        export(run, tmp_path / "x.csv")
    assert caught.value.path == sidecar
    assert (sidecar.read_text(encoding="utf-8"), (tmp_path / "x.csv").read_bytes()) == (mine, csv)
    export_run(tmp_path / "x.csv", scenario_of(run), run.recording.rows(), force=True)
    assert read_scenario(sidecar).steps == 20


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    with pytest.raises(FileNotFoundError) as caught:
        export(run, tmp_path / "nowhere" / "x.csv")
    assert caught.value.filename == str(tmp_path / "nowhere" / "x.csv")


def test_rows_and_scenario_must_belong_together(tmp_path: Path) -> None:
    run = Run(HILLS, BALLS)
    run.advance(10)
    with pytest.raises(ValueError, match="11 rows are not steps 0 to 9"):
        export_run(tmp_path / "x.csv", replace(scenario_of(run), steps=9), run.recording.rows())
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_balls_is_a_header(tmp_path: Path) -> None:
    export(Run(HILLS, []), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().count(b"\r\n") == 1
