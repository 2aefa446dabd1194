"""Noise and schedules in words."""

from app.text.numbers import number, percent, whole
from app.text.translation import N_, _, ngettext
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.rules.base import ALPHA, ETA
from physics.run.run import Run

DECAY_TITLES = {
    Decay.CONSTANT: N_("Constant"),
    Decay.STEP: N_("In steps"),
    Decay.COSINE: N_("Cosine"),
    Decay.INVERSE: N_("1/t"),
}

DECAYS_IN_SHORT = {
    Decay.STEP: N_("in steps"),
    Decay.COSINE: N_("cosine"),
    Decay.INVERSE: N_("1/t"),
}

DECAY_HELP = {
    Decay.CONSTANT: N_("η stays as it is"),
    Decay.STEP: N_("η falls to a tenth again and again, down to the final share"),
    Decay.COSINE: N_("η falls along half a cosine to the final share"),
    Decay.INVERSE: N_("η falls as 1/t, ever more slowly, towards the final share"),
}


def effective_rate(run: Run, ball: int) -> float | None:
    """η/(1 − α), what a steady slope is worth in the long run; None without noise, and for a rule with another step."""
    rule, values = run.next_parameters(ball)
    factors = rule.formulas.momentum_factor, rule.formulas.gradient_factor
    if not run.forcing.is_noisy or factors != (ALPHA.name, ETA.name) or values[ALPHA.name] == 1.0:
        return None
    return values[ETA.name] / (1.0 - values[ALPHA.name])


def forcing_in_short(forcing: Forcing) -> str:
    """Noise and schedule in a few words for a button; what they are called where there is neither."""
    parts = [f"σ {number(forcing.noise)}"] if forcing.is_noisy else []
    if forcing.schedule.decay is not Decay.CONSTANT:
        parts.append(_(DECAYS_IN_SHORT[forcing.schedule.decay]))
    elif forcing.schedule.warm_up:
        parts.append(_("warm-up"))
    return " · ".join(parts) or _("noise, schedule…")


def forcing_text(forcing: Forcing) -> str:
    """Noise and schedule in one line; empty where there is neither."""
    parts = []
    if forcing.is_noisy:
        parts.append(_("noise σ {noise}, seed {seed}").format(noise=number(forcing.noise), seed=forcing.seed))
    if not forcing.schedule.is_constant:
        parts.append(schedule_text(forcing.schedule))
    return "; ".join(parts)


def schedule_text(schedule: Schedule) -> str:
    """How η changes: `η falls along a cosine to 1 % within 200 steps, after 10 steps of warm-up`."""
    pattern = {
        Decay.CONSTANT: _("η stays"),
        Decay.STEP: _("η falls to a tenth every {steps} steps, down to {share}"),
        Decay.COSINE: _("η falls along a cosine to {share} within {steps} steps"),
        Decay.INVERSE: _("η falls as 1/t towards {share}, half-way after {steps} steps"),
    }[schedule.decay]
    text = pattern.format(steps=whole(schedule.decay_steps), share=percent(schedule.final_share))
    if not schedule.warm_up:
        return text
    after = ngettext(
        "{decay}, after {count} step of warm-up", "{decay}, after {count} steps of warm-up", schedule.warm_up
    )
    return after.format(decay=text, count=whole(schedule.warm_up))
