"""Noise and the schedule of η: the button beside the η of all balls, and the popover in which a person sets them."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.controls.buttons import SegmentedControl, SmallButton
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import Popover
from app.controls.scales import LinearScale
from app.controls.slider import ScaleSlider
from app.controls.terms import TermLabel
from app.prediction.origin import origin_of
from app.session.session import Session
from app.text.forcing import DECAY_HELP, DECAY_TITLES, forcing_in_short, forcing_text
from app.text.glossary import GLOSSARY, GlossaryTerm
from app.text.numbers import Bounds, number_text
from app.text.seeds import seeds_text
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE
from physics.forcing.forcing import MAX_NOISE, NOISY_LAST_STEP
from physics.forcing.noise import MAX_SEED
from physics.forcing.schedule import MAX_SCHEDULE_STEPS, MIN_FINAL_SHARE, Decay
from physics.landscape.base import Landscape
from physics.sweep.seeds import SEEDS, results_over_seeds, seeds_from

FIELD_WIDTH, WIDTH = 88, 344
SLIDER_SLOPES = 4.0
"""The slider of σ goes up to so many times the usual slope of the landscape."""


class WholeNumberField(NumberField):
    """A field for a whole number."""

    def _read(self) -> float:
        number = super()._read()
        if not number.is_integer():
            pattern = _("{symbol} is a whole number, not {number}.")
            raise ValueError(pattern.format(symbol=self._symbol, number=number_text(number)))
        return number


def noise_scale(landscape: Landscape) -> LinearScale:
    """The scale of a slider for σ, up to a round number."""
    most = SLIDER_SLOPES * landscape.features.rms_slope
    return LinearScale(0.0, float(f"{most:.0e}") if 1e-300 < most < MAX_NOISE else 1.0)


class ForcingEditor(QWidget):
    """Sets the noise, its seed and the schedule of η."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        scale = noise_scale(session.landscape)
        self.noise_slider = ScaleSlider(_("Noise σ"), scale, 0.0)
        self.noise_slider.setToolTip(plain_tooltip(_("σ: how much is added to the slope at each step, give or take")))
        self.noise = NumberField(_("Noise σ"), "σ", 0.0, Bounds(0.0, MAX_NOISE), scale)
        self.seed = WholeNumberField(_("Seed of the noise"), _("The seed"), 0.0, Bounds(0.0, float(MAX_SEED)))
        self.seed.set_hint(_("Which noise it is: the same seed gives the same run"))
        self.another = SmallButton(theme, _("another"), _("Another seed, from the start again"), is_framed=True)
        self.over_seeds = SmallButton(
            theme,
            _("over 64 seeds"),
            _("The share of each valley for the selected ball, over 64 seeds"),
            is_framed=True,
        )
        self.shares = plain_label(word_wrap=True)
        self.shares.setProperty("tone", "muted")
        self.shares.setFixedHeight(0)
        segments = [(decay.value, _(DECAY_TITLES[decay]), _(DECAY_HELP[decay])) for decay in Decay]
        self.decay = SegmentedControl(_("Schedule of η"), segments)
        most = float(MAX_SCHEDULE_STEPS)
        self.decay_steps = WholeNumberField(_("Decay time in steps"), _("The decay time"), 1.0, Bounds(1.0, most))
        self.decay_steps.set_hint(_("How many steps the decay of η takes"))
        self.warm_up = WholeNumberField(_("Warm-up in steps"), _("The warm-up"), 0.0, Bounds(0.0, most))
        self.warm_up.set_hint(_("Over how many steps η rises before it decays"))
        self.final_share = NumberField(
            _("Final share of η"), _("The final share"), 1.0, Bounds(MIN_FINAL_SHARE, 1.0), LinearScale(0.01, 1.0)
        )
        self.final_share.set_hint(_("The share of η that is left in the end, above 0 and up to 1"))
        self._lay_out()
        self._connect()
        self.show_forcing()

    def show_forcing(self) -> None:
        """Show what is in force."""
        forcing, schedule = self._session.forcing, self._session.forcing.schedule
        if self.noise_slider.number != forcing.noise:
            self.noise_slider.set_number(forcing.noise)
        self.noise.set_number(forcing.noise)
        self.seed.set_number(float(forcing.seed))
        self.decay.set_choice(schedule.decay.value)
        self.decay_steps.set_number(float(schedule.decay_steps))
        self.warm_up.set_number(float(schedule.warm_up))
        self.final_share.set_number(schedule.final_share)
        for field in (self.decay_steps, self.final_share):
            field.setEnabled(schedule.decay is not Decay.CONSTANT)
        self.over_seeds.setEnabled(forcing.is_noisy)
        self._show_text("")

    def _connect(self) -> None:
        session = self._session
        self.noise_slider.number_changed.connect(session.set_noise)
        self.noise.committed.connect(session.set_noise)
        self.seed.committed.connect(lambda seed: session.set_seed(round(seed)))
        self.another.clicked.connect(lambda: session.set_seed((session.forcing.seed + 1) % (MAX_SEED + 1)))
        self.over_seeds.clicked.connect(self.show_shares)
        self.decay.chosen.connect(lambda decay: self._change(decay=Decay(decay)))
        self.decay_steps.committed.connect(lambda steps: self._change(decay_steps=round(steps)))
        self.warm_up.committed.connect(lambda steps: self._change(warm_up=round(steps)))
        self.final_share.committed.connect(lambda share: self._change(final_share=share))
        fields = self.noise, self.seed, self.decay_steps, self.warm_up, self.final_share
        for field in fields:
            field.refused.connect(session.message)
        for gesture in (self.noise_slider.gesture, *(field.gesture for field in fields)):
            session.history.merge_during(gesture)
        session.forcing_changed.connect(self.show_forcing)
        session.scenario_loaded.connect(self.show_forcing)

    def show_shares(self) -> None:
        """Say where the selected ball is over many seeds, some hundredths of a second later."""
        session, landscape = self._session, self._session.landscape
        state = origin_of(session, session.selected)
        lo, hi = landscape.domain
        if state.forcing.is_noisy and lo <= state.w <= hi:
            results = results_over_seeds(landscape, state, seeds_from(state.forcing.seed, SEEDS), NOISY_LAST_STEP)
            text = seeds_text(landscape, results, NOISY_LAST_STEP)
            self._show_text(f"{session.name(session.selected)}: {text}")

    def _show_text(self, text: str) -> None:
        """Show shares, in a popover of the height that they need."""
        if text == self.shares.text():
            return
        self.shares.setText(text)
        self.shares.setFixedHeight(self.shares.heightForWidth(self.decay.width()) if text else 0)
        self.window().adjustSize()

    def _change(self, **values: Any) -> None:
        self._session.set_schedule(replace(self._session.forcing.schedule, **values))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(2 * SPACE)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.noise)
        rows: list[tuple[str, GlossaryTerm | None, QWidget | None, QWidget]] = [
            (_("noise σ"), GLOSSARY["noise"], self.noise_slider, self.noise),
            (_("seed"), None, self.another, self.seed),
            (_("decay in steps"), None, None, self.decay_steps),
            (_("warm-up in steps"), None, None, self.warm_up),
            (_("final share of η"), None, None, self.final_share),
        ]
        title = TermLabel(_("schedule of η"), GLOSSARY["schedule"])
        title.setProperty("tone", "muted")
        grid.addWidget(self.over_seeds, 2, 1, 1, 2)
        grid.addWidget(self.shares, 3, 0, 1, 3)
        grid.addWidget(title, 4, 0, 1, 3)
        grid.addWidget(self.decay, 5, 0, 1, 3)
        for index, (text, term, middle, field) in enumerate(rows):
            row = index if index < 2 else index + 4
            label = plain_label(text) if term is None else TermLabel(text, term)
            label.setProperty("tone", "muted")
            grid.addWidget(label, row, 0)
            if middle is not None:
                grid.addWidget(middle, row, 1)
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))
            grid.addWidget(field, row, 2)
        self.setMinimumWidth(self._theme.scaled(WIDTH))


class ForcingButton(SmallButton):
    """Says what noise and schedule there are, and opens the popover for them."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(theme, "", _("Noise and schedule of η, the same for all balls"), is_framed=True)
        self._session = session
        self.clicked.connect(self.open_editor)
        session.forcing_changed.connect(self.show_forcing)
        session.scenario_loaded.connect(self.show_forcing)
        self.show_forcing()

    def show_forcing(self) -> None:
        """Show what is in force."""
        forcing = self._session.forcing
        self.setText(forcing_in_short(forcing))
        about = _("Noise and schedule of η, the same for all balls")
        text = forcing_text(forcing)
        self.setToolTip(plain_tooltip(f"{about}: {text}" if text else about))

    def open_editor(self) -> ForcingEditor:
        """Open the popover below the button."""
        editor = ForcingEditor(self._session, self._theme)
        popover = Popover(_("Noise and schedule"), editor, self)
        popover.open_at(self)
        return editor
