"""Starts, regularisers and exits do what they say."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications import find
from heed.lab.stress.exits import Glance, Two, spent
from heed.lab.stress.masked import carried, hidden
from heed.lab.stress.regularised import last_linear, with_dropout
from heed.lab.stress.starts import STARTS, gradients, started
from heed.lab.task import Examples


def deep() -> torch.nn.Module:
    layers = (torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3))
    return torch.nn.Sequential(torch.nn.Dropout(0.5), *layers)


def test_zeros_let_no_gradient_through_and_orthogonal_rows_do() -> None:
    torch.manual_seed(0)
    given = Examples((torch.randn(20, 4),), torch.arange(20) % 3)
    assert gradients(started(deep(), STARTS["zeros"]), given) == [0.0, 0.0]
    net = started(deep(), STARTS["orthogonal"])
    assert min(gradients(net, given)) > 1e-3
    assert not net[1].bias.any()
    assert torch.allclose(net[1].weight.T @ net[1].weight, torch.eye(4), atol=1e-5)


def test_dropout_stands_before_the_last_layer_alone_and_only_in_training() -> None:
    torch.manual_seed(0)
    net = with_dropout(deep(), 0.9)
    rows = torch.randn(6, 4)
    assert net[0].p == 0
    assert last_linear(net) is net[3]
    assert not torch.allclose(net.train()(rows), net(rows))
    assert torch.equal(net.eval()(rows), net(rows))


def test_hidden_rows_are_gone_and_their_mean_is_asked() -> None:
    rows, mask = torch.randn(5, 8, 3), torch.arange(8).expand(5, 8) < 6
    (shown, seen), truth, counts = hidden((rows, mask), torch.Generator().manual_seed(1))
    away = mask & ~seen
    assert bool(away.any())
    assert bool(seen.any())
    assert float(shown[away].abs().sum()) == 0
    assert torch.equal(shown[seen], rows[seen])
    assert torch.allclose(truth[0], rows[0][away[0]].mean(0), atol=1e-6)
    assert counts[:, 0].tolist() == away.any(1).float().tolist()


def test_hidden_squares_are_dark_and_only_they_count() -> None:
    canvas = torch.ones(3, 1, 56, 56)
    (shown,), truth, counts = hidden((canvas,), torch.Generator().manual_seed(0))
    assert truth.shape == counts.shape == (3, 14 * 14)
    assert float(truth.min()) == 1
    assert 0 < float(counts.mean()) < 1
    assert float(1 - shown.mean()) == pytest.approx(float(counts.mean()), abs=1e-6)


def test_a_start_is_carried_over_but_for_the_last_layer() -> None:
    torch.manual_seed(0)
    first, fresh = deep(), deep()
    last = fresh[3].weight.clone()
    found = carried(fresh, first)
    assert torch.equal(found[1].weight, first[1].weight)
    assert torch.equal(found[3].weight, last)


def test_the_net_goes_to_whom_it_is_worth_most_within_the_budget() -> None:
    foretold = np.linspace(-0.5, 0.5, 100)
    both = Two(np.zeros(100), np.ones(100), foretold, cost=7)
    half, _ = spent(both, 0.25, seed=0)
    assert half.sum() in (24, 25)
    assert half[80:].all()
    assert not half[:70].any()
    rich, told = spent(both, 0.9, seed=0)
    assert rich[:50].sum() == 0  # who would not gain is not given it, and money is left
    assert rich[55:].all()
    assert told.endswith(" would buy 0")


@pytest.mark.parametrize("name", ["see", "tone"])
def test_a_glance_answers_what_the_net_answers(name: str) -> None:
    task = find(name).load(None, 0)
    given = task.test.rows(torch.arange(3)).inputs
    assert Glance(task)(*given).shape == (3, task.classes)
