"""The workflows: what they use is pinned, what they run is there, and they cover what the program promises."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import dev
from tests.support.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(path: Path) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    jobs = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_there_are_two() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_and_name_their_version(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)$", text, re.MULTILINE)
    assert uses
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in uses)
    assert len({line.split("@")[0] for line in uses}) == len(set(uses))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_they_run_is_there_and_short(path: Path) -> None:
    for step in steps(path):
        command = step.get("run", "")
        assert command.count("\n") <= 2
        for module in re.findall(r"-m (resources\.\S+)", command):
            assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
        for word in re.findall(r"python dev\.py (\w+)", command):
            assert f"dev.py {word}" in str(dev.__doc__)


def test_checks_run_on_every_python_and_every_system() -> None:
    matrix = YAML(typ="safe").load(WORKFLOWS[0].read_text(encoding="utf-8"))["jobs"]["check"]["strategy"]["matrix"]
    assert matrix["python"] == [f"3.{minor}" for minor in range(dev.OLDEST[1], dev.NEWEST[1] + 1)]
    assert {system.split("-")[0] for system in matrix["system"]} == {"ubuntu", "windows", "macos"}


def test_windows_is_tried_for_each_change_as_it_is_under_wine() -> None:
    trial = next(step for step in steps(WORKFLOWS[0]) if "resources.packaging.trial" in step.get("run", ""))
    assert trial["if"] == "runner.os == 'Windows'"
    under_wine = (ROOT / "tests" / "under_wine.py").read_text(encoding="utf-8")
    assert '"-m", "resources.packaging.trial", "dist", "zip"' in under_wine
    assert "-m resources.packaging.trial dist zip" in trial["run"]
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands[-2:] == ["python3 dev.py check", "python3 dev.py windows"]


def test_a_release_is_compared_with_a_result_that_is_made() -> None:
    text = WORKFLOWS[1].read_text(encoding="utf-8")
    (reference,) = re.findall(r"agreement results (\S+)", text)
    tried = re.findall(r"- \{ system: (\S+), name: (\S+), download: (\S+) \}", text)
    assert reference in {"-".join(parts) for parts in tried}
    built = set(re.findall(r"^ +name: ((?:linux|windows|macos)-\S+)$", text, re.MULTILINE))
    assert built == {name for _, name, _ in tried}
