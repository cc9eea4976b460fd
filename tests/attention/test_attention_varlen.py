"""A packed batch is its sequences one by one."""

import numpy as np
import pytest

from heed.attention import Additive, AuxRequest, attention

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

LENGTHS, OTHERS = [3, 1, 0, 6], [2, 4, 5, 1]


def packed(lengths, width=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(sum(lengths), 2, width, generator=generator, dtype=torch.float64)


def places(lengths):
    return torch.tensor([0, *lengths]).cumsum(0).int()


def alone(x, lengths):
    return [part.transpose(0, 1) for part in x.split(lengths)]


@pytest.mark.parametrize("normalize", ["softmax", "entmax15"])
def test_sequences_attend_within_themselves(normalize):
    from heed.attention.varlen import attention_varlen

    q, k, v = packed(LENGTHS), packed(LENGTHS, seed=1), packed(LENGTHS, 3, seed=2)

    output = attention_varlen(q, k, v, places(LENGTHS), normalize=normalize, is_causal=True)

    assert output.shape == (10, 2, 3)
    given = (alone(x, LENGTHS) for x in (q, k, v))
    for part, *qkv in zip(alone(output, LENGTHS), *given, strict=True):
        expected = attention(*qkv, normalize=normalize, is_causal=True)
        torch.testing.assert_close(part, expected)


def test_queries_and_keys_may_differ_in_length_and_be_looked_into():
    from heed.attention.varlen import attention_varlen

    lengths = [3, 1, 2, 6]
    q, k = packed(lengths), packed(OTHERS, seed=1)
    score = Additive(*(torch.randn(3, 4, dtype=torch.float64) for _ in range(2)), torch.ones(3))
    score = Additive(score.query_weight, score.key_weight, score.vector.double())

    output, aux = attention_varlen(
        q, k, k, places(lengths), places(OTHERS), score=score, return_aux=AuxRequest(weights=True)
    )

    for i, (one, other) in enumerate(zip(alone(q, lengths), alone(k, OTHERS), strict=True)):
        expected = attention(one, other, other, score=score)
        torch.testing.assert_close(alone(output, lengths)[i], expected)
        assert aux[i].weights.shape[-2:] == (lengths[i], OTHERS[i])


@pytest.mark.parametrize("normalize", ["softmax", "sparsemax"])
def test_queries_without_any_key_get_zeros(normalize):
    from heed.attention.varlen import attention_varlen

    q, k = packed([2, 3]), packed([4, 0])

    output = attention_varlen(q, k, k, places([2, 3]), places([4, 0]), normalize=normalize)

    assert (output[2:] == 0).all()
    none = np.empty((2, 0, 4))
    assert (attention(np.ones((2, 3, 4)), none, none, normalize=normalize) == 0).all()


def test_gradients_reach_every_sequence():
    from heed.attention.varlen import attention_varlen

    q = packed([2, 3]).requires_grad_()

    assert torch.autograd.gradcheck(lambda x: attention_varlen(x, x, x, places([2, 3])), q)


@pytest.mark.parametrize("wrong", [[0, 2, 4], [1, 5], [0, 3, 2, 5], [0]])
def test_places_that_do_not_fit_are_refused(wrong):
    from heed.attention.varlen import attention_varlen

    q = packed([5])

    with pytest.raises(ValueError, match=r"^cu_seq_q is .*; expected places that rise from 0 to 5"):
        attention_varlen(q, q, q, torch.tensor(wrong))
