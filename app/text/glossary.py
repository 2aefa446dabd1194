"""The glossary: words with a meaning of their own, each explained in two sentences and a picture."""

from dataclasses import dataclass

from app.text.translation import N_
from physics.rules.base import ALPHA, ETA, Parameter


@dataclass(frozen=True)
class GlossaryTerm:
    """A word and its explanation; title and text are translated where they are shown."""

    name: str
    title: str
    text: str
    """Two sentences."""
    picture: str
    """Its name in `app.controls.term_pictures`."""


TERMS = (
    GlossaryTerm(
        "place",
        N_("w, the place"),
        N_(
            "The one number that is to be found; the ball stands at its present value. In machine learning it is a "
            "weight, of which there are many."
        ),
        "place",
    ),
    GlossaryTerm(
        "height",
        N_("f(w), the height"),
        N_("How bad a value of w is, drawn as height: the lower, the better. In machine learning it is called loss."),
        "height",
    ),
    GlossaryTerm(
        "slope",
        N_("f′(w), the slope"),
        N_(
            "How steep the ground is at the ball: plus where it rises to the right, minus where it falls. It pushes "
            "the ball the other way, downhill, and the steeper the harder."
        ),
        "slope",
    ),
    GlossaryTerm(
        "eta",
        N_("η, the learning rate"),
        N_(
            "How far a step goes down the slope: with twice η the slope moves the ball twice as far. With a small η it "
            "takes long to arrive, with a large one it jumps over valleys."
        ),
        "eta",
    ),
    GlossaryTerm(
        "noise",
        N_("σ, the noise"),
        N_(
            "What is added to the slope by chance at each step, mostly between −2σ and 2σ, the same for all balls. In "
            "machine learning it comes from the small batch of examples on which the slope is measured."
        ),
        "noise",
    ),
    GlossaryTerm(
        "schedule",
        N_("the schedule of η"),
        N_(
            "The share of its η that a ball steps with, step by step: large steps to get there, small ones to come "
            "near. A change of η multiplies it."
        ),
        "schedule",
    ),
    GlossaryTerm(
        "alpha",
        N_("α, how much momentum"),
        N_(
            "The share of its last step that a ball keeps in the next one: 0 keeps nothing, 0.9 nine tenths. The more "
            "it keeps, the further it rolls on by itself, over hills too."
        ),
        "alpha",
    ),
    GlossaryTerm(
        "momentum",
        N_("momentum, α·Δwₜ₋₁"),
        N_(
            "What a ball keeps of its last step, so that it goes on rolling as a heavy ball does. It carries the ball "
            "through small valleys, and past the one that was looked for if there is too much of it."
        ),
        "momentum",
    ),
    GlossaryTerm(
        "memory",
        N_("memory"),
        N_(
            "About how many of its last steps a ball still feels: 1/(1 − α). With α = 0.9 that is 10 steps, with 0.99 "
            "it is 100."
        ),
        "memory",
    ),
    GlossaryTerm(
        "step",
        N_("Δw, the step"),
        N_(
            "How far the ball goes in one step, to the right or, with a minus, to the left. It is what is kept of the "
            "last step, plus what the slope adds."
        ),
        "step",
    ),
    GlossaryTerm(
        "rule",
        N_("rule"),
        N_(
            "How the next step follows from the last one and from the slope. With Momentum the slope is taken where "
            "the ball is, with Nesterov where its momentum leads; the others divide it by how large slopes were."
        ),
        "nesterov",
    ),
    GlossaryTerm(
        "nesterov",
        N_("Nesterov's rule"),
        N_(
            "It looks where the momentum alone would lead, and takes the slope there instead of where the ball is. So "
            "the ball brakes before the ground rises."
        ),
        "nesterov",
    ),
    GlossaryTerm(
        "start",
        N_("start"),
        N_("Where a ball sets out, at rest, at step 0. From another start the same ball may end in another valley."),
        "start",
    ),
    GlossaryTerm(
        "energy",
        N_("energy, E"),
        N_(
            "The ball's height, plus what its speed is worth in height: how high it could roll from here. Most steps "
            "take some of it away, so in the end the ball rests."
        ),
        "energy",
    ),
    GlossaryTerm(
        "valley",
        N_("valley"),
        N_(
            "The ground between two hilltops, where a ball may come to rest. Valleys are counted from the left, and "
            "each has its colour."
        ),
        "valley",
    ),
    GlossaryTerm(
        "rim",
        N_("rim"),
        N_(
            "The lower of the two hilltops beside a valley. A ball with less energy than that can only get out if a "
            "step adds some."
        ),
        "rim",
    ),
    GlossaryTerm(
        "global-minimum",
        N_("global minimum"),
        N_(
            "The lowest of all valley floors, marked by a flag: the best that can be found here. The floors of other "
            "valleys are local minima, lower than what is around them but not the lowest."
        ),
        "global-minimum",
    ),
    GlossaryTerm(
        "outcome",
        N_("outcome"),
        N_(
            "What becomes of a ball: most settle in a valley, some go over an edge, repeat their steps or diverge. In "
            "sliders and maps a colour says in which valley it ends."
        ),
        "outcome",
    ),
    GlossaryTerm(
        "caught",
        N_("caught"),
        N_(
            "It is proven that the ball can't get out of its valley any more, though it may still move. In the valley "
            "of the global minimum that is a success, in any other the ball has missed it."
        ),
        "caught",
    ),
    GlossaryTerm(
        "settled",
        N_("settled"),
        N_("The ball rests on the floor of a valley. It makes no more steps unless something is changed."),
        "settled",
    ),
    GlossaryTerm(
        "balanced",
        N_("balanced"),
        N_(
            "The ball rests where the ground is level, but not on the floor of a valley: on a hilltop, say. The "
            "slightest push would set it rolling."
        ),
        "balanced",
    ),
    GlossaryTerm(
        "repeats",
        N_("repeats"),
        N_(
            "All is exactly as it was some steps before, so the ball goes through the same steps for ever. It never "
            "comes to rest."
        ),
        "repeats",
    ),
    GlossaryTerm(
        "leaves",
        N_("gone over the edge"),
        N_("The ball has stepped over an end of the landscape. It only comes back when it is moved."),
        "leaves",
    ),
    GlossaryTerm(
        "diverges",
        N_("diverges"),
        N_(
            "The steps become longer and longer, until there is no number for where the ball is. Mostly η is too large "
            "for ground that is so steep."
        ),
        "diverges",
    ),
    GlossaryTerm(
        "still-moving",
        N_("still moving"),
        N_(
            "The ball still moves after the last step that was tried, and it isn't proven where it will end. "
            "Maps and sliders hatch the colour of the valley that it is in then."
        ),
        "still-moving",
    ),
)
"""In the order of the page under F1."""

GLOSSARY = {term.name: term for term in TERMS}
"""By name."""


def parameter_term(parameter: Parameter) -> GlossaryTerm | None:
    """The term that explains a parameter; None if there is none."""
    return GLOSSARY[parameter.name] if parameter in (ALPHA, ETA) else None
