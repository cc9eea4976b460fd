"""Linear layers are kept in as few bytes as an error allows, and the error is what is measured."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import AuxRequest  # noqa: E402
from heed.attention.blocks import EncoderBlock  # noqa: E402
from heed.attention.compress import (  # noqa: E402
    Bf16Linear,
    Int8Linear,
    prune_heads,
    represent,
    within,
)
from heed.attention.quantize import size_bytes  # noqa: E402


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def net(seed=0):
    module = torch.nn.Sequential(EncoderBlock(16, 4), EncoderBlock(16, 2), torch.nn.Linear(16, 3))
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for part in module.parameters():
            part.normal_(0, 0.3, generator=draw)
    return module


GIVEN = [some(4, 6, 16, seed=1), some(2, 9, 16, seed=2)]


class Named(torch.nn.Module):
    def forward(self, x):
        return {"x": x}


@torch.no_grad()
def missed(one, other):
    far = sum((one(x) - other(x)).double().square().sum() for x in GIVEN)
    return float((far / sum(other(x).double().square().sum() for x in GIVEN)).sqrt())


def test_a_row_of_whole_numbers_misses_by_half_a_step_at_most():
    linear = torch.nn.Linear(20, 7)
    small = Int8Linear(linear)
    step = linear.weight.abs().amax(1, keepdim=True) / 127

    assert ((small.weight - linear.weight).abs() <= step * 0.5001).all()
    assert small.whole.dtype == torch.int8
    assert size_bytes(small) == 7 * 20 + 4 * 7 + 4 * 7
    x = some(5, 20)
    torch.testing.assert_close(small(x), x @ small.weight.mT + linear.bias)


def test_a_row_of_zeros_stays_zero():
    linear = torch.nn.Linear(4, 2, bias=False)
    torch.nn.init.zeros_(linear.weight)

    assert (Int8Linear(linear)(some(3, 4)) == 0).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("kind", [Int8Linear, Bf16Linear])
def test_answers_come_in_the_dtype_of_what_is_asked(kind, dtype):
    linear = torch.nn.Linear(8, 4, dtype=dtype)
    found = kind(linear)(some(3, 8).to(dtype))

    assert found.dtype == dtype
    torch.testing.assert_close(found, linear(some(3, 8).to(dtype)), rtol=0, atol=0.05)


@pytest.mark.parametrize("error", [0.0, 1e-4, 1e-3, 3e-3, 1e-2, 1e-1, 1e9])
def test_the_error_stays_within_its_budget(error):
    module = net()
    found = within(module, error=error, given=GIVEN)

    assert found.error == pytest.approx(missed(found.module, module), rel=1e-6)
    assert found.error <= error
    assert found.bytes_before == size_bytes(module)
    assert found.bytes_after == size_bytes(found.module)
    saved = sum(one.bytes_before - one.bytes_after for one in found.choices)
    assert saved == found.bytes_before - found.bytes_after


def test_no_error_keeps_every_layer_and_any_error_makes_all_of_them_int8():
    none, any_ = (within(net(), error=error, given=GIVEN) for error in (0, 1e9))

    assert {one.kept for one in none.choices} == {"float32"}
    assert {one.kept for one in any_.choices} == {"int8"}
    assert len(any_.choices) == 13
    assert any_.bytes_after < 0.4 * any_.bytes_before


def test_in_between_layers_are_kept_by_what_they_err():
    found = within(net(), error=5e-3, given=GIVEN)

    assert len({one.kept for one in found.choices}) > 1
    assert found.error > 1e-3
    assert all(one.alone == 0 for one in found.choices if one.kept == "float32")


def test_the_net_given_stays_as_it_is():
    module = net().train()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    within(module, error=1e9, given=GIVEN)

    assert all(part.training for part in module.modules())
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())
    assert type(module[2]) is torch.nn.Linear


def test_weights_fit_a_fresh_net_represented_alike():
    found = within(net(), error=5e-3, given=GIVEN)
    fresh = represent(net(seed=9), {one.layer: one.kept for one in found.choices})

    fresh.load_state_dict(found.module.state_dict())

    assert torch.equal(fresh(GIVEN[0]), found.module(GIVEN[0]))


def test_pruned_layers_get_smaller_still():
    module = net().eval()
    module[0].attend = prune_heads(module[0].attend, [1, 2])
    found = within(module, error=0.1, given=GIVEN)

    assert found.error <= 0.1
    with pytest.raises(ValueError, match="prune first"):
        prune_heads(within(module, error=1e9, given=GIVEN).module[0].attend, [0])


def test_torchs_own_encoder_layer_answers_within_the_error_too():
    torch.manual_seed(0)
    layer = torch.nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    found = within(layer, error=0.01, given=GIVEN)

    assert found.error <= 0.01
    assert {one.layer for one in found.choices} == {"linear1", "linear2"}
    assert missed(found.module.eval(), layer.eval()) <= 0.01


def test_calls_may_have_several_arguments_and_several_outputs():
    class Seen(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.block = net()[0]

        def forward(self, x, mask):
            output, aux = self.block(x, mask, return_aux=AuxRequest(received=True))
            return output, [aux.received]

    mask = torch.arange(6) < 4
    found = within(Seen(), error=0.01, given=[(GIVEN[0], mask)])

    assert 0 < found.error <= 0.01


def test_weights_held_by_two_layers_are_left_alone():
    module = torch.nn.Sequential(torch.nn.Linear(16, 16), torch.nn.Linear(16, 16))
    module[1].weight = module[0].weight

    assert within(module, error=1e9, given=GIVEN).choices == ()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: within(net(), error=-1, given=GIVEN), "error is -1"),
        (lambda: within(net(), error=float("nan"), given=GIVEN), "error is nan"),
        (lambda: within(net(), error=1, given=[]), "given holds no calls"),
        (lambda: within(net(), error=1, given=GIVEN[0]), "given holds no calls"),
        (lambda: within(net(), error=1, given=[GIVEN[0] / 0]), "NaN"),
        (lambda: within(torch.nn.Linear(16, 1), error=1, given=[GIVEN[0] / 0]), "NaN or inf"),
        (lambda: within(Named(), error=1, given=GIVEN), "module gives dict"),
        (lambda: represent(net(), {"5": "int8"}), "kept has '5'"),
    ],
)
def test_bad_input_gets_one_sentence_about_bytes(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()
