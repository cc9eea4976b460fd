"""Heads learn how sharply they look, how far, and which of them count."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import AuxRequest, attention  # noqa: E402
from heed.attention.modules import (  # noqa: E402
    MixtureOfHeads,
    MultiHeadAttention,
    SpanAttention,
    TemperedAttention,
)

WEIGHTS = AuxRequest(weights=True)


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def looking(layer):
    """The layer with keys that differ, so that it looks at something."""
    torch.nn.init.eye_(layer.key.weight)
    return layer


@pytest.mark.parametrize(("temperature", "first"), [(0.5, 0.88080), (1.0, 0.73106), (2.0, 0.62246)])
def test_pin_a_temperature_divides_the_scores(temperature, first):
    layer = looking(TemperedAttention(1))
    with torch.no_grad():
        layer.log_temperature.fill_(torch.tensor(temperature).log())

    _, aux = layer(torch.tensor([[[1.0], [0.0]]]), return_aux=WEIGHTS)

    assert aux.weights[0, 0, 0, 0].item() == pytest.approx(first, abs=1e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: TemperedAttention(4, 2),
        lambda: SpanAttention(4, 2, longest=8),
        lambda: MixtureOfHeads(4, 2),
        lambda: MixtureOfHeads(4, 2, keep=1),
    ],
)
def test_an_adaptive_layer_starts_as_plain_heads(make):
    x, mask = some(2, 5, 4), torch.tensor([True, True, False, True, True])
    layer, plain = looking(make()), looking(MultiHeadAttention(4, 2))

    torch.testing.assert_close(layer(x), plain(x))
    torch.testing.assert_close(layer(x, mask), plain(x, mask))
    torch.testing.assert_close(layer(x, is_causal=True), plain(x, is_causal=True))


def test_heads_of_different_temperatures_differ_in_how_widely_they_look():
    layer = looking(TemperedAttention(4, 2))
    with torch.no_grad():
        layer.log_temperature.copy_(torch.tensor([-2.0, 2.0]))

    _, aux = layer(some(2, 6, 4), return_aux=AuxRequest(entropy=True))

    assert (aux.entropy[:, 0] < aux.entropy[:, 1]).all()


def test_pin_a_span_fades_over_its_ramp_and_ends():
    layer = SpanAttention(2, longest=4, ramp=4)
    with torch.no_grad():
        layer.share.fill_(0.5)  # 2 places count fully, then 3/4, 2/4, 1/4, nothing

    _, aux = layer(torch.ones(1, 8, 2), return_aux=WEIGHTS)

    kept = torch.tensor([1, 1, 1, 0.75, 0.5, 0.25, 0, 0])
    torch.testing.assert_close(aux.weights[0, 0, 0], kept / kept.sum())
    assert layer.reach == 5


def test_a_price_on_reach_shortens_the_span_of_a_head_that_need_not_look_far():
    torch.manual_seed(0)
    layer = SpanAttention(4, 2, longest=30, ramp=4)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.02)
    for step in range(60):
        x = some(4, 32, 4, seed=step)
        near = attention(x, x, x, torch.eye(32, dtype=torch.bool))  # itself is all it needs
        optimizer.zero_grad()
        ((layer(x) - near).square().mean() + 0.01 * layer.cost).backward()
        optimizer.step()

    assert (layer.span < 15).all()
    assert layer.reach < 20


def test_a_mask_of_numbers_adds_to_a_span():
    layer, x = SpanAttention(4, longest=1, ramp=2), some(1, 5, 4)
    closed = torch.zeros(5).masked_fill(torch.arange(5) == 1, -torch.inf)

    torch.testing.assert_close(layer(x, closed), layer(x, closed == 0))


def test_a_row_gives_its_heads_unequal_shares_and_keeps_the_best():
    layer, x = looking(MixtureOfHeads(4, 2, keep=1)), some(1, 3, 4)
    with torch.no_grad():
        layer.router.weight.copy_(some(2, 4, seed=1))

    shares = layer.shares(x)
    plain = looking(MultiHeadAttention(4, 2))(x).unflatten(-1, (2, 2))
    output = layer(x).unflatten(-1, (2, 2))

    assert ((shares == 0).sum(-1) == 1).all()
    torch.testing.assert_close(output, 2 * shares[..., None] * plain)


def test_a_mixture_learns_which_head_counts_for_which_row():
    torch.manual_seed(0)
    layer, x = MixtureOfHeads(4, 2), some(16, 6, 4)
    chosen = (x[..., :1] > 0).float()
    wanted = torch.cat((chosen * x[..., :2], (1 - chosen) * x[..., 2:]), -1)
    frozen = MultiHeadAttention(4, 2)
    losses = {}
    for net in (layer, frozen):
        optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
        for _ in range(150):
            optimizer.zero_grad()
            loss = (net(x) - wanted).square().mean()
            loss.backward()
            optimizer.step()
        losses[net] = loss.item()

    assert losses[layer] < losses[frozen]


def test_what_cannot_be_is_said_with_what_was_expected():
    with pytest.raises(ValueError, match=r"^longest is 0 and ramp 4; expected 1 or more places"):
        SpanAttention(4, longest=0, ramp=4)
    with pytest.raises(ValueError, match=r"^keep is 3; expected 1 to 2 heads"):
        MixtureOfHeads(4, 2, keep=3)
