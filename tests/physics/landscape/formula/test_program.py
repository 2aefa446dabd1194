"""The hot loop: an element gets the same bits next to any others, in any shape, in any thread."""

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.arrays import Floats
from physics.landscape.formula import FormulaLandscape
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.graph import OPERATIONS, Graph
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import BLOCK_SIZE, MAX_BYTES, MAX_SHAPES, Program

TEXTS = [
    "0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)",
    "sin(w) + tan(w)/3 - asin(w/7) * acos(w/7)",
    "sinh(w) - cosh(w) + tanh(3w)/w",
    "exp(w)*log(w) + log10(w)^3 - sqrt(w)",
    "atan(w)^7 + w^-3 + abs(w - 1) + 1/(w - 2)",
    "min(w, sin(9w), 0.5) - max(w^2, cos(w))",
    "w^w + w^0.3 + w^2.5 + abs(w)^1.5 + 2^w + w^77",
    "-w + e^-w",
    "w",
    "7",
]

POOL = np.concatenate(
    [
        [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, np.inf, -np.inf, np.nan, 1e300, -1e300, 1e22, 1e16, 5e-324, 710.0, -745.5],
        np.random.default_rng(7).normal(size=40) * 3,
        10.0 ** np.random.default_rng(8).uniform(-30, 30, 40),
    ]
)


def parsed(text: str) -> tuple[Graph, tuple[int, int, int]]:
    """The graph with f, f′ and f″."""
    graph, root = parse(text)
    differentiator = Differentiator(graph)
    slope = differentiator.derivative(root)
    return graph, (root, slope, differentiator.derivative(slope))


def programs(text: str) -> list[Program]:
    graph, roots = parsed(text)
    return [Program(graph, node) for node in roots]


COMPILED = {text: programs(text) for text in TEXTS}


def same_bits(a: Floats, b: Floats) -> bool:
    """Equal to the last bit; any NaN is as good as any other."""
    a, b = np.ascontiguousarray(a), np.ascontiguousarray(b)
    return bool(((a.view(np.int64) == b.view(np.int64)) | (np.isnan(a) & np.isnan(b))).all())


def alone(program: Program, values: Floats) -> Floats:
    return np.array([program(np.array([value]))[0] for value in values])


ALONE = {text: [alone(program, POOL) for program in compiled] for text, compiled in COMPILED.items()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(1, 70), st.integers(0, 8), st.integers(1, 3), st.randoms())
def test_an_element_has_the_same_bits_next_to_any_others(
    text: str, size: int, offset: int, step: int, random: object
) -> None:
    """Lengths 1 to 70, every offset and stride of input and output, huge numbers and NaN among the neighbours."""
    index = np.array([random.randrange(len(POOL)) for _ in range(size)])  # type: ignore[attr-defined]
    w = np.empty(offset + step * size)[offset::step]
    w[:] = POOL[index]
    for program, expected in zip(COMPILED[text], ALONE[text], strict=True):
        assert same_bits(program(w), expected[index])
        out = np.empty(offset + 2 * size)[offset::2]
        assert program(w, out) is out
        assert same_bits(out, expected[index])
        if size % 2 == 0:
            assert same_bits(program(w.reshape(2, -1)), expected[index].reshape(2, -1))
            assert same_bits(program(w.reshape(2, -1).T), expected[index].reshape(2, -1).T)


@pytest.mark.parametrize("text", TEXTS)
def test_large_arrays_have_the_same_bits_too(text: str) -> None:
    index = np.random.default_rng(3).integers(len(POOL), size=(3, BLOCK_SIZE + 11))
    for program, expected in zip(COMPILED[text], ALONE[text], strict=True):
        w, out = POOL[index], np.empty((3, 2 * BLOCK_SIZE + 22))[:, ::2]
        assert same_bits(program(w), expected[index])
        assert same_bits(program(w.T), expected[index].T)
        assert program(w, out) is out
        assert same_bits(out, expected[index])


def test_every_operation_is_among_these_formulas() -> None:
    used = set()
    for text in TEXTS:
        graph, roots = parsed(text)
        used |= {graph.nodes[node].operation for node in graph.dependencies(*roots)}
    assert "integer_power" in used  # which becomes squares and products
    assert set(OPERATIONS) - {"square"} <= used


def test_nothing_is_shared_between_results() -> None:
    landscape = FormulaLandscape("w^2", (-1, 1))
    first = landscape.slope(np.array([1.0, 2.0]))
    landscape.slope(np.array([5.0, 6.0]))
    assert first.tolist() == [2.0, 4.0]
    assert landscape.height(np.zeros(0)).shape == (0,)
    assert landscape.slope(np.array(0.5)) == 1.0


def test_outside_its_domain_a_formula_gives_no_warning() -> None:
    landscape = FormulaLandscape("log(w)", (1, 2))
    assert landscape.height(np.array([0.0, -1.0])).tolist()[0] == -np.inf
    assert np.isnan(landscape.height(np.array([-1.0]))).all()
    with pytest.warns(RuntimeWarning, match="invalid value"):
        np.log(np.array([-1.0]))


def test_buffers_of_many_shapes_are_released() -> None:
    program = COMPILED["w"][0]
    for size in range(1, 3 * MAX_SHAPES):
        assert len(program(np.ones(size))) == size
        assert len(program._local.bound) <= MAX_SHAPES


def test_a_long_formula_of_many_shapes_keeps_a_few_megabytes() -> None:
    """Nothing of its sines and cosines is done with before the end, so each has a buffer of its own."""
    sines = [f"sin({k}w)" for k in range(1, 41)]
    program = programs("*".join(f"({a}+{b})" for a, b in zip(sines, sines[::-1], strict=True)))[1]
    w = np.linspace(-1, 1, BLOCK_SIZE)
    whole = program(w)
    for size in range(BLOCK_SIZE - 40, BLOCK_SIZE):
        assert same_bits(program(w[:size]), whole[:size])
        arrays = [bound.position for bound in program._local.bound.values()]
        arrays += [call[1][-1] for bound in program._local.bound.values() for call in bound.calls]
        assert sum(array.nbytes for array in {id(array): array for array in arrays}.values()) <= MAX_BYTES


def test_threads_do_not_disturb_each_other() -> None:
    landscape = FormulaLandscape("sin(3w) + w^3 exp(-w)", (-2, 2))
    inputs = [np.linspace(-2, 2, 1000) + shift for shift in (0.0, 0.1, 0.2, 0.3)]
    expected = [landscape.slope(w) for w in inputs]
    ready = threading.Barrier(4)

    def work(number: int) -> bool:
        ready.wait()
        out = np.empty(1000)
        return all(np.array_equal(landscape.slope(inputs[number], out), expected[number]) for _ in range(300))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))


def test_a_landscape_can_be_pickled() -> None:
    landscape = FormulaLandscape("f(x) = |x|".replace("|x|", "abs(x) + cos(5x)"), (-2, 2), "Edge", "edge")
    features = landscape.features
    copy = pickle.loads(pickle.dumps(landscape))
    w = np.linspace(-2, 2, 77)
    assert (copy.text, copy.domain, copy.title, copy.preset) == ("f(x) = abs(x) + cos(5x)", (-2.0, 2.0), "Edge", "edge")
    assert np.array_equal(copy.slope(w), landscape.slope(w))
    assert np.array_equal(copy.height(w), landscape.height(w))
    assert "features" in copy.__dict__
    size = len(pickle.dumps(landscape))
    assert landscape.wells.valley_count == copy.wells.valley_count
    assert len(pickle.dumps(landscape)) == size < 30_000  # without the wells
    assert np.array_equal(copy.find_features().edges, features.edges)


def test_the_title_is_the_text_unless_one_is_given() -> None:
    assert FormulaLandscape(" w^2 ", (0, 1)).title == " w^2 "
    assert FormulaLandscape("w^2", (0, 1), title="").title == ""
    with pytest.raises(ValueError, match="DomainError"):
        FormulaLandscape("w^2", (1, 0))


@pytest.mark.parametrize(
    ("text", "expected"), [("max(w, 1)", [0.0, 0.0, 0.5, 1.0]), ("min(1, w)", [1.0, 1.0, 0.5, 0.0])]
)
def test_the_slope_of_max_and_min_is_that_of_the_side_taken_and_the_mean_at_the_kink(
    text: str, expected: list[float]
) -> None:
    w = np.array([0.0, np.nextafter(1.0, 0.0), 1.0, np.nextafter(1.0, 2.0)])
    slope = FormulaLandscape(text, (-2, 2)).slope
    assert slope(w).tolist() == expected
    assert slope(np.array([-np.inf, np.inf])).tolist() == [expected[0], expected[-1]]
    assert np.isnan(slope(np.array([np.nan]))).all()
