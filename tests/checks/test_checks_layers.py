"""Laws that hold for every trainable layer, drawn at random rather than as it starts."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import AuxRequest  # noqa: E402
from heed.attention import modules as layers  # noqa: E402

WEIGHTS = AuxRequest(weights=True)
REAL, PADDED, WIDTH = 4, 7, 4


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def drawn(layer):
    """The layer with every parameter at random, in double precision."""
    layer = layer.double()
    rng = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(0.5 * torch.randn(parameter.shape, generator=rng))
    return layer.eval()


def on_keys(mask):
    """(B, S) as a mask of heads, (B, 1, 1, S)."""
    return None if mask is None else mask[:, None, None]


class SelfCase:
    """x looks at itself; what it makes of the first rows is compared."""

    def __init__(self, make):
        self.make = make

    def __call__(self, layer, x, mask, **how):
        return layer(x, on_keys(mask), **how)


class AcrossCase(SelfCase):
    """A fixed question looks at x."""

    def __call__(self, layer, x, mask, **how):
        return layer(some(len(x), 3, WIDTH, seed=9), x, on_keys(mask), **how)


class TargetCase(SelfCase):
    def __call__(self, layer, x, mask, **how):
        return layer(some(len(x), 3, WIDTH, seed=9), x, mask, **how)


class PoolCase(SelfCase):
    def __call__(self, layer, x, mask, **how):
        return layer(x, mask, **how)


class JointCase(SelfCase):
    """x is the second of two modalities; all of both come out."""

    def __call__(self, layer, x, mask, **how):
        first = some(len(x), 2, WIDTH, seed=9)
        masks = None if mask is None else (mask.new_ones(len(x), 2), mask)
        found = layer((first, x), masks, **how)
        return (torch.cat(found[0], 1), found[1]) if how else torch.cat(found, 1)


class StepCase(SelfCase):
    """A state looks at x; where it looked comes with it always."""

    def __call__(self, layer, x, mask, **how):
        word, state = some(len(x), 3, seed=8), some(len(x), WIDTH, seed=9)
        found = layer(word, state, x, mask)
        return found if how else found[0]


CASES = {
    "heads": SelfCase(lambda: layers.MultiHeadAttention(WIDTH, 2)),
    "sparse heads": SelfCase(lambda: layers.MultiHeadAttention(WIDTH, 2, normalize="entmax15")),
    "linear heads": SelfCase(lambda: layers.LinearAttention(WIDTH, 2)),
    "temperature": SelfCase(lambda: layers.TemperedAttention(WIDTH, 2)),
    "span": SelfCase(lambda: layers.SpanAttention(WIDTH, 2, longest=3, ramp=4)),
    "mixture": SelfCase(lambda: layers.MixtureOfHeads(WIDTH, 2)),
    "block": SelfCase(lambda: layers.EncoderBlock(WIDTH, 2)),
    "cross": AcrossCase(lambda: layers.CrossAttention(WIDTH, 2)),
    "target": TargetCase(lambda: layers.TargetAttention(WIDTH)),
    "pooling": PoolCase(lambda: layers.AdditivePooling(WIDTH)),
    "tasks": PoolCase(lambda: layers.MultiTaskAttention(WIDTH, 2)),
    "joint": JointCase(lambda: layers.JointAttention(WIDTH, 2, 2)),
    "step": StepCase(lambda: layers.DecoderStep(3, WIDTH, WIDTH)),
}
LOOKS_AT_ORDER = {"span"}
READS_ITS_ROWS = {"heads", "sparse heads", "linear heads", "temperature", "mixture", "block"}

every = pytest.mark.parametrize("name", CASES)


@every
def test_gradients_of_a_layer_are_those_of_finite_differences(name):
    case, x = CASES[name], some(2, 3, WIDTH).requires_grad_()
    layer = drawn(case.make())
    weights = tuple(layer.parameters())

    assert torch.autograd.gradcheck(
        lambda x, *_: case(layer, x, None), (x, *weights), atol=1e-6, rtol=1e-4
    )


@every
def test_padding_never_changes_a_layer(name):
    case, x = CASES[name], some(2, REAL, WIDTH)
    layer = drawn(case.make())
    longer = torch.cat((x, 99 * some(2, PADDED - REAL, WIDTH, seed=2)), 1)
    mask = (torch.arange(PADDED) < REAL).expand(2, -1)

    short = case(layer, x, None)
    padded, aux = case(layer, longer, mask, return_aux=WEIGHTS)

    torch.testing.assert_close(padded[:, : short.shape[1]], short)
    real = aux.weights.shape[-1] - (PADDED - REAL)
    assert (aux.weights[..., real:] == 0).all()


@every
def test_rows_of_weights_sum_to_one_and_looking_changes_nothing(name):
    case, x = CASES[name], some(2, REAL, WIDTH)
    layer = drawn(case.make())

    output, aux = case(layer, x, None, return_aux=WEIGHTS)

    assert torch.equal(output, case(layer, x, None))
    torch.testing.assert_close(aux.weights.sum(-1), torch.ones_like(aux.weights[..., 0]))


@pytest.mark.parametrize("name", [n for n in CASES if n != "joint"])
def test_who_may_see_nothing_gets_no_weights_and_finite_gradients(name):
    case, x = CASES[name], some(2, REAL, WIDTH).requires_grad_()
    layer = drawn(case.make())
    nothing = torch.zeros(2, REAL, dtype=torch.bool)

    output, aux = case(layer, x, nothing, return_aux=WEIGHTS)
    output.square().sum().backward()

    assert (aux.weights == 0).all()
    assert output.isfinite().all()
    assert x.grad is None or x.grad.isfinite().all()
    assert all(p.grad is None or p.grad.isfinite().all() for p in layer.parameters())


@pytest.mark.parametrize("name", [n for n in CASES if n not in LOOKS_AT_ORDER | {"joint"}])
def test_the_order_of_what_is_seen_moves_the_weights_and_not_the_output(name):
    case, x = CASES[name], some(2, REAL, WIDTH)
    layer, order = drawn(case.make()), torch.tensor([2, 0, 3, 1])

    output, aux = case(layer, x, None, return_aux=WEIGHTS)
    moved, seen = case(layer, x[:, order], None, return_aux=WEIGHTS)

    weights = aux.weights
    if name in READS_ITS_ROWS:  # what looks moved as well
        output, weights = output[:, order], weights[..., order, :]
    torch.testing.assert_close(moved, output)
    torch.testing.assert_close(seen.weights, weights[..., order])


@pytest.mark.parametrize("make", [lambda: layers.ChannelAttention(3, 4),
                                  lambda: layers.SpatialAttention(3)])  # fmt: skip
def test_padding_never_changes_the_weighing_of_a_picture(make):
    layer, x = drawn(make()), some(2, 3, 4, 5)
    larger = 99 * some(2, 3, 6, 6, seed=2)
    larger[:, :, :4, :5] = x
    mask = torch.zeros(2, 6, 6, dtype=torch.bool)
    mask[:, :4, :5] = True

    torch.testing.assert_close(layer(larger, mask)[:, :, :4, :5], layer(x))


@pytest.mark.parametrize("make", [lambda: layers.ChannelAttention(3, 4),
                                  lambda: layers.SpatialAttention(3)])  # fmt: skip
def test_the_weighing_of_a_picture_passes_gradcheck(make):
    layer, x = drawn(make()), some(2, 3, 4, 4).requires_grad_()

    assert torch.autograd.gradcheck(lambda x, *_: layer(x), (x, *layer.parameters()))


def test_a_picture_that_is_all_padding_gets_nothing_and_finite_gradients():
    layer, x = drawn(layers.SpatialAttention(3)), some(1, 2, 4, 4).requires_grad_()

    output = layer(x, torch.zeros(1, 4, 4, dtype=torch.bool))
    output.sum().backward()

    assert (output == 0).all()
    assert x.grad.isfinite().all()


def test_the_weighing_of_a_graph_passes_gradcheck():
    layer, x = drawn(layers.GraphAttention(3, 2, heads=2)), some(4, 3).requires_grad_()
    edges = torch.tensor([[0, 1, 2, 3, 0], [1, 0, 0, 2, 2]])

    assert torch.autograd.gradcheck(lambda x, *_: layer(x, edges), (x, *layer.parameters()))


def test_the_order_of_edges_moves_their_weights_and_not_the_output():
    layer, x = drawn(layers.GraphAttention(3, 2, heads=2)), some(4, 3)
    edges, order = torch.tensor([[0, 1, 2, 3], [1, 0, 0, 2]]), torch.tensor([3, 1, 0, 2])

    output, aux = layer(x, edges, return_aux=True)
    moved, seen = layer(x, edges[:, order], return_aux=True)

    torch.testing.assert_close(moved, output)
    torch.testing.assert_close(seen.weights, aux.weights[:, order])
