"""The files that `run` writes: none replaces another, and a run that fails leaves none."""

import json
import os
import stat
import threading
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from app.files.default import default_scenario
from app.files.scenario import read_scenario, scenario_text
from tests.cli.conftest import Lab


class TestOverwriting:
    """What was read is never replaced by something else."""

    def test_an_unchanged_scenario_is_left_as_it_is(self, lab: Lab) -> None:
        lab("run", "--csv", "first.csv", "--steps", 30)
        own = Path("first.momentum").read_text(encoding="utf-8") + "\n\n"
        Path("own.momentum").write_text(own, encoding="utf-8")
        assert lab("run", "own.momentum", "--csv", "own.csv").code == 0
        assert Path("own.momentum").read_text(encoding="utf-8") == own
        assert Path("own.csv").read_bytes() == Path("first.csv").read_bytes()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                "own.momentum --alpha 0.5 --csv own.csv",
                "--csv: own.csv would replace own.momentum by a changed scenario; choose another name",
            ),
            (
                "--csv own.momentum",
                "--csv: own.momentum has the ending of the scenario that is written beside it; choose another",
            ),
            (
                "own.momentum --summary own.momentum",
                "--summary: own.momentum is a file that was read; choose another name",
            ),
            ("--curve curve.csv --csv curve.csv", "--csv: curve.csv is a file that was read; choose another name"),
            ("--curve curve.csv --csv link.csv", "--csv: link.csv is a file that was read; choose another name"),
            (
                "--csv new.csv --summary new.momentum",
                "--summary: new.momentum is what --csv's scenario writes; choose another name",
            ),
            ("--csv new.csv --summary ./new.csv", "--summary: new.csv is what --csv writes; choose another name"),
            ("--csv - --summary -", "--csv - and --summary - can't share stdout; give one of them a FILE"),
        ],
    )
    def test_one_file_never_overwrites_another(self, lab: Lab, arguments: str, message: str) -> None:
        lab("run", "--csv", "own.csv", "--steps", 30)
        Path("curve.csv").write_text("0,0\n1,1\n2,0\n3,2\n")
        Path("link.csv").hardlink_to("curve.csv")
        before = {path: path.read_bytes() for path in Path().iterdir()}
        assert lab("run", *arguments.split()) == (2, "", f"momentum-lab: {message}\n")
        assert {path: path.read_bytes() for path in Path().iterdir()} == before


class TestTheScenarioBesideTheCsv:
    """It replaces an earlier one, and nothing that a person may have made."""

    REFUSED = (
        "momentum-lab: --csv: s.csv would replace s.momentum, which was not written by an export; "
        "choose another name, or add --force\n"
    )

    def test_it_says_that_it_is_an_export_and_is_replaced_by_the_next(self, lab: Lab) -> None:
        for steps in (10, 20):
            assert lab("run", "--csv", "s.csv", "--steps", steps).code == 0
            assert json.loads(Path("s.momentum").read_text(encoding="utf-8"))["export"] is True
            assert read_scenario("s.momentum").steps == steps

    @pytest.mark.parametrize("own", ["scenario", "not JSON", "[]", '{"export": true}', "not UTF-8"])
    def test_a_persons_own_is_not_replaced_unless_forced(self, lab: Lab, own: str) -> None:
        content = {"scenario": scenario_text(default_scenario()).encode(), "not UTF-8": b"\xff\xfe"}
        Path("s.momentum").write_bytes(content.get(own, own.encode()))
        before = {path: path.read_bytes() for path in Path().iterdir()}
        assert lab("run", "--csv", "s.csv") == (2, "", self.REFUSED)
        assert {path: path.read_bytes() for path in Path().iterdir()} == before
        assert lab("run", "--csv", "s.csv", "--force").code == 0
        assert lab("run", "s.momentum", "--csv", "again.csv").code == 0
        assert Path("again.csv").read_bytes() == Path("s.csv").read_bytes()

    def test_saved_in_the_window_it_becomes_a_persons_own(self, lab: Lab) -> None:
        lab("run", "--csv", "s.csv", "--steps", 10)
        Path("s.momentum").write_text(scenario_text(read_scenario("s.momentum")), encoding="utf-8")
        assert lab("run", "--csv", "s.csv") == (2, "", self.REFUSED)

    @pytest.mark.parametrize("arguments", ["--alpha 0.5 --csv s.csv", "--summary s.momentum", "--csv s.momentum"])
    def test_force_does_not_replace_what_is_read(self, lab: Lab, arguments: str) -> None:
        own = scenario_text(default_scenario())
        Path("s.momentum").write_text(own, encoding="utf-8")
        answer = lab("run", "s.momentum", "--force", *arguments.split())
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert [(path.name, path.read_text(encoding="utf-8")) for path in Path().iterdir()] == [("s.momentum", own)]

    def test_force_leaves_a_scenario_that_is_run_unchanged_as_it_is(self, lab: Lab) -> None:
        own = scenario_text(default_scenario())
        Path("s.momentum").write_text(own, encoding="utf-8")
        assert lab("run", "s.momentum", "--force", "--csv", "s.csv").code == 0
        assert Path("s.momentum").read_text(encoding="utf-8") == own


class TestFailing:
    """One line, the right code, and nothing half written."""

    def test_a_folder_that_is_not_there(self, lab: Lab) -> None:
        answer = lab("run", "--csv", "nowhere/x.csv")
        assert answer == (
            1,
            "",
            f"momentum-lab: {Path('nowhere/x.csv')}: can't be written: No such file or directory\n",
        )

    def test_a_folder_in_place_of_a_file(self, lab: Lab) -> None:
        Path("x.csv").mkdir()
        assert lab("run", "--csv", "x.csv") == (1, "", "momentum-lab: x.csv: can't be written: it is a folder\n")

    @pytest.mark.parametrize("option", ["--csv", "--summary"])
    @pytest.mark.parametrize("name", ["", ".", "/", "results/"])
    def test_what_names_no_file(self, lab: Lab, option: str, name: str) -> None:
        message = f'{option}: "{name}" does not name a file; give the name of one'
        assert lab("run", option, name) == (2, "", f"momentum-lab: {message}\n")
        assert list(Path().iterdir()) == []

    @pytest.mark.posix
    def test_a_link_that_leads_to_itself_is_no_mistake_of_the_program(self, lab: Lab) -> None:
        Path("loop.csv").symlink_to("loop.csv")
        assert lab("run", "--steps", 1, "--csv", "loop.csv").err == ""
        assert Path("loop.csv").read_bytes().startswith(b"ball,name,rule,")

    @pytest.mark.posix
    def test_the_folder_that_one_is_in_is_gone(self, lab: Lab, tmp_path: Path) -> None:
        folder = tmp_path / "gone"
        folder.mkdir()
        os.chdir(folder)  # the fixture goes back in the end
        folder.rmdir()
        answer = lab("run", "--csv", "x.csv")
        assert answer == (1, "", "momentum-lab: x.csv: can't be written: No such file or directory\n")

    @pytest.mark.linux
    @pytest.mark.parametrize("option", ["--csv", "--summary"])
    def test_a_full_device(self, lab: Lab, option: str) -> None:
        answer = lab("run", option, "/dev/full")
        assert answer == (1, "", "momentum-lab: /dev/full: can't be written: No space left on device\n")

    def test_an_interrupt_leaves_nothing_behind(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("app.cli.console.Progress.__call__", interrupt)
        assert lab("run", "--csv", "x.csv") == (1, "", "momentum-lab: interrupted\n")
        assert list(Path().iterdir()) == []

    def test_too_little_memory(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        def give_up(*_: object) -> None:
            raise MemoryError

        monkeypatch.setattr("app.cli.simulation.simulate", give_up)
        assert lab("run") == (1, "", "momentum-lab: there is not enough memory for this\n")

    def test_a_killed_process(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        def give_up(*_: object) -> None:
            raise BrokenProcessPool

        monkeypatch.setattr("app.cli.simulation.simulate", give_up)
        told = "momentum-lab: a process that computes was ended from outside, perhaps for lack of memory\n"
        assert lab("run") == (1, "", told)


@pytest.mark.posix
def test_a_pipe_gets_the_csv_and_no_sidecar(lab: Lab) -> None:
    os.mkfifo("pipe.csv")
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(Path("pipe.csv").read_bytes()))
    reader.start()
    answer = lab("run", "--csv", "pipe.csv", "--steps", 5)
    reader.join()
    assert answer.code == 0
    assert stat.S_ISFIFO(Path("pipe.csv").stat().st_mode)
    assert [path.name for path in Path().iterdir()] == ["pipe.csv"]
    lab("run", "--csv", "x.csv", "--steps", 5)
    assert received == [Path("x.csv").read_bytes()]
