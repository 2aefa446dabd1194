"""Every rule walks the path of PyTorch's optimiser, in float64: see `tests/data/torch_paths.py`."""

import json
from typing import Any

import numpy as np
import pytest

from physics.landscape.formula import FormulaLandscape
from physics.rules.registry import rule_named, rule_names
from physics.run.ball import Ball
from physics.run.run import Run
from tests.support.paths import ROOT

PATHS: list[dict[str, Any]] = json.loads((ROOT / "tests/data/torch_paths.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", PATHS, ids=lambda case: f"{case['torch']} on {case['formula']}")
def test_a_rule_walks_the_path_of_pytorch(case: dict[str, Any]) -> None:
    theirs = np.array(case["w"])
    ball = Ball(rule_named(case["rule"]), case["parameters"], theirs[0].item())
    run = Run(FormulaLandscape(case["formula"], (-20, 20)), [ball], full=True)
    run.advance(len(theirs) - 1)
    rows = run.recording.rows()
    ours = rows.w[:, 0]
    if ball.rule.name == "nesterov":  # PyTorch keeps the place where the slope is taken
        ours = ours + ball.parameters["alpha"] * rows.delta[:, 0]
    assert len(ours) == 151
    assert np.abs(ours - theirs).max() <= 1e-12


def test_there_is_a_path_for_each_rule() -> None:
    assert {case["rule"] for case in PATHS} == set(rule_names())
