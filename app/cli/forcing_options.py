"""The noise and the schedule of η that options give."""

from dataclasses import replace

from app.cli.parser import Options, Parser, UsageError, goes_with, option_of
from app.cli.value_types import number, one_of, whole_number
from app.files.scenario import Scenario
from app.text.lists import any_of
from app.text.translation import _
from physics.forcing.forcing import Forcing
from physics.forcing.noise import MAX_SEED
from physics.forcing.schedule import DECAY_STEPS, FINAL_SHARE, MAX_SCHEDULE_STEPS, Decay


def add_forcing_options(parser: Parser) -> None:
    """Add the options that `read_forcing_options` reads."""
    add = parser.add_argument_group(_("noise and schedule, the same for all balls")).add_argument
    noise = _("σ, the standard deviation of what is added to the slope at each step")
    seed = _("which noise, from {least} to {most}; default {default}").format(least=0, most=MAX_SEED, default=0)
    decay = _("how η falls: {names}; default {default}").format(names=any_of(Decay), default=Decay.CONSTANT)
    time = _("how long it takes; default {default}").format(default=DECAY_STEPS)
    warm_up = _("over how many steps η rises before that; default {default}").format(default=0)
    final = _("the share of η that is left in the end, above 0 and up to 1; default {default}")
    add("--noise", type=number, metavar=_("SIGMA"), help=noise)
    add("--seed", type=whole_number(0, MAX_SEED), metavar="N", help=seed)
    add("--schedule", type=one_of(*Decay), metavar=_("SCHEDULE"), help=decay)
    add("--decay-steps", type=whole_number(1, MAX_SCHEDULE_STEPS), metavar="N", help=time)
    add("--warm-up", type=whole_number(0, MAX_SCHEDULE_STEPS), metavar="N", help=warm_up)
    add("--final-share", type=number, metavar=_("SHARE"), help=final.format(default=FINAL_SHARE))


def read_forcing_options(options: Options, scenario: Scenario) -> Forcing:
    """The noise and the schedule of the scenario, with what the options change of them. Raises UsageError."""
    forcing, schedule = scenario.forcing, scenario.forcing.schedule
    numbers: Options = {name: options[name] for name in ("decay_steps", "warm_up", "final_share") if name in options}
    if "schedule" in options:
        numbers["decay"] = Decay(options["schedule"])
    try:
        schedule = replace(schedule, **numbers)
        forcing = replace(
            forcing,
            noise=options.get("noise", forcing.noise),
            seed=options.get("seed", forcing.seed),
            schedule=schedule,
        )
    except ValueError as error:
        name, complaint = str(error).split(": ", 1)
        raise UsageError(f"{option_of(name)}: {complaint}") from error
    is_ever_noisy = forcing.is_noisy or any(edit.noise for edit in scenario.edits)
    if "seed" in options and not is_ever_noisy:
        raise goes_with("--seed", "--noise")
    for name in ("decay_steps", "final_share"):
        if name in options and schedule.decay is Decay.CONSTANT:
            raise goes_with(option_of(name), "--schedule")
    return forcing
