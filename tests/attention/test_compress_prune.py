"""Pruned layers compute what masked ones compute, and a loss rises no further than allowed."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import Budget  # noqa: E402
from heed.attention.blocks import EncoderBlock  # noqa: E402
from heed.attention.compress import (  # noqa: E402
    first_order_head_loss,
    head_loss,
    prune_heads,
    prune_to_loss,
    without,
)
from heed.attention.heads import (  # noqa: E402
    CrossAttention,
    LinearAttention,
    MultiHeadAttention,
)

CLOSE = {"rtol": 0, "atol": 1e-6}


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def stirred(module, seed=0):
    """Weights at random, wide enough that heads differ."""
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for part in module.parameters():
            part.normal_(0, 0.3, generator=draw)
    return module.eval()


def net(seed=0):
    return stirred(torch.nn.Sequential(EncoderBlock(12, 4), EncoderBlock(12, 3)), seed)


@torch.no_grad()
def lost(loss, module):
    return float(loss(module))


def far_from(target, x):
    return lambda module: (module(x) - target).square().mean()


@pytest.mark.parametrize(
    "layer",
    [
        MultiHeadAttention(12, 4),
        MultiHeadAttention(12, 4, bias=False),
        MultiHeadAttention(12, 4, normalize="entmax15"),
        LinearAttention(12, 4),
    ],
    ids=["plain", "no bias", "entmax15", "linear"],
)
@pytest.mark.parametrize("keep", [[2], [3, 0], [0, 1, 2, 3]])
def test_a_pruned_layer_computes_what_the_masked_one_does(layer, keep):
    layer, x = stirred(layer), some(2, 5, 12)
    with without({layer: set(range(4)) - set(keep)}):
        masked = layer(x)
        causal = layer(x, is_causal=True)

    smaller = prune_heads(layer, keep)

    torch.testing.assert_close(smaller(x), masked, **CLOSE)
    torch.testing.assert_close(smaller(x, is_causal=True), causal, **CLOSE)
    assert smaller.heads == len(keep)
    assert smaller.query.weight.shape == (3 * len(keep), 12)
    assert smaller.output.weight.shape == (12, 3 * len(keep))


def test_a_context_of_another_width_is_pruned_alike():
    layer = stirred(CrossAttention(12, 4, key_width=6))
    x, context, mask = some(2, 5, 12), some(2, 7, 6, seed=1), torch.arange(7) < 5
    with without({layer: [1, 2]}):
        masked = layer(x, context, mask)

    torch.testing.assert_close(prune_heads(layer, [0, 3])(x, context, mask), masked, **CLOSE)


def test_what_a_budget_holds_for_each_head_goes_with_the_head():
    cost = 1 + torch.arange(4.0)[:, None, None]
    layer = stirred(MultiHeadAttention(12, 4, normalize=Budget(0.5, cost=cost)))
    x = some(1, 5, 12)
    with without({layer: [0, 2]}):
        masked = layer(x)

    torch.testing.assert_close(prune_heads(layer, [1, 3])(x), masked, **CLOSE)


def test_a_layer_comes_back_as_it_was_and_keeps_its_own_weights():
    layer, x = stirred(MultiHeadAttention(12, 4)).train(), some(1, 5, 12)
    whole = layer(x)
    smaller = prune_heads(layer, [1])
    smaller.query.weight.data.zero_()
    with without({layer: [0]}):
        assert not torch.allclose(layer(x), whole)

    assert torch.equal(layer(x), whole)
    assert smaller.training
    assert smaller.query.weight.requires_grad


def test_pruned_weights_fit_a_fresh_layer_pruned_alike():
    layer, x = stirred(MultiHeadAttention(12, 4)), some(1, 5, 12)
    smaller = prune_heads(layer, [1, 3])
    fresh = prune_heads(MultiHeadAttention(12, 4), [0, 1])

    fresh.load_state_dict(smaller.state_dict())

    assert torch.equal(fresh(x), smaller(x))


def test_a_head_loss_is_the_loss_without_it_less_the_loss_with_it():
    module, x = net(), some(3, 5, 12)
    loss = far_from(some(3, 5, 12, seed=1), x)
    layer = module[0].attend

    rises = head_loss(module, layer, loss)

    by_hand = []
    for head in range(4):
        module[0].attend = prune_heads(layer, set(range(4)) - {head})
        by_hand.append(lost(loss, module))
    module[0].attend = layer
    torch.testing.assert_close(rises, torch.tensor(by_hand).double() - lost(loss, module), **CLOSE)


def test_first_order_is_exact_where_the_loss_is_linear_in_the_heads():
    layer, x = stirred(MultiHeadAttention(12, 4)), some(3, 5, 12)

    def loss(module):
        return module(x).sum()

    guess, rises = first_order_head_loss(layer, layer, loss), head_loss(layer, layer, loss)

    torch.testing.assert_close(guess, rises, rtol=0, atol=1e-4)
    assert rises.abs().min() > 0.01


def test_first_order_leaves_no_gradient_behind():
    module = net().train()
    first_order_head_loss(module, module[1].attend, far_from(0, some(2, 5, 12)))

    assert all(part.grad is None for part in module.parameters())
    assert all(part.training for part in module.modules())


@pytest.mark.parametrize("estimate", [False, True])
@pytest.mark.parametrize("rise", [0.0, 0.02, 0.1, 1e9])
def test_the_loss_stays_within_the_rise(estimate, rise):
    module, x = net(), some(4, 5, 12)
    loss = far_from(module(x).detach() + 0.1 * some(4, 5, 12, seed=1), x)
    layers = [block.attend for block in module]

    found = prune_to_loss(module, layers, loss, rise=rise, estimate=estimate)

    assert found.before == lost(loss, module)
    assert found.after == lost(loss, found.module) <= found.before + rise
    assert all(one.loss <= found.before + rise for one in found.removed)
    left = [block.attend.heads for block in found.module]
    assert sum(left) == 7 - len(found.removed)
    assert left == [1, 1] or rise < 1e9
    assert [block.attend.heads for block in module] == [4, 3]


def test_heads_that_do_nothing_go_first_and_for_nothing():
    module, x = net(), some(4, 5, 12)
    with torch.no_grad():
        module[0].attend.output.weight[:, 3:9] = 0  # heads 1 and 2 of four
        module[1].attend.output.weight[:, :4] = 0  # head 0 of three
    loss = far_from(module(x).detach(), x)

    found = prune_to_loss(module, [block.attend for block in module], loss, rise=1e-9)

    gone = {(one.layer, one.head) for one in found.removed}
    assert gone == {("0.attend", 1), ("0.attend", 2), ("1.attend", 0)}
    torch.testing.assert_close(found.module(x), module(x), **CLOSE)


def test_a_larger_rise_never_keeps_more_heads():
    module, x = net(), some(4, 5, 12)
    loss = far_from(module(x).detach(), x)
    layers = [block.attend for block in module]

    gone = [
        len(prune_to_loss(module, layers, loss, rise=rise).removed)
        for rise in (0, 0.03, 0.1, 0.3, 1)
    ]

    assert gone == sorted(gone)
    assert gone[0] < gone[-1]


def test_a_layer_that_stands_twice_is_pruned_in_both_places():
    layer = stirred(MultiHeadAttention(12, 4))
    module, x = torch.nn.Sequential(layer, layer), some(2, 5, 12)

    found = prune_to_loss(module, [layer], far_from(0, x), rise=1e9)

    assert found.module[0] is found.module[1]
    assert found.module[0].heads == 1


def test_a_pruned_net_learns_on():
    module, x = net(), some(4, 5, 12)
    smaller = prune_to_loss(module, [module[0].attend], far_from(0, x), rise=1e9).module
    smaller(x).square().mean().backward()

    assert all((part.grad != 0).any() for part in smaller[0].attend.output.parameters())


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda m, a: prune_heads(a, []), "keep is empty"),
        (lambda m, a: prune_heads(a, [4]), r"keep is \[4\]; expected heads from 0 to 3"),
        (lambda m, a: prune_heads(m, [0]), "layer is a Sequential; expected a MultiHeadAttention"),
        (lambda m, a: head_loss(m, MultiHeadAttention(4), far_from(0, some(1, 2, 12))), "inside"),
        (lambda m, a: head_loss(m, a, lambda _: float("nan")), "loss gave nan"),
        (lambda m, a: head_loss(m, a, lambda _: some(2)), r"loss gave shape \(2,\)"),
        (lambda m, a: first_order_head_loss(m, a, lambda _: 1.0), "tensor with a gradient"),
        (lambda m, a: prune_to_loss(m, [a], lambda _: 1.0, rise=-1), "rise is -1"),
        (lambda m, a: prune_to_loss(m, [], lambda _: 1.0, rise=1), "layers is empty"),
    ],
)
def test_bad_input_gets_one_sentence_about_pruning(ask, says):
    module = net()
    with pytest.raises(ValueError, match=says):
        ask(module, module[0].attend)
