"""Triples both ways, what is known of each, ranking among all but the other right ones, rules."""

import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications.links import SMOOTHED, Linked, load, loss
from heed.lab.triples import Graph, Rules, graph, neighbours, read, reciprocal

TRAIN = [(0, 0, 1), (1, 0, 0), (0, 1, 2), (3, 1, 2), (2, 0, 3), (3, 0, 2)]


@pytest.fixture
def whole() -> Graph:
    return graph(5, 2, [TRAIN, [], [(4, 0, 1)]])[0]


def test_triples_are_read_by_name_from_the_archive(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "some.tar.gz", "w:gz") as archive:
        for name, text in (("train", "b\tis\ta\n"), ("valid", "c\thas\tb\n"), ("test", "")):
            entry = tarfile.TarInfo(f"{name}.txt")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    assert read(tmp_path / "some.tar.gz") == (3, 2, [[(1, 1, 0)], [(2, 0, 1)], []])


def test_what_is_known_goes_both_ways_and_tests_are_not_known(whole: Graph) -> None:
    relations, tails = neighbours(whole, 4, np.random.default_rng(0))
    known = {(r, t) for r, t in zip(relations[0], tails[0], strict=True) if t >= 0}
    assert known == {(0, 1), (2, 1), (1, 2)}
    assert (tails[4] == -1).all()
    few = neighbours(whole, 1, np.random.default_rng(0))[1]
    assert few.shape == (5, 1)
    assert few[0, 0] in {1, 2}


def test_other_right_answers_do_not_count_and_equals_share_their_places(whole: Graph) -> None:
    asked = [(1, 2, 0), (1, 2, 4)]  # of 1, read from its tail: both are right
    assert reciprocal(np.array([[2.0, 5, 1, 1, 9]] * 2), asked, whole).tolist() == [1 / 2, 1.0]
    assert reciprocal(np.zeros((1, 5)), asked[:1], whole).tolist() == [1 / (1 + 3 / 2)]


def test_a_rule_is_worth_how_often_it_held(whole: Graph) -> None:
    scores = Rules(whole).scores(1, 0)
    assert scores.argmax() == 0
    assert scores[0] == pytest.approx(1.0, abs=1e-5)  # what is 0 of it from its tail is 0 of it
    assert 0 < scores[3] < 1e-5  # usual, by no rule
    assert scores[4] == 0


@pytest.mark.parametrize("way", ["attention", "mean"])
def test_what_a_net_is_trained_on_is_hidden_from_it(way: str) -> None:
    task = load(None, 0)
    torch.manual_seed(0)
    net = Linked(task, way).eval()
    relations, tails = net.relations[:1], net.tails[:1]
    head = torch.tensor([0])
    shown = net.row(head, relations[:, 0], torch.tensor([-1]))
    hidden = net.row(head, relations[:, 0], tails[:, 0])
    net.tails[0, 0] = -1
    torch.testing.assert_close(net.row(head, relations[:, 0], torch.tensor([-1])), hidden)
    assert not torch.allclose(shown, hidden)


def test_the_loss_over_drawn_words_is_about_that_over_all() -> None:
    task = load(None, 0)
    torch.manual_seed(0)
    net = Linked(task, "alone").eval()
    few = task.train.rows(torch.arange(64))
    with torch.no_grad():
        drawn = torch.stack([loss(net, few) for _ in range(60)]).mean()
        said = net(*few.inputs)
        exact = torch.nn.functional.cross_entropy(said, few.target, label_smoothing=SMOOTHED)
    assert float(drawn) == pytest.approx(float(exact), rel=0.05)
