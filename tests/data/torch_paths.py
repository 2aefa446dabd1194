"""Writes torch_paths.json: paths of PyTorch's optimisers in float64, for `tests/physics/rules/test_torch.py`.

Needs torch (2.13 made the file), which is no dependency of this project: python tests/data/torch_paths.py
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

STEPS = 150
Curve = Callable[[torch.Tensor], torch.Tensor]
CURVES: dict[str, tuple[Curve, float]] = {
    "w^2/2": (lambda w: w**2 / 2, 1.7),
    "w^4 - 3w^2 + w": (lambda w: w**4 - 3 * w**2 + w, 2.1),
    "0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)": (lambda w: 0.06 * (w + 3.2) ** 2 + 0.55 * torch.cos(2.6 * w), 4.8),
}
"""Formulas as this project writes them, with the same in PyTorch and a start.

No path reaches ground where its steps are unstable, so that rounding would grow along it.
"""
Optimiser = Callable[..., torch.optim.Optimizer]
CASES: list[tuple[str, dict[str, float], Optimiser, dict[str, Any]]] = [
    ("momentum", {"alpha": 0.0, "eta": 0.02}, torch.optim.SGD, {"lr": 0.02}),
    ("momentum", {"alpha": 0.9, "eta": 0.02}, torch.optim.SGD, {"lr": 0.02, "momentum": 0.9}),
    ("nesterov", {"alpha": 0.9, "eta": 0.02}, torch.optim.SGD, {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
    *(
        (
            "rmsprop",
            {"alpha": alpha, "eta": eta, "rho": rho, "epsilon": epsilon},
            torch.optim.RMSprop,
            {"lr": eta, "alpha": rho, "eps": epsilon, "momentum": alpha},
        )
        for alpha, eta, rho, epsilon in ((0.0, 0.005, 0.9, 1e-8), (0.9, 0.005, 0.99, 1e-8), (0.5, 0.1, 0.5, 0.3))
    ),
    *(
        (
            "adam",
            {"alpha": alpha, "eta": eta, "beta2": beta2, "epsilon": epsilon},
            torch.optim.Adam,
            {"lr": eta, "betas": (alpha, beta2), "eps": epsilon},
        )
        for alpha, eta, beta2, epsilon in ((0.9, 0.02, 0.999, 1e-8), (0.0, 0.005, 0.9, 1e-8), (0.99, 0.1, 0.95, 0.1))
    ),
    *(
        ("adagrad", {"alpha": 0.0, "eta": eta, "epsilon": epsilon}, torch.optim.Adagrad, {"lr": eta, "eps": epsilon})
        for eta, epsilon in ((0.3, 1e-10), (0.02, 0.5))
    ),
]


def path(curve: Curve, start: float, optimiser: Optimiser, options: dict[str, Any]) -> list[float]:
    """The places after 0, 1, … steps."""
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    method = optimiser([w], **options)
    places = [w.item()]
    for _ in range(STEPS):
        method.zero_grad()
        curve(w).backward()
        method.step()
        places.append(w.item())
    return places


def main() -> None:
    """Write the file."""
    made = [
        {
            "formula": formula,
            "rule": rule,
            "parameters": parameters,
            "torch": f"{optimiser.__name__}({', '.join(f'{name}={value}' for name, value in options.items())})",
            "w": path(curve, start, optimiser, options),
        }
        for formula, (curve, start) in CURVES.items()
        for rule, parameters, optimiser, options in CASES
    ]
    entries = ",\n".join(json.dumps(entry) for entry in made)
    Path(__file__).with_suffix(".json").write_text(f"[\n{entries}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
