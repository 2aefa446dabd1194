"""Noise and schedule in scenario files."""

from typing import Any

from app.files.json_reader import JsonNode
from physics.forcing.forcing import MAX_NOISE, Forcing
from physics.forcing.noise import MAX_SEED
from physics.forcing.schedule import CONSTANT, MAX_SCHEDULE_STEPS, MIN_FINAL_SHARE, Decay, Schedule

KEYS = ("noise", "seed", "schedule")
"""Of a scenario; each may be missing."""


def read_forcing(entries: dict[str, JsonNode]) -> Forcing:
    """Read what there is of the keys of a scenario. Raises WrongJson."""
    return Forcing(
        noise=read_noise(entries["noise"]) if "noise" in entries else 0.0,
        seed=entries["seed"].whole(0, MAX_SEED) if "seed" in entries else 0,
        schedule=_schedule(entries["schedule"]) if "schedule" in entries else CONSTANT,
    )


def read_noise(node: JsonNode) -> float:
    """Read σ. Raises WrongJson."""
    return node.number_between(0.0, MAX_NOISE)


def _schedule(node: JsonNode) -> Schedule:
    any_entries = node.any_entries()
    decay = Decay(any_entries["kind"].choice(list(Decay))) if "kind" in any_entries else Decay.CONSTANT
    decays = () if decay is Decay.CONSTANT else ("decay_steps", "final_share")
    entries = node.entries(("kind",), ("warm_up", *decays))
    numbers: dict[str, Any] = {}
    for name, least in (("decay_steps", 1), ("warm_up", 0)):
        if name in entries:
            numbers[name] = entries[name].whole(least, MAX_SCHEDULE_STEPS)
    if "final_share" in entries:
        numbers["final_share"] = entries["final_share"].number_between(MIN_FINAL_SHARE, 1.0)
    return Schedule(decay, **numbers)


def forcing_entries(forcing: Forcing) -> dict[str, object]:
    """The keys of a scenario, without those that go without saying."""
    entries: dict[str, object] = {}
    if forcing.noise:
        entries["noise"] = forcing.noise
    if forcing.seed:
        entries["seed"] = forcing.seed
    schedule = forcing.schedule
    if not schedule.is_constant:
        kind = {"kind": schedule.decay.value}
        warm_up = {"warm_up": schedule.warm_up} if schedule.warm_up else {}
        decays = schedule.decay is not Decay.CONSTANT
        decay = {"decay_steps": schedule.decay_steps, "final_share": schedule.final_share} if decays else {}
        entries["schedule"] = {**kind, **decay, **warm_up}
    return entries
