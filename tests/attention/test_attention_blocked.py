"""Tiles and rows give what the whole table gives, forward and back, without ever making it."""

import numpy as np
import pytest

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
from heed.attention.masks import causal

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

RNG = np.random.default_rng(5)


def drawn(*shape):
    return torch.from_numpy(RNG.random(shape, dtype=np.float32))


WQ, WK, V, W = (torch.from_numpy(RNG.standard_normal(s)) for s in ((3, 4), (3, 4), 3, (4, 4)))
SCORES = {
    "dot": "dot",
    "bilinear": Bilinear(W),
    "additive": Additive(WQ, WK, V),
    "cosine": Cosine(3.0),
}
NORMALIZERS = {
    "softmax": "softmax",
    "entmax15": "entmax15",
    "topk": TopK(3),
    "budget": Budget(1.5),
    "budget by query": Budget(torch.linspace(0.5, 2, 13)[:, None], cost=drawn(13, 11) + 0.5),
}
EVERYTHING = AuxRequest(weights=True, topk=2, received=True, entropy=True)
scores = pytest.mark.parametrize("score", SCORES)
normalizers = pytest.mark.parametrize("normalize", NORMALIZERS)
masks = pytest.mark.parametrize("mask", ["none", "causal", "keys", "heads", "added", "both"])
TILES = (5, 4)


def problem(*, batch=(2, 2), queries=13, keys=11):
    rng = np.random.default_rng(6)
    shapes = ((*batch, queries, 4), (*batch, keys, 4), (*batch, keys, 3))
    return [torch.from_numpy(rng.standard_normal(s)).requires_grad_() for s in shapes]


def mask_of(name):
    """A mask and whether the call is causal; query 3 may see nothing where the mask is by query."""
    keys = torch.arange(11) % 3 != 1
    if name in ("none", "causal"):
        return None, name == "causal"
    if name == "keys":
        return keys, False
    heads = torch.from_numpy(np.random.default_rng(7).random((2, 2, 13, 11)) > 0.3)
    heads[..., 3, :] = False
    if name == "added":
        return torch.where(heads[:, :1], 0.7, -torch.inf).double(), False
    return heads, name == "both"


def call_of(score="dot", normalize="softmax", mask="none", given=None, **how):
    from heed.attention.call import Call
    from heed.attention.normalize import find_normalizer
    from heed.attention.score import find_score

    allowed, is_causal = mask_of(mask)
    return Call(
        *(given or problem()),
        allowed,
        find_score(SCORES[score]),
        find_normalizer(NORMALIZERS.get(normalize, normalize)),
        is_causal=is_causal,
        **how,
    )


def tiled(call, **how):
    from heed.attention.blocked import online_softmax

    found = call.score.features(call.query, call.key, call.scale)
    how = {"tile": TILES} | how
    return online_softmax(found, call.value, call.mask, is_causal=call.is_causal, **how)


def same_forward_and_back(one, other, given):
    weigh = torch.linspace(-1, 1, one.numel(), dtype=one.dtype).reshape(one.shape)
    torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-9)
    gradients = [torch.autograd.grad((x * weigh).sum(), given) for x in (one, other)]
    for left, right in zip(*gradients, strict=True):
        assert torch.isfinite(left).all()
        torch.testing.assert_close(left, right, rtol=1e-9, atol=1e-9)


@scores
@masks
def test_tiles_give_what_the_whole_table_gives(score, mask):
    from heed.attention.call import naive

    given = problem()
    call = call_of(score, mask=mask, given=given)

    output, lse = tiled(call)
    expected, aux = naive(call, AuxRequest(lse=True))

    same_forward_and_back(output, expected, given)
    torch.testing.assert_close(lse, aux.lse, rtol=1e-9, atol=1e-9)


@scores
@normalizers
@pytest.mark.parametrize("mask", ["both", "added"])
def test_rows_give_what_the_whole_table_gives(score, normalize, mask):
    from heed.attention.call import naive
    from heed.attention.rows import by_rows

    given = problem()
    call = call_of(score, normalize, mask, given)

    output, aux = by_rows(call, EVERYTHING, block=5)
    expected, wanted = naive(call, EVERYTHING)

    same_forward_and_back(output, expected, given)
    for one, other in ((aux.weights, wanted.weights), (aux.received, wanted.received)):
        torch.testing.assert_close(one, other)
    torch.testing.assert_close(aux.entropy, wanted.entropy)
    torch.testing.assert_close(aux.topk[0], wanted.topk[0])


@scores
@masks
def test_a_glance_sees_what_the_whole_table_says(score, mask):
    from heed.attention.call import look
    from heed.attention.glance import glance

    call = call_of(score, mask=mask)
    found = call.score.features(call.query, call.key, call.scale)
    ask = AuxRequest(lse=True, weights=True, topk=2, received=True, entropy=True)

    seen = glance(found, ask, call.mask, is_causal=call.is_causal, rows=5)
    expected = look(call, ask)

    for name in ("lse", "weights", "received", "entropy"):
        torch.testing.assert_close(
            getattr(seen, name), getattr(expected, name).detach(), rtol=1e-9, atol=1e-9
        )
    torch.testing.assert_close(seen.topk[0], expected.topk[0].detach())
    assert seen.topk[1].shape == seen.topk[0].shape


@pytest.mark.parametrize("tile", [(2, 3), (13, 11), (64, 64), (4, 11)])
def test_the_size_of_a_tile_changes_nothing(tile):
    given = problem()
    call = call_of(mask="both", given=given)

    same_forward_and_back(tiled(call, tile=tile)[0], tiled(call)[0], given)


@pytest.mark.parametrize("score", ["dot", "additive"])
def test_the_tiles_gradients_are_those_of_their_numbers(score):
    given = problem(batch=(1,), queries=3, keys=4)

    def both(*qkv):
        from heed.attention.call import Call
        from heed.attention.normalize import Softmax
        from heed.attention.score import find_score

        call = Call(*qkv, None, find_score(SCORES[score]), Softmax(), is_causal=True)
        return tiled(call, tile=(2, 2))

    assert torch.autograd.gradcheck(both, given)


def test_what_an_additive_score_learns_is_right():
    q, k, v = (x.detach() for x in problem(batch=(), queries=3, keys=4))
    learned = [x.clone().requires_grad_() for x in (WQ, WK, V)]

    def whole(*weights):
        return attention(q, k, v, score=Additive(*weights))

    def in_tiles(*weights):
        from heed.attention.blocked import online_softmax

        return online_softmax(Additive(*weights).features(q, k, None), v, tile=(2, 2))[0]

    assert torch.autograd.gradcheck(whole, learned)
    assert torch.autograd.gradcheck(in_tiles, learned)


def test_dropout_is_the_same_on_the_way_back():
    from heed.attention.rows import by_rows

    q, k, _ = problem(batch=())
    value = torch.eye(11, dtype=torch.float64, requires_grad=True)

    torch.manual_seed(3)
    output, _ = by_rows(call_of(given=[q, k, value], dropout_p=0.5), AuxRequest(), block=5)
    output.sum().backward()

    assert (output == 0).any()
    torch.testing.assert_close(value.grad, output.sum(0)[:, None].expand(11, 11))


def test_single_precision_stays_close_and_half_is_worked_in_single():
    call = call_of(mask="heads")
    exact = tiled(call)[0]

    for dtype, tolerance in ((torch.float32, 1e-5), (torch.bfloat16, 3e-2)):
        given = [x.detach().to(dtype) for x in (call.query, call.key, call.value)]
        output, lse = tiled(call_of(mask="heads", given=given))
        assert output.dtype == dtype
        assert lse.dtype == torch.float32
        torch.testing.assert_close(output.double(), exact, rtol=0, atol=tolerance * 10)


def open_places(*shape):
    """A mask of which four places in five are open; the first key always is, so no row is empty."""
    mask = drawn(*shape) > 0.2
    mask[..., 0] = True
    return mask


LARGE_CALLS = {
    "kernel": {},
    "kernel with bool mask": {"attn_mask": open_places(2300, 2200)},
    "kernel causal": {"is_causal": True},
    "tiles": {"value": 5},
    "tiles additive": {"score": Additive(WQ.float(), WK.float(), V.float())},
    "tiles cosine and causal mask": {
        "score": Cosine(2.0), "attn_mask": open_places(2200), "is_causal": True,
    },
    "rows sparse": {"normalize": Entmax(2.0)},
    "rows top": {"normalize": TopK(4)},
    "rows linear": {"normalize": Linear(), "is_causal": True},
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE_CALLS)
def test_a_large_call_is_the_formula_and_looking_changes_no_bit(name):
    how = dict(LARGE_CALLS[name])
    make = torch.Generator().manual_seed(0)
    width = how.pop("value", 4)
    q, k, v = (torch.randn(s, generator=make) for s in ((2300, 4), (2200, 4), (2200, width)))
    ask = AuxRequest(topk=2, received=True, entropy=True)

    output, aux = attention(q, k, v, return_aux=ask, **how)
    alone = attention(q, k, v, **how)
    few = slice(1000, 1020)
    if how.pop("is_causal", False):
        seen = torch.from_numpy(causal(2300, 2200))
        how["attn_mask"] = seen & how.get("attn_mask", torch.tensor([True]))
    if how.get("attn_mask", torch.empty(0)).ndim == 2:
        how["attn_mask"] = how["attn_mask"][few]
    exact, small = attention(q[few], k, v, return_aux=ask, **how)

    assert torch.equal(alone, output)
    torch.testing.assert_close(output[few], exact, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(aux.entropy[few], small.entropy, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(aux.topk[0][few], small.topk[0], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(aux.received.sum(), torch.tensor(2300.0))


def test_a_learned_bias_gets_its_gradient_however_large_the_call():
    from heed.attention import tensors

    q, k, v = (torch.randn(n, 2) for n in (2100, 2000, 2000))
    assert tensors.LARGE <= 2100 * 2000
    bias = torch.zeros(2000, requires_grad=True)

    attention(q, k, v, bias).square().sum().backward()

    assert (bias.grad != 0).any()


def test_a_large_query_that_may_see_nothing_gets_zeros_and_no_gradient():
    q, k, v = (torch.randn(n, w, requires_grad=True) for n, w in ((2100, 2), (2000, 2), (2000, 3)))
    mask = torch.ones(2100, 1, dtype=torch.bool)
    mask[7] = False

    output, aux = attention(q, k, v, mask, return_aux=AuxRequest(lse=True))
    output.square().sum().backward()

    assert (output[7] == 0).all()
    assert aux.lse[7] == -torch.inf
    assert all(torch.isfinite(x.grad).all() for x in (q, k, v))
    assert (q.grad[7] == 0).all()


def test_entropy_of_a_large_call_can_be_trained():
    q, k, v = (torch.randn(n, 4, requires_grad=n == 2100) for n in (2100, 2000, 2000))

    _, aux = attention(q, k, v, return_aux=AuxRequest(entropy=True))
    aux.entropy.sum().backward()

    assert (q.grad != 0).any()


def test_one_tensor_of_queries_may_serve_many_batches_of_keys():
    q, k, v = torch.randn(3, 4), torch.randn(2, 5, 4), torch.randn(2, 5, 4)

    for normalize in ("softmax", "sparsemax"):
        together = attention(q, k, v, normalize=normalize)
        for i in range(2):
            torch.testing.assert_close(together[i], attention(q, k[i], v[i], normalize=normalize))
