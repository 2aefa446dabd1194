"""The presets: that they load, and that each shows what its sentence says."""

import importlib.util
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.files import presets
from app.files.default import PRESET
from app.files.presets import Preset, load_preset, preset_names
from physics.landscape.formula import FormulaLandscape
from physics.landscape.interpolated_extrema import add_interpolated_extrema
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import REPEATS, ROLLING, SETTLED
from physics.rules.suggestion import suggest
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM

ALPHAS = np.array([0.0, 0.8, 0.9, 0.95, 0.97])
"""Those of the default scenario."""
STEPS = 2000
FOLDER = Path(__file__).parents[2] / "resources" / "presets"


@cache
def rolled(name: str) -> np.ndarray:
    """(STEPS + 1, 5) where the five balls are; one that leaves stays where it left."""
    preset = load_preset(name)
    lo, hi = preset.landscape.domain
    w, delta = np.full(len(ALPHAS), preset.start), np.zeros(len(ALPHAS))
    path = [w]
    for _ in range(STEPS):
        inside = (w >= lo) & (w <= hi)
        delta = np.where(inside, ALPHAS * delta - preset.eta * preset.landscape.slope(w), 0.0)
        w = w + delta
        path.append(w)
    return np.array(path)


def ends(name: str) -> list[int | str]:
    """For each ball the number of the valley it rests in, `left` or `right` when it left, or `rolling`."""
    preset, path = load_preset(name), rolled(name)
    lo, hi = preset.landscape.domain
    found: list[int | str] = []
    for ball, w in enumerate(path[-1]):
        if not lo <= w <= hi:
            found.append("left" if w < lo else "right")
        elif abs(w - path[-2, ball]) < 1e-7 * (hi - lo):
            found.append(int(preset.landscape.features.valley_index(np.array([w]))[0]) + 1)
        else:
            found.append("rolling")
    return found


def global_valleys(name: str) -> list[int]:
    return [int(valley) + 1 for valley in np.flatnonzero(load_preset(name).landscape.features.is_global)]


def steps_until_near(name: str, w: float, share: float = 0.01) -> list[int]:
    """For each ball the step from which on it is within that share of the width of w; STEPS + 1 if never."""
    away = np.abs(rolled(name) - w) > share * load_preset(name).landscape.width
    return [int(np.flatnonzero(away[:, ball])[-1]) + 1 for ball in range(len(ALPHAS))]


ENDS = {
    "double-well": ([2, 2, 2, 1, 1], [1]),
    "descending-hills": ([5, 5, 4, 2, "left"], [2]),
    "washboard": ([9, 9, 9, "left", "left"], [1]),
    "rugged-funnel": ([9, 9, 7, 5, 4], [5]),
    "needle": ([1, 1, 1, 2, 2], [1]),
    "cliff": ([1, 1, 1, "left", "left"], [1]),
    "gramacy-lee": ([9, 9, 7, 6, 4], [1]),
    "forrester": ([1, 1, 1, 1, 2], [2]),
    "terrain": ([7, 7, 7, 8, 11], [11]),
    "network-loss": ([3, 3, 2, 2, 1], [1]),
}
"""Where the five balls end, and the global minimum."""


@pytest.mark.parametrize("name", ENDS)
def test_the_balls_end_where_the_sentence_says(name: str) -> None:
    assert (ends(name), global_valleys(name)) == ENDS[name]


def test_bowl() -> None:
    arrivals = steps_until_near("bowl", 0.0)
    assert min(arrivals) == arrivals[1]
    path = rolled("bowl")
    assert path[:, 0].min() >= 0.0
    swings = -path.min(axis=0)
    assert (np.diff(swings) > 0).all()


def test_ill_conditioned_bowl() -> None:
    arrivals = steps_until_near("ill-conditioned-bowl", 0.0)
    assert arrivals[0] > 10 * arrivals[2]


def test_plateau() -> None:
    arrivals = steps_until_near("plateau", 0.0)
    assert rolled("plateau")[-1, 0] > 1.0
    assert all(later < earlier for earlier, later in pairwise(arrivals[1:]))
    assert arrivals[4] < 500


def test_shelf() -> None:
    path = rolled("shelf")
    assert path[-1, :2] == pytest.approx([1.0, 1.0], abs=0.05)
    assert path[-1, 2:] == pytest.approx([-2.0, -2.0, -2.0], abs=1e-6)
    assert load_preset("shelf").landscape.features.valley_count == 1


def test_staircase() -> None:
    arrivals = steps_until_near("staircase", float(load_preset("staircase").landscape.features.minima[0]))
    assert arrivals[0] > 5 * max(arrivals[1:])
    paces = -np.diff(rolled("staircase")[:1500, 0])
    assert paces.max() > 15 * paces.min()
    assert load_preset("staircase").landscape.features.valley_count == 1


def test_v_shape() -> None:
    bounces = np.abs(rolled("v-shape")[-500:]).max(axis=0)
    assert (bounces > 0.005).all()
    assert (np.diff(bounces) > 0).all()
    assert load_preset("v-shape").landscape.features.max_curvature == math.inf


def test_lessards_cycle() -> None:
    preset = load_preset("lessard-cycle")
    assert [ball.name for ball in preset.balls] == ["long steps", "short steps"]
    assert [ball.parameters for ball in preset.balls] == [{"alpha": 4 / 9, "eta": eta} for eta in (1 / 9, 0.04)]
    assert (preset.start, preset.eta) == (3.3, 1 / 9)
    run = Run(preset.landscape, preset.balls)
    run.advance(STEPS)
    assert run.status.outcome.tolist() == [REPEATS, SETTLED]
    w = run.recording.rows(126, 147).w[:, 0]
    assert w == pytest.approx(np.tile([792, -2208, 2592], 7) / 1225, abs=1e-9)
    # The best for every bowl ½ λ w² with λ from 1 to 25 (Lessard, Recht and Packard 2016): α = ((√25 − 1)/(√25 + 1))².
    assert preset.balls[0].parameters["alpha"] == (4 / 6) ** 2
    assert preset.balls[0].parameters["eta"] == pytest.approx(4 / 6**2)


def test_noisy_slope() -> None:
    preset = load_preset("noisy-slope")
    values = [ball.parameters for ball in preset.balls]
    assert [each["eta"] / (1.0 - each["alpha"]) for each in values] == pytest.approx([0.05, 0.05])
    run = Run(preset.landscape, preset.balls, forcing=preset.forcing)
    run.advance(400)
    rows = run.recording.rows(1)
    assert (np.abs(rows.w[300:]) < 2.0).all()
    shaken, steady = (rows.delta**2).mean(axis=0)
    assert shaken > 5.0 * steady
    assert rows.w[150, 0] == pytest.approx(rows.w[150, 1], abs=0.6)


def test_tilt() -> None:
    preset = load_preset("tilt")
    level = preset.landscape
    assert isinstance(level, FormulaLandscape)
    assert level.parameters == {"a": 0.2}
    run = Run(level, [Ball(MOMENTUM, {"alpha": alpha, "eta": preset.eta}, preset.start) for alpha in (0.0, 0.9)])
    ends = []
    for a in (0.76, 0.78, 0.2):
        run.advance(STEPS)
        run.edit(Edit(run.step, landscape=level.with_parameters({"a": a})))
        run.advance(STEPS)
        assert (run.status.outcome > ROLLING).all()
        ends.append((run.landscape.features.valley_count, run.status.valley.tolist()))
    assert ends == [(2, [1, 1]), (1, [0, 0]), (2, [0, 0])]


def test_every_sentence_about_motion_is_tested_above() -> None:
    others = {
        "bowl",
        "ill-conditioned-bowl",
        "plateau",
        "shelf",
        "staircase",
        "v-shape",
        "lessard-cycle",
        "noisy-slope",
        "tilt",
    }
    assert set(preset_names()) == set(ENDS) | others


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_complete_and_usable(name: str) -> None:
    preset = load_preset(name)
    assert (preset.name, preset.landscape.preset, preset.landscape.title) == (name, name, preset.title)
    assert preset.look_for.endswith(".")
    assert not any(mark in preset.look_for + preset.title + preset.source for mark in "!\n")
    assert len(preset.look_for) < 190
    lo, hi = preset.landscape.domain
    assert lo < preset.start < hi
    assert 0.0 < preset.eta < math.inf
    assert np.isfinite(preset.landscape.height(np.linspace(lo, hi, 1000))).all()
    assert load_preset(name) is preset


def test_there_are_enough_and_the_default_is_one() -> None:
    assert len(preset_names()) >= 14
    assert len({load_preset(name).title for name in preset_names()}) == len(preset_names())
    preset = load_preset(PRESET)
    assert isinstance(preset.landscape, FormulaLandscape)
    assert preset.landscape.domain == (-6.0, 6.0)
    assert (preset.title, preset.start, preset.eta) == ("Descending hills", 4.8, 0.02)


def test_published_and_measured_curves_name_their_source() -> None:
    for name in ("gramacy-lee", "forrester", "terrain", "network-loss", "rugged-funnel", "cliff"):
        assert load_preset(name).source
    assert "NASA, public domain" in load_preset("terrain").source


def test_what_a_preset_leaves_open_is_suggested() -> None:
    preset = load_preset("gramacy-lee")
    assert (preset.start, preset.eta) == suggest(preset.landscape)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("descending-hill", 'there is no preset "descending-hill"; did you mean "descending-hills"?'),
        ("bowl2", 'did you mean "bowl"?'),
        ("zzz", "they are bowl, ill-conditioned-bowl, "),
    ],
)
def test_an_unknown_name_is_answered_with_those_like_it(name: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        load_preset(name)
    assert says in str(caught.value)


def test_listing_is_quick() -> None:
    presets._files.cache_clear()
    preset_names.cache_clear()
    began = time.perf_counter()
    preset_names()
    assert time.perf_counter() - began < 0.05


PUBLISHED: list[tuple[str, Callable[[np.ndarray], np.ndarray], float, float]] = [
    ("gramacy-lee", lambda x: np.sin(10 * np.pi * x) / (2 * x) + (x - 1) ** 4, 0.548563444114526, -0.869011134989500),
    ("forrester", lambda x: (6 * x - 2) ** 2 * np.sin(12 * x - 4), 0.757248757841856, -6.020740055766083),
]


@pytest.mark.parametrize(("name", "function", "minimum", "height"), PUBLISHED)
def test_published_functions_have_their_published_minimum(
    name: str, function: Callable[[np.ndarray], np.ndarray], minimum: float, height: float
) -> None:
    preset: Preset = load_preset(name)
    w = np.linspace(*preset.landscape.domain, 501)
    assert preset.landscape.height(w) == pytest.approx(function(w), abs=1e-12)
    features = preset.landscape.features
    deepest = int(np.nanargmin(features.minimum_heights))
    assert features.minima[deepest] == pytest.approx(minimum, abs=1e-7)
    assert features.minimum_heights[deepest] == pytest.approx(height, abs=1e-9)


def test_the_terrain_is_its_evenly_sampled_profile_and_the_turns_between() -> None:
    landscape = load_preset("terrain").landscape
    assert isinstance(landscape, PointsLandscape)
    even = np.linspace(*landscape.domain, 403)
    is_sample = np.abs(landscape.w[:, np.newaxis] - even).min(axis=1) < 1e-3
    assert np.count_nonzero(is_sample) == len(even)
    w, f = add_interpolated_extrema(landscape.w[is_sample], landscape.f[is_sample])
    assert landscape.w == pytest.approx(w, abs=1e-6)
    assert landscape.f == pytest.approx(f, abs=1e-6)


def test_the_network_can_be_trained_again_to_the_same_loss() -> None:
    spec = importlib.util.spec_from_file_location("train_network", FOLDER / "train_network.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    again = np.array(script.loss_slice())
    landscape = load_preset("network-loss").landscape
    assert isinstance(landscape, PointsLandscape)
    assert again[:, 0] == pytest.approx(landscape.w, abs=1e-9)
    assert again[:, 1] == pytest.approx(landscape.f, abs=1e-5)
    x, y = script.task()
    first = script.trained(script.SOLUTION_SEEDS[0])
    loss, gradient = script.loss_and_gradient(first, x, y)
    nudges = np.eye(len(first)) * 1e-6
    slopes = [
        (script.loss_and_gradient(first + d, x, y)[0] - script.loss_and_gradient(first - d, x, y)[0]) / 2e-6
        for d in nudges
    ]
    assert gradient == pytest.approx(slopes, abs=1e-8)
    assert loss == pytest.approx(landscape.height(np.array([0.0]))[0], abs=1e-6)


def test_the_script_writes_the_preset_that_ships(tmp_path: Path) -> None:
    for name in ("train_network.py", "16-network-loss.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    surroundings = os.environ | {"PYTHONPATH": str(FOLDER.parents[1])}
    subprocess.run([sys.executable, str(tmp_path / "train_network.py")], check=True, timeout=60, env=surroundings)
    made, shipped = (json.loads((folder / "16-network-loss.json").read_text("utf-8")) for folder in (tmp_path, FOLDER))
    assert np.array(made.pop("points")) == pytest.approx(np.array(shipped.pop("points")), abs=1e-5)
    assert made == shipped
