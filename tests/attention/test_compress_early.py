"""An early exit answers as the whole net does after as many blocks, and keeps its budget."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import AuxRequest  # noqa: E402
from heed.attention.blocks import EncoderBlock  # noqa: E402
from heed.attention.compress import EarlyExit, keep_tokens, take_tokens  # noqa: E402
from heed.attention.flops import counted  # noqa: E402


class Mean(torch.nn.Module):
    """The mean of real rows, and a layer on it."""

    def __init__(self):
        super().__init__()
        self.turn = torch.nn.Linear(8, 3)

    def forward(self, x, mask=None):
        real = x.new_ones(x.shape[:2]) if mask is None else mask
        return self.turn((x * real[..., None]).sum(1) / real.sum(1, keepdim=True))


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def net(blocks=3, **how):
    made = EarlyExit(
        [EncoderBlock(8, 2) for _ in range(blocks)], [Mean() for _ in range(blocks)], **how
    )
    draw = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for part in made.parameters():
            part.normal_(0, 0.3, generator=draw)
    return made.eval()


SHARES = [0.34, 0.4, 0.5, 0.66, 0.8, 0.99, 1.0]


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("padded", [False, True])
def test_the_budget_is_kept_and_the_bill_is_what_torch_counts(share, padded):
    exits, x = net(), some(20, 6, 8)
    mask = (torch.arange(6) < 4).expand(20, 6) if padded else None
    flops = exits.flops(x, mask)
    budget = share * 20 * sum(flops)

    with counted() as counter:
        found = exits.spend(x, budget, flops=flops, mask=mask)

    assert found.flops == counter.get_total_flops() <= budget
    assert found.flops == sum(sum(flops[:depth]) for depth in found.blocks.tolist())


@pytest.mark.parametrize("share", SHARES)
def test_each_answer_is_that_of_the_net_after_as_many_blocks(share):
    exits, x = net(), some(20, 6, 8)
    flops = exits.flops(x)

    found = exits.spend(x, share * 20 * sum(flops), flops=flops)

    all_answers = torch.stack(exits(x))
    expected = all_answers[found.blocks - 1, torch.arange(20)]
    torch.testing.assert_close(found.answers, expected, rtol=0, atol=1e-5)


def test_padding_never_changes_an_answer():
    exits, x = net(), some(4, 5, 8)
    longer = torch.cat((x, 9 * some(4, 2, 8, seed=1)), 1)
    mask = (torch.arange(7) < 5).expand(4, 7)

    plain = exits.spend(x, 1e9, flops=exits.flops(x)).answers
    padded = exits.spend(longer, 1e9, flops=exits.flops(longer, mask), mask=mask).answers

    torch.testing.assert_close(padded, plain, rtol=0, atol=1e-5)


def test_the_whole_budget_takes_everybody_to_the_end_and_then_a_flop_is_worth_nothing():
    exits, x = net(), some(20, 6, 8)
    flops = exits.flops(x)
    enough = exits.spend(x, 20 * sum(flops), flops=flops)
    least = exits.spend(x, 20 * flops[0], flops=flops)

    assert (enough.blocks == 3).all()
    assert enough.price == 0
    assert (least.blocks == 1).all()
    assert least.price > 0


def test_the_price_of_a_flop_is_what_the_least_sure_who_waits_misses():
    exits, x = net(blocks=2), some(20, 6, 8)
    flops = exits.flops(x)
    found = exits.spend(x, 20 * flops[0] + 4.5 * flops[1], flops=flops)

    missed = 1 - exits(x)[0].softmax(-1).amax(-1)
    order = missed.argsort(descending=True)

    assert sorted((found.blocks == 2).nonzero()[:, 0].tolist()) == sorted(order[:4].tolist())
    assert found.price == pytest.approx(float(missed[order[4]].detach()) / flops[1], rel=1e-4)


def test_who_is_wholly_sure_goes_home_and_leaves_the_budget():
    exits, x = net(confidence=lambda answers: answers.new_ones(len(answers))), some(20, 6, 8)
    flops = exits.flops(x)
    found = exits.spend(x, 1e12, flops=flops)

    assert found.flops == 20 * flops[0]
    assert found.price == 0


def test_every_block_and_head_learns():
    exits = net().train()
    sum(answer.square().mean() for answer in exits(some(4, 6, 8))).backward()

    assert all((part.grad != 0).any() for part in exits.heads.parameters())
    assert all(part.grad is not None for part in exits.blocks.parameters())


def test_tokens_kept_after_a_block_pay_for_what_the_next_one_costs():
    first, second = net(blocks=2).blocks
    x = some(3, 12, 8)
    x, aux = first(x, return_aux=AuxRequest(received=True))
    with counted() as whole:
        second(x[:1])
    budget = 0.5 * whole.get_total_flops()

    kept = keep_tokens(aux.received.sum(1), whole.get_total_flops() / 12, budget)
    taken, real = take_tokens(x, kept.goes_on)
    with counted() as counter:
        shorter = second(taken, real[:, None, None])

    assert counter.get_total_flops() <= 3 * budget
    assert kept.goes_on.sum(1).tolist() == [6, 6, 6]
    masked = second(x, kept.goes_on[:, None, None])
    torch.testing.assert_close(shorter[0], masked[0][kept.goes_on[0]])


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda e, x: EarlyExit([], []), "blocks is empty"),
        (lambda e, x: EarlyExit([EncoderBlock(8)], []), "heads has 0; expected one a block"),
        (lambda e, x: e.spend(x, 59, flops=[10, 1, 1]), "budget is 59; expected at least 60"),
        (lambda e, x: e.spend(x, float("nan"), flops=[10, 1, 1]), "budget is nan"),
        (lambda e, x: e.spend(x, 1e9, flops=[10, 1]), "expected 3 numbers above 0"),
        (lambda e, x: e.spend(x, 1e9, flops=[10, 0, 1]), "expected 3 numbers above 0"),
    ],
)
def test_bad_input_gets_one_sentence_about_exits(ask, says):
    with pytest.raises(ValueError, match=says):
        ask(net(), some(6, 4, 8))
