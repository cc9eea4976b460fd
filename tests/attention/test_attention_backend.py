"""What differs between array libraries is small, exact and torch-free until a tensor comes."""

import math
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from heed.attention import erf, gelu
from heed.attention._backend import top_k

X = np.concatenate([np.linspace(-7, 7, 4001), [-1e6, 0, 1e6]]).astype(np.float32)


def test_erf_is_the_error_function_in_single_precision():
    exact = np.array([math.erf(x) for x in X.tolist()])

    assert erf(X).dtype == np.float32
    assert np.abs(erf(X) - exact).max() < 3e-7


def test_gelu_is_exact_not_the_tanh_approximation():
    exact = np.array([x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in X.tolist()])

    assert_allclose(gelu(X.copy()), exact, rtol=3e-7, atol=8e-7)


def test_gelu_reaches_every_chunk_of_a_large_table():
    table = np.tile(X, 40)[: 40 * 4000].reshape(40, 4000)

    assert_array_equal(gelu(table.copy()), gelu(table.reshape(-1).copy()).reshape(40, 4000))


def test_top_k_is_sorted_and_first_come_first_on_ties():
    values, places = top_k(np.array([[1.0, 3, 3, 2]]), 3)

    assert_array_equal(values, [[3, 3, 2]])
    assert_array_equal(places, [[1, 2, 3]])


@pytest.mark.torch
def test_torch_has_the_same_erf_and_top_k():
    import torch

    x = torch.linspace(-3, 3, 101)

    assert_allclose(erf(x).numpy(), erf(x.numpy()), atol=3e-7)
    for one, other in zip(top_k(x, 3), top_k(x.numpy(), 3), strict=True):
        assert_array_equal(one.numpy(), other)


@pytest.mark.parametrize(
    "work",
    [
        "import heed.attention, heed.attention.picture",
        "import heed.budget",
        "import numpy as np; from heed.attention import *; q = np.eye(3);"
        "attention(q, q, q, normalize='entmax15', return_aux=AuxRequest(topk=2)); erf(q)",
        "from heed.budget import *; allocate([1.0, 2], 1); bound([1.0], [1], 1, [Row([1.0])])",
    ],
)
def test_no_torch_is_loaded(work):
    code = f"{work}\nimport sys; sys.exit(int('torch' in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
