"""The short way of entmax-1.5 and sparsemax on tensors gives what the solver in float64 gives."""

from shutil import which

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed import budget  # noqa: E402
from heed.attention.budgeted import entmax  # noqa: E402
from heed.attention.sparse import thresholded  # noqa: E402

RNG = np.random.default_rng(5)
ROWS = {
    "normal": RNG.standard_normal((40, 300)),
    "large": 1e3 * RNG.standard_normal((20, 50)),
    "ties": np.zeros((3, 5000)),
    "one far ahead": np.concatenate((np.zeros((4, 1)), np.full((4, 4000), -1.98)), 1),
    "one element": RNG.standard_normal((5, 1)),
    "some masked": np.where(RNG.random((30, 40)) < 0.5, -np.inf, RNG.standard_normal((30, 40))),
    "whole numbers": RNG.integers(-3, 3, (20, 9)).astype(float),
    "far below zero": RNG.standard_normal((10, 30)) - 1e6,
}
alphas = pytest.mark.parametrize("alpha", [1.5, 2.0])


@alphas
@pytest.mark.parametrize("name", ROWS)
def test_single_precision_is_the_solver_but_for_its_rounding(name, alpha):
    rows = torch.tensor(ROWS[name], dtype=torch.float32)
    exact = budget.entmax(rows.double().numpy(), alpha)

    found = thresholded(rows, alpha)

    np.testing.assert_allclose(found, exact, atol=2e-6)
    sums = found.sum(-1)
    assert (((sums - 1).abs() < 1e-5) | (sums == 0)).all()


@alphas
@pytest.mark.parametrize("name", ROWS)
def test_double_precision_is_the_solver(name, alpha):
    rows = torch.tensor(ROWS[name])

    np.testing.assert_allclose(
        thresholded(rows, alpha), budget.entmax(ROWS[name], alpha), atol=2e-12
    )


@alphas
def test_half_precision_rows_are_worked_in_single(alpha):
    rows = torch.tensor(ROWS["normal"]).bfloat16()
    exact = budget.entmax(rows.double().numpy(), alpha)

    found = thresholded(rows, alpha)

    assert found.dtype == torch.bfloat16
    np.testing.assert_allclose(found.double(), exact, rtol=5e-3, atol=1e-6)


@alphas
def test_rows_beyond_one_block_and_no_rows_at_all(alpha):
    wide = torch.tensor(RNG.standard_normal((3, 200_000)), dtype=torch.float32)

    np.testing.assert_allclose(
        thresholded(wide, alpha), budget.entmax(wide.double().numpy(), alpha), atol=1e-5
    )
    assert thresholded(torch.zeros(3, 0), alpha).shape == (3, 0)
    assert thresholded(torch.zeros(0, 3), alpha).shape == (0, 3)


def test_pin_of_both_and_a_masked_row_of_zeros():
    row = torch.tensor([[1, 0.5, -1], [-torch.inf] * 3])

    np.testing.assert_allclose(entmax(row, 1.5), [[0.67399, 0.32601, 0], [0, 0, 0]], atol=5e-6)
    np.testing.assert_allclose(entmax(row, 2.0), [[0.75, 0.25, 0], [0, 0, 0]], atol=1e-7)


@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match=r"^scores has NaN or \+inf; expected numbers"):
        entmax(torch.tensor([0.0, bad]), 1.5)


@alphas
def test_gradients_are_those_of_finite_differences(alpha):
    x = torch.tensor(ROWS["normal"][:4, :7]).requires_grad_()

    assert torch.autograd.gradcheck(lambda x: entmax(x, alpha), (x,))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's compiler uses its own old parts
@pytest.mark.skipif(which("g++") is None, reason="torch.compile needs a C++ compiler")
def test_compiled_rows_are_the_same():
    rows = torch.tensor(ROWS["normal"], dtype=torch.float32)

    found = entmax(rows, 1.5, compiled=True)

    np.testing.assert_allclose(found, entmax(rows, 1.5), atol=1e-6)
