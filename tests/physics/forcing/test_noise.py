"""Noise: the normal distribution, from bits that are the same for ever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Philox
from scipy.special import ndtri

from physics.forcing.forcing import MAX_NOISE, Forcing
from physics.forcing.noise import MAX_SEED, inverse_normal, normals, probabilities
from physics.forcing.schedule import BLOCK

TOLERANCE = 2e-15
"""Wichura gives about 1 part in 10¹⁶; the sums of his polynomials round a few times."""


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50))
def test_it_is_the_inverse_normal_distribution(words: list[int]) -> None:
    probability = probabilities(np.array(words, np.uint64))
    assert (probability > 0.0).all()
    assert (probability < 1.0).all()
    assert inverse_normal(probability) == pytest.approx(ndtri(probability), rel=TOLERANCE, abs=1e-17)


def test_it_is_that_far_out_in_the_tails() -> None:
    tail = 10.0 ** -np.linspace(0.31, 15.9, 20_001)
    assert inverse_normal(tail) == pytest.approx(ndtri(tail), rel=TOLERANCE)
    extremes = probabilities(np.array([0, 2**64 - 1], np.uint64))
    assert inverse_normal(extremes).tolist() == pytest.approx([-8.2095, 8.2095], abs=1e-4)


def test_it_is_symmetric() -> None:
    words = Philox(key=1).random_raw(1000)
    assert (inverse_normal(probabilities(~words)) == -inverse_normal(probabilities(words))).all()


def test_a_draw_is_that_of_its_seed_and_its_step() -> None:
    drawn = normals(7, 0, 3000)
    for step in (0, 1, 5, BLOCK - 1, BLOCK, 2999):
        word = Philox(key=7, counter=step).random_raw(1)
        assert drawn[step] == inverse_normal(probabilities(np.array([word[0]])))[0]
        assert drawn[step] == pytest.approx(ndtri((int(word[0]) >> 12) / 2**52 + 2.0**-53), rel=TOLERANCE)
    assert not np.isin(normals(8, 0, 3000), drawn).any()


def test_the_first_draws_are_the_same_on_every_machine() -> None:
    first = ["0x1.22e119f4c4f14p+0", "-0x1.62de1a82988fdp+0", "-0x1.18de1e59d4f8cp+1", "-0x1.2a88994643bdap-3"]
    assert [draw.hex() for draw in normals(7, 0, 4).tolist()] == first


@given(seed=st.integers(0, MAX_SEED), begin=st.integers(0, 3000), count=st.integers(1, 2000))
def test_draws_have_the_same_bits_in_blocks(seed: int, begin: int, count: int) -> None:
    assert (normals(seed, begin, count) == normals(seed, 0, begin + count)[begin:]).all()


def test_draws_are_standard_normal_and_do_not_depend_on_each_other() -> None:
    count = 200_000
    drawn = normals(3, 0, count)
    for power, moment in ((1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)):
        spread = np.sqrt(((drawn ** (2 * power)).mean() - moment**2) / count)
        assert abs((drawn**power).mean() - moment) < 4.0 * spread
    for lag in (1, 2, 3, 4, 1024):
        assert abs((drawn[lag:] * drawn[:-lag]).mean()) < 4.0 / np.sqrt(count - lag)
    beyond = [(np.abs(drawn) > limit).mean() for limit in (1.0, 2.0, 3.0)]
    assert beyond == pytest.approx([0.31731, 0.04550, 0.0027], abs=4e-3)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"noise": -0.1}, "noise: -0.1 is not between 0 and 1e[+]300"),
        ({"noise": np.inf}, "noise: inf is not between 0 and 1e[+]300"),
        ({"seed": -1}, "seed: -1 is not between 0 and 4294967295"),
    ],
)
def test_senseless_numbers_are_refused(values: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Forcing(**values)  # type: ignore[arg-type]


def test_the_strongest_noise_is_a_number() -> None:
    forces = Forcing(MAX_NOISE).forces(0, 1000)
    assert forces is not None
    assert forces.noise is not None
    assert np.isfinite(forces.noise).all()
