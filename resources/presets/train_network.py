"""Make `16-network-loss.json`: the training loss of a small neural network along the line between two solutions.

Run it as `python -m resources.presets.train_network` in the project's folder; it takes about a second and needs numpy
only. The result is the same on every machine to about 1e-9, and the test suite makes it again to compare.

A network with 8 tanh units, 25 weights in all, learns 48 noisy samples of sin 3x + 0.3x, twice: from the random
weights of seeds 4 and 6. Both runs end with nearly the same low loss, at different weights. The preset is the loss at
(1 − w) · first + w · second, for w from −0.4 to 1.4: w = 0 and w = 1 are the two solutions, and between them lie two
barriers with a poor minimum in the middle. The loss is computed at 181 places; where it turns between two of them,
points are added, as on an import.
"""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from physics.landscape.interpolated_extrema import add_interpolated_extrema

Floats = npt.NDArray[np.float64]

UNITS = 8
SAMPLES, NOISE, TASK_SEED = 48, 0.1, 0
SOLUTION_SEEDS = (4, 6)
STEPS, ETA, ALPHA = 6000, 0.02, 0.9
LINE = (-0.4, 1.4)
SAMPLED_LOSSES = 181
DIGITS = 7
FILE = Path(__file__).with_name("16-network-loss.json")


def task() -> tuple[Floats, Floats]:
    """The samples (x, y) to be learned."""
    x = np.linspace(-2.0, 2.0, SAMPLES)
    noise = np.random.default_rng(TASK_SEED).normal(scale=NOISE, size=SAMPLES)
    return x, np.sin(3.0 * x) + 0.3 * x + noise


def loss_and_gradient(weights: Floats, x: Floats, y: Floats) -> tuple[float, Floats]:
    """Mean squared error of the network c · tanh(a x + b) + d, and its gradient by all weights (a, b, c, d)."""
    a, b, c = weights[:-1].reshape(3, UNITS)
    hidden = np.tanh(x[:, np.newaxis] * a + b)
    error = (hidden * c).sum(axis=1) + weights[-1] - y
    by_output = 2.0 * error / len(x)
    by_sum = by_output[:, np.newaxis] * c * (1.0 - hidden * hidden)
    parts = (
        (by_sum * x[:, np.newaxis]).sum(axis=0),
        by_sum.sum(axis=0),
        (by_output[:, np.newaxis] * hidden).sum(axis=0),
        by_output.sum(keepdims=True),
    )
    return float((error * error).mean()), np.concatenate(parts)


def trained(seed: int) -> Floats:
    """The weights after training from random ones, by gradient descent with momentum on all samples at once."""
    x, y = task()
    weights = np.random.default_rng(seed).normal(size=3 * UNITS + 1)
    delta = np.zeros_like(weights)
    for _ in range(STEPS):
        delta = ALPHA * delta - ETA * loss_and_gradient(weights, x, y)[1]
        weights = weights + delta
    return weights


def loss_slice() -> list[list[float]]:
    """Points [w, loss] along the line through the two solutions."""
    x, y = task()
    first, second = (trained(seed) for seed in SOLUTION_SEEDS)
    line = np.linspace(*LINE, SAMPLED_LOSSES)
    losses = [loss_and_gradient(first + w * (second - first), x, y)[0] for w in line]
    points = add_interpolated_extrema(line, np.array(losses))
    return [[round(float(w), DIGITS), round(float(loss), DIGITS)] for w, loss in zip(*points, strict=True)]


def main() -> None:
    """Write the points into the preset; its texts are kept."""
    preset = json.loads(FILE.read_text(encoding="utf-8"))
    preset["points"] = loss_slice()
    FILE.write_text(text_of(preset), encoding="utf-8", newline="\n")


def text_of(preset: dict[str, object]) -> str:
    """The JSON of a preset: one line for each entry, and the points on one."""
    return (
        "{\n"
        + ",\n".join(f" {json.dumps(key)}: {json.dumps(preset[key], ensure_ascii=False)}" for key in preset)
        + "\n}\n"
    )


if __name__ == "__main__":
    main()
