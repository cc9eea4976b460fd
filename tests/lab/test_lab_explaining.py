"""Weights as explanations: what is taken away is gone, and good weights beat chance."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications import find
from heed.lab.explaining import ORDERS, PARTS, explained, gained, told
from heed.lab.train import trained


@pytest.mark.parametrize("name", sorted(PARTS))
def test_an_open_gate_changes_nothing_and_gradients_reach_every_real_part(name: str) -> None:
    torch.manual_seed(0)
    one, parts = find(name), PARTS[name]
    task = one.load(None, 0)
    net = one.nets["attention"](task).eval()
    given = task.test.rows(torch.arange(5)).inputs
    gate = torch.ones(parts.real(given).shape, requires_grad=True)
    said = parts.gated(net, given, gate)

    assert torch.allclose(said, net(*given), atol=1e-6)
    said.pow(2).sum().backward()
    assert bool((gate.grad[~parts.real(given)] == 0).all())
    assert float(gate.grad.abs().sum()) > 0


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_closed_gate_hides_what_was_there(name: str) -> None:
    torch.manual_seed(0)
    one, parts = find(name), PARTS[name]
    task = one.load(None, 0)
    net = one.nets["attention"](task).eval()
    given = task.test.rows(torch.arange(5)).inputs
    # The same with other rows, sentences or pixels: what is behind a closed gate cannot be told.
    other = (given[0].flip(0) if name == "see" else given[0], *given[1:])
    shut = torch.zeros(parts.real(given).shape)
    said = parts.gated(net, given, shut)
    assert torch.allclose(said, parts.gated(net, other, shut), atol=1e-6)
    assert not torch.allclose(said, net(*given), atol=1e-6)


def test_weights_that_find_the_proof_explain_better_than_chance() -> None:
    one = find("answer")
    task = one.load(None, 0)
    net = trained(replace(one, plan=one.small), "attention", task, 0)
    found = explained(net, task, PARTS["answer"], 0)

    assert set(found.deletion) == set(ORDERS)
    for areas in (*found.deletion.values(), *found.insertion.values()):
        assert np.all((areas >= 0) & (areas <= 1))
    assert gained([found], "random", deletion=True).low > 0
    assert gained([found], "random", deletion=False).low > 0
    assert -1 <= found.alike <= 1
    assert told([found], "answer").count("\n| answer |") == 3
