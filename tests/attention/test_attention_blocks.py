"""Blocks start as plain means, keep padding out, and learn what a mean cannot."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import AuxRequest  # noqa: E402
from heed.attention.modules import DecoderStep, EncoderBlock  # noqa: E402


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_a_block_starts_as_its_input_plus_the_mean_of_what_it_sees():
    block, x = EncoderBlock(6, 2), some(2, 5, 6)
    normed = torch.nn.functional.layer_norm(x, (6,))

    torch.testing.assert_close(block(x), x + normed.mean(1, keepdim=True))
    first = block(x, is_causal=True)[:, 0]
    torch.testing.assert_close(first, x[:, 0] + normed[:, 0])


def test_padding_never_changes_a_block():
    block, x = EncoderBlock(6, 2), some(1, 4, 6)
    torch.nn.init.normal_(block.attend.key.weight, generator=torch.Generator().manual_seed(1))
    longer = torch.cat((x, 99 * some(1, 3, 6, seed=2)), dim=1)
    mask = (torch.arange(7) < 4)[None, None, None]

    seen, aux = block(longer, mask, return_aux=AuxRequest(weights=True))
    torch.testing.assert_close(seen[:, :4], block(x))
    assert (aux.weights[..., 4:] == 0).all()


def test_a_block_without_dropout_is_the_same_in_training():
    block, x = EncoderBlock(6), some(1, 4, 6)
    assert torch.equal(block.train()(x), block.eval()(x))


def test_blocks_pass_gradients_to_every_weight():
    net = torch.nn.Sequential(EncoderBlock(4, 2), EncoderBlock(4, 2)).double()
    for part in net.parameters():
        torch.nn.init.normal_(part, generator=torch.Generator().manual_seed(3))
    x = some(1, 3, 4).double().requires_grad_()
    assert torch.autograd.gradcheck(net, (x,))


def test_a_step_starts_by_looking_at_all_alike_and_never_at_padding():
    step = DecoderStep(3, 5, 4)
    mask = torch.tensor([[True, True, True, False], [False] * 4])
    state, aux = step(some(2, 3), torch.zeros(2, 4), some(2, 4, 5, seed=1), mask)

    assert state.shape == (2, 4)
    torch.testing.assert_close(aux.weights[0, 0], torch.tensor([1, 1, 1, 0.0]) / 3)
    assert (aux.weights[1] == 0).all()
    assert state.isfinite().all()


def test_a_step_looks_by_the_formula_and_writes_by_the_cell():
    step = DecoderStep(3, 5, 4)
    torch.nn.init.normal_(step.vector, generator=torch.Generator().manual_seed(4))
    word, state, source = some(2, 3), some(2, 4, seed=1), some(2, 6, 5, seed=2)

    inner = torch.tanh((state @ step.asked.mT)[:, None] + source @ step.shown.mT)
    weights = (inner @ step.vector).softmax(-1)
    found = (weights[:, None] @ source)[:, 0]
    new, aux = step(word, state, source)

    torch.testing.assert_close(aux.weights[:, 0], weights)
    torch.testing.assert_close(new, step.cell(torch.cat((word, found), -1), state))


def test_every_weight_of_a_step_learns():
    step = DecoderStep(3, 5, 4)
    torch.nn.init.ones_(step.vector)
    state = some(2, 4, seed=1)
    for n in range(3):
        state, _ = step(some(2, 3, seed=n), state, some(2, 6, 5, seed=2))
    state.square().sum().backward()

    assert all((weight.grad != 0).any() for weight in step.parameters())
