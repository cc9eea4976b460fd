"""Laws that hold for every mechanism, on every array library, in every precision."""

import numpy as np
import pytest

import heed.budget
from heed.attention import (
    Additive,
    AuxRequest,
    Bilinear,
    Budget,
    Cosine,
    Entmax,
    Linear,
    TopK,
    attention,
)

RNG = np.random.default_rng(7)
WQ, WK, V, W = (RNG.standard_normal(s) for s in ((6, 8), (6, 8), 6, (8, 8)))
SCORES = {
    "dot": lambda lib: "dot",
    "bilinear": lambda lib: Bilinear(lib(W)),
    "additive": lambda lib: Additive(lib(WQ), lib(WK), lib(V)),
    "cosine": lambda lib: Cosine(4.0),
}
NORMALIZERS = {
    "softmax": "softmax",
    "sparsemax": "sparsemax",
    "entmax15": "entmax15",
    "entmax1.2": Entmax(1.2),
    "topk": TopK(3),
    "budget": Budget(1.0, equality=True),
}
MECHANISMS = [(s, n) for s in SCORES for n in NORMALIZERS] + [("dot", "linear")]
ALL = AuxRequest(weights=True, received=True, entropy=True, topk=2)
LIBRARIES = ["numpy", pytest.param("torch", marks=pytest.mark.torch)]
TOLERANCE = {"float32": 2e-6, "float64": 1e-12}

every = pytest.mark.parametrize(
    ("score", "normalize"), MECHANISMS, ids=lambda name: name if isinstance(name, str) else None
)
library = pytest.mark.parametrize("library", LIBRARIES)
dtype = pytest.mark.parametrize("dtype", TOLERANCE)


class Mechanism:
    """One way to attend, on one library in one precision, spoken to in NumPy."""

    def __init__(self, score, normalize, library, dtype):
        self.library, self.dtype = library, dtype
        self.how = {
            "score": SCORES[score](self.bring),
            "normalize": NORMALIZERS.get(normalize, Linear()),
        }

    def bring(self, array):
        if self.library == "numpy":
            return array.astype(self.dtype) if array.dtype != bool else array
        import torch

        tensor = torch.from_numpy(np.ascontiguousarray(array))
        return tensor.to(getattr(torch, self.dtype)) if array.dtype != bool else tensor

    def __call__(self, q, k, v, mask=None, **how):
        mask = None if mask is None else self.bring(mask)
        return attention(*(self.bring(a) for a in (q, k, v)), mask, **self.how, **how)


def problem(batch=(2, 2), queries=5, keys=7):
    rng = np.random.default_rng(11)
    return (
        rng.standard_normal((*batch, queries, 8)),
        rng.standard_normal((*batch, keys, 8)),
        rng.standard_normal((*batch, keys, 3)),
    )


@every
@library
@dtype
def test_rows_are_shares_of_one(score, normalize, library, dtype):
    _, aux = Mechanism(score, normalize, library, dtype)(*problem(), return_aux=ALL)

    weights = np.asarray(aux.weights)
    assert weights.dtype == dtype
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(-1), 1, atol=10 * TOLERANCE[dtype])


@every
@library
@dtype
def test_permuting_keys_permutes_weights_and_not_the_output(score, normalize, library, dtype):
    attend = Mechanism(score, normalize, library, dtype)
    q, k, v = problem()
    order = np.random.default_rng(3).permutation(7)

    output, aux = attend(q, k, v, return_aux=ALL)
    moved, moved_aux = attend(q, k[..., order, :], v[..., order, :], return_aux=ALL)

    close = {"atol": 30 * TOLERANCE[dtype]}
    np.testing.assert_allclose(np.asarray(moved), np.asarray(output), **close)
    permuted = np.asarray(aux.weights)[..., order]
    np.testing.assert_allclose(np.asarray(moved_aux.weights), permuted, **close)


@every
@library
@dtype
def test_looking_never_changes_the_output(score, normalize, library, dtype):
    attend = Mechanism(score, normalize, library, dtype)

    output, aux = attend(*problem(), return_aux=ALL)
    unseen = attend(*problem())

    np.testing.assert_array_equal(np.asarray(unseen), np.asarray(output))
    np.testing.assert_allclose(np.asarray(aux.received), np.asarray(aux.weights).sum(-2), rtol=1e-5)


@every
@library
@dtype
def test_padding_never_changes_a_result(score, normalize, library, dtype):
    attend = Mechanism(score, normalize, library, dtype)
    q, k, v = problem()
    far = np.full((2, 2, 4, 8), 9.0), np.full((2, 2, 4, 3), -50.0)
    mask = np.arange(11) < 7

    alone = attend(q, k, v)
    padded = attend(q, np.concatenate([k, far[0]], -2), np.concatenate([v, far[1]], -2), mask)

    np.testing.assert_allclose(np.asarray(padded), np.asarray(alone), atol=30 * TOLERANCE[dtype])


@every
@library
def test_a_batch_is_its_members_one_by_one(score, normalize, library):
    attend = Mechanism(score, normalize, library, "float64")
    q, k, v = problem()

    together = np.asarray(attend(q, k, v))

    for i in np.ndindex(2, 2):
        np.testing.assert_allclose(np.asarray(attend(q[i], k[i], v[i])), together[i], atol=1e-10)


@every
@library
def test_a_query_that_may_see_nothing_gets_zeros(score, normalize, library):
    attend = Mechanism(score, normalize, library, "float64")
    mask = np.ones((5, 7), dtype=bool)
    mask[2] = False

    output = np.asarray(attend(*problem(), mask))

    np.testing.assert_array_equal(output[..., 2, :], 0)
    assert np.isfinite(output).all()


@every
@pytest.mark.torch
def test_torch_and_numpy_agree(score, normalize):
    q, k, v = problem()

    one = Mechanism(score, normalize, "numpy", "float64")(q, k, v)
    other = Mechanism(score, normalize, "torch", "float64")(q, k, v)

    np.testing.assert_allclose(other.numpy(), one, atol=1e-12)


@pytest.mark.torch
@pytest.mark.parametrize(
    ("is_causal", "masked"), [(True, "none"), (False, "none"), (False, "bool"), (False, "float")]
)
def test_dot_and_softmax_are_torchs_own_attention(is_causal, masked):
    import torch

    q, k, v = (torch.from_numpy(a) for a in problem())
    mask = None
    if masked != "none":
        mask = torch.rand(5, 7) > 0.3
        mask[3] = False
    if masked == "float":
        mask = torch.where(mask, 0.5, -torch.inf).to(torch.float64)
        mask[3, 0] = 0

    expected = torch.nn.functional.scaled_dot_product_attention(q, k, v, mask, is_causal=is_causal)

    torch.testing.assert_close(attention(q, k, v, mask, is_causal=is_causal), expected)


@pytest.mark.torch
def test_grouped_heads_are_torchs_own():
    import torch

    q, k, v = problem(batch=(2, 4))
    k, v = k[:, :2], v[:, :2]
    q, k, v = (torch.from_numpy(a) for a in (q, k, v))

    expected = torch.nn.functional.scaled_dot_product_attention(q, k, v, enable_gqa=True)

    torch.testing.assert_close(attention(q, k, v, enable_gqa=True), expected)


@pytest.mark.torch
@pytest.mark.parametrize("normalize", ["softmax", TopK(3), Linear()])
def test_gradients_are_finite_and_zero_for_a_query_that_sees_nothing(normalize):
    import torch

    q, k, v = (torch.from_numpy(a).requires_grad_() for a in problem())
    mask = torch.ones(5, 7, dtype=torch.bool)
    mask[2] = False

    attention(q, k, v, mask, normalize=normalize).square().sum().backward()

    for tensor in (q, k, v):
        assert torch.isfinite(tensor.grad).all()
    assert (q.grad[..., 2, :] == 0).all()


@pytest.mark.torch
@pytest.mark.parametrize("score", SCORES)
def test_gradients_of_every_score_under_softmax_are_right(score):
    import torch

    q, k, v = (torch.from_numpy(a[0, 0]).requires_grad_() for a in problem())
    how = SCORES[score](lambda a: torch.from_numpy(a).requires_grad_())

    assert torch.autograd.gradcheck(lambda *qkv: attention(*qkv, score=how), (q, k, v))


@pytest.mark.torch
def test_a_gradient_nobody_can_give_is_refused_not_lost():
    import torch

    scores = torch.zeros(2, 3, requires_grad=True)

    with pytest.raises(ValueError, match=r"^scores asks for gradients; expected values"):
        heed.budget.allocate(scores, 1.0)
