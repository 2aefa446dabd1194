"""Noise: one draw of the standard normal distribution for each step, the same bits everywhere and for ever.

The draw of step t is the inverse normal distribution of the first 64 bits that Philox gives for a seed as its key and
t as its counter. NumPy promises these bits from version to version. All that follows is + − × ÷, square roots and
powers of 2, which are the same everywhere, too.

Salmon and others (2011), *Parallel random numbers: as easy as 1, 2, 3*. M. J. Wichura (1988), *Algorithm AS 241: the
percentage points of the normal distribution*, Applied Statistics 37, 477–484: PPND16, to about 1 part in 10¹⁶.
"""

from functools import lru_cache

import numpy as np

from physics.arrays import Floats
from physics.forcing.schedule import BLOCK, in_blocks

MAX_SEED = 2**32 - 1
WORDS_PER_COUNTER = 4
"""64-bit words that Philox gives for one counter."""
CENTRAL_RANGE = 0.425
"""Up to this far from ½ the first of three approximations is used."""
LOG_TERMS = 12
LOG_2 = 0.6931471805599453


def normals(seed: int, begin: int, count: int) -> Floats:
    """(count,) the draws of the steps begin, begin + 1, …; read-only."""
    return in_blocks(lambda block: _block(seed, block), begin, count)


@lru_cache(maxsize=1024)
def _block(seed: int, block: int) -> Floats:
    from numpy.random import Philox  # takes as long to load as the rest of NumPy, and only noise needs it

    words = Philox(key=seed, counter=block * BLOCK).random_raw(WORDS_PER_COUNTER * BLOCK)[::WORDS_PER_COUNTER]
    draws = inverse_normal(probabilities(words))
    draws.setflags(write=False)
    return draws


def probabilities(words: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Floats:
    """Numbers between 0 and 1, neither of them included, from 64 random bits each: exact, and symmetric about ½."""
    probability: Floats = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return probability


def inverse_normal(probability: Floats) -> Floats:
    """The numbers below which a standard normal one lies with these probabilities, between 0 and 1."""
    q = probability - 0.5
    r = np.sqrt(-_log(np.minimum(probability, 1.0 - probability)))
    tail = np.where(r <= 5.0, _ratio(_MIDDLE, r - 1.6), _ratio(_FAR, r - 5.0))
    centre = q * _ratio(_CENTRAL, CENTRAL_RANGE**2 - q * q)
    return np.where(np.abs(q) <= CENTRAL_RANGE, centre, np.copysign(tail, q))


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], r: Floats) -> Floats:
    """One polynomial divided by another, each given from its highest power down."""
    above, below = (np.full_like(r, polynomial[0]) for polynomial in polynomials)
    for power in range(1, len(polynomials[0])):
        above = above * r + polynomials[0][power]
        below = below * r + polynomials[1][power]
    ratio: Floats = above / below
    return ratio


def _log(x: Floats) -> Floats:
    """The natural logarithm, made of operations that give the same bits everywhere."""
    mantissa, exponent = np.frexp(x)
    is_low = mantissa < 0.5**0.5
    mantissa, exponent = np.where(is_low, 2.0 * mantissa, mantissa), exponent - is_low
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square, series = s * s, np.zeros_like(s)
    for odd in range(2 * LOG_TERMS - 1, 0, -2):
        series = series * square + 1.0 / odd
    logarithm: Floats = exponent * LOG_2 + 2.0 * s * series
    return logarithm


_CENTRAL = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
_MIDDLE = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
_FAR = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)
"""Wichura's coefficients, from the highest power down."""
