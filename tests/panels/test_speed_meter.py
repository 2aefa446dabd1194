"""How many steps per second are really made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panels.speed import SpeedMeter


@given(st.floats(1.0, 2000.0), st.floats(0.01, 0.4), st.integers(80, 200))
def test_an_even_run_has_its_speed(speed: float, interval: float, readings: int) -> None:
    meter = SpeedMeter()
    for number in range(readings):
        meter.read(number * interval, round(number * interval * speed))
    assert meter.speed == pytest.approx(speed, abs=1.0 / 0.5)


def test_nothing_is_known_at_first_and_after_a_reset() -> None:
    meter = SpeedMeter()
    assert meter.speed is None
    meter.read(0.0, 0)
    meter.read(0.1, 3)
    assert meter.speed is None
    meter.read(1.0, 30)
    assert meter.speed == 30.0
    meter.reset()
    assert meter.speed is None


def test_a_restart_begins_anew() -> None:
    meter = SpeedMeter()
    meter.read(0.0, 500)
    meter.read(1.0, 530)
    meter.read(1.1, 2)
    assert meter.speed is None
