"""Gradients of `allocate`, and of attention under a budget, are those of the numbers themselves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import heed.budget
from heed.attention import Budget, Entmax, attention

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

KINDS = ["shannon", "fermi", "quadratic", 1.5, 1.3]
kinds = pytest.mark.parametrize("regularizer", KINDS)
spending = pytest.mark.parametrize("equality", [False, True], ids=["at most", "exactly"])


def tensor(*numbers):
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


def problem(shape=(2, 4), seed=1):
    """Scores, budget, cost, cap, temperature of rows that spend all they have."""
    rng = np.random.default_rng(seed)
    numbers = (
        rng.standard_normal(shape) + 2,
        0.2 * shape[-1] * (0.5 + rng.random((*shape[:-1], 1))),
        0.5 + rng.random(shape),
        0.8 + rng.random(shape),
        0.5 + rng.random((*shape[:-1], 1)),
    )
    return [torch.from_numpy(n).requires_grad_() for n in numbers]


def allocated(*given, **how):
    from heed.attention.budgeted import allocate

    scores, budget, cost, cap, temperature = given
    return allocate(scores, budget, cost=cost, cap=cap, temperature=temperature, **how)


@kinds
@spending
def test_gradients_reach_all_five_inputs_through_weights_and_price(regularizer, equality):
    def both(*given):
        found = allocated(*given, regularizer=regularizer, equality=equality)
        assert set(found.status) == {"tight"}
        return found.weight, found.price

    assert torch.autograd.gradcheck(both, problem())


@kinds
def test_a_budget_that_is_left_over_earns_nothing_and_moves_nothing(regularizer):
    given = problem()

    def weight(scores, cap):
        found = allocated(scores, given[1] + 1e5, given[2], cap, given[4], regularizer=regularizer)
        assert set(found.status) == {"slack"}
        return found.weight

    assert torch.autograd.gradcheck(weight, (given[0], given[3]))
    allocated(*given[:1], given[1] + 1e5, *given[2:]).weight.sum().backward()
    assert_array_equal(given[1].grad, 0)


@kinds
@spending
def test_the_answer_is_that_of_the_solver_without_gradients(regularizer, equality):
    given = problem()

    found = allocated(*given, regularizer=regularizer, equality=equality)
    expected = heed.budget.allocate(
        given[0].detach().numpy(),
        given[1].detach().numpy(),
        cost=given[2].detach().numpy(),
        cap=given[3].detach().numpy(),
        temperature=given[4].detach().numpy(),
        regularizer=regularizer,
        equality=equality,
    )

    assert_allclose(found.weight.detach(), expected.weight, atol=1e-12)
    assert_allclose(found.price.detach(), expected.price, atol=1e-12)
    assert_array_equal(found.status, expected.status)
    assert_array_equal(found.price_unique, expected.price_unique)


def test_the_price_is_what_one_more_unit_would_earn():
    scores, budget, cost = tensor(3, 2, 1), tensor(2), torch.tensor([2.0, 1, 1])
    found = allocated(scores, budget, cost, 1.0, 1.0, regularizer="quadratic")

    value = (found.weight * scores - found.weight**2 / 2).sum()
    value.backward()

    assert_allclose(found.price.item(), 1.2, atol=1e-12)
    assert_allclose(budget.grad, [1.2], atol=1e-12)
    assert_allclose(scores.grad, found.weight.detach(), atol=1e-12)


def test_a_masked_item_gets_nothing_and_no_gradient():
    scores = tensor(3, float("-inf"), 1, 2)
    mask = torch.tensor([True, True, True, False])
    weight = allocated(scores, 1.0, None, 1.0, 1.0, mask=mask).weight

    (weight * torch.arange(4)).sum().backward()

    assert_array_equal(weight.detach()[[1, 3]], 0)
    assert_array_equal(scores.grad[[1, 3]], 0)
    assert torch.isfinite(scores.grad).all()
    assert (scores.grad[[0, 2]] != 0).all()


@kinds
@spending
@pytest.mark.parametrize("budget", [0.0, 100.0])
def test_no_budget_or_more_than_the_caps_hold_leaves_gradients_finite(
    regularizer, equality, budget
):
    given = problem()
    given[1] = torch.full((2, 1), budget, dtype=torch.float64, requires_grad=True)

    found = allocated(*given, regularizer=regularizer, equality=equality)
    found.weight.square().sum().backward()

    assert all(torch.isfinite(x.grad).all() for x in given)


def test_rows_may_run_along_any_axis():
    scores, weigh = problem()[0], torch.arange(8.0).reshape(2, 4)
    there = scores.detach().clone().requires_grad_()

    (allocated(scores, 1.0, None, 1.0, 1.0).weight * weigh).sum().backward()
    turned = allocated(there.mT, 1.0, None, 1.0, 1.0, axis=0).weight
    (turned * weigh.mT).sum().backward()

    assert_allclose(there.grad, scores.grad)


def test_single_precision_never_overspends_and_still_has_gradients():
    scores = torch.randn(200, 30, generator=torch.Generator().manual_seed(0)).requires_grad_()
    found = allocated(scores, 3.0, None, 1.0, 1.0)

    found.weight.square().sum().backward()

    assert found.weight.dtype == torch.float32
    assert (found.weight.detach().double().sum(-1) <= 3).all()
    assert (scores.grad != 0).any()


@pytest.mark.parametrize("alpha", [1.0, 1.2, 1.5, 2.0, 2.5])
def test_entmax_has_the_gradient_of_its_own_numbers(alpha):
    from heed.attention.budgeted import entmax

    assert torch.autograd.gradcheck(lambda x: entmax(x, alpha), problem(shape=(2, 5))[:1])


@pytest.mark.parametrize("alpha", [1.1, 1.5, 1.8, 2.0])
@pytest.mark.parametrize("spread", [1e-3, 1.0, 30.0])
def test_compiled_entmax_is_one_graph_with_the_same_weights_and_gradient(alpha, spread):
    scores = spread * torch.randn(3, 40, generator=torch.Generator().manual_seed(2))
    scores = scores.double()
    scores[0, :7], scores[2] = -torch.inf, -torch.inf
    aim = torch.linspace(-1, 1, 40, dtype=torch.float64)
    plain, compiled = scores.clone().requires_grad_(), scores.clone().requires_grad_()
    expected = Entmax(alpha)(plain)  # also loads what a compiled call cannot

    torch.compiler.reset()
    found = torch.compile(Entmax(alpha), fullgraph=True, backend="eager")(compiled)
    ((expected @ aim) ** 2).sum().backward()
    ((found @ aim) ** 2).sum().backward()

    assert_allclose(found.detach(), expected.detach(), atol=1e-7)
    assert_allclose(compiled.grad, plain.grad, atol=1e-6)


@pytest.mark.parametrize(
    "normalize", ["sparsemax", "entmax15", Entmax(1.3), Budget(1.5), Budget(1.0, equality=True)]
)
def test_attention_with_any_of_them_can_be_trained(normalize):
    q, k, v = (
        torch.from_numpy(np.random.default_rng(4).standard_normal((n, 2))).requires_grad_()
        for n in (3, 5, 5)
    )
    mask = torch.ones(3, 5, dtype=torch.bool)
    mask[1], mask[2, 0] = False, False

    assert torch.autograd.gradcheck(lambda *a: attention(*a, mask, normalize=normalize), (q, k, v))


def test_what_a_budget_costs_can_be_learned():
    draw = torch.Generator().manual_seed(0)
    q, k = (torch.randn(n, 4, dtype=torch.float64, generator=draw) for n in (3, 5))
    cost = torch.full((5,), 0.5, dtype=torch.float64, requires_grad=True)

    attention(q, k, k, normalize=Budget(1.0, cost)).square().sum().backward()

    assert torch.isfinite(cost.grad).all()
    assert (cost.grad != 0).any()


def test_bad_numbers_are_refused_with_the_same_sentence():
    with pytest.raises(ValueError, match=r"^budget is -1.0; expected numbers not negative"):
        allocated(tensor(1, 2), -1.0, None, 1.0, 1.0)
