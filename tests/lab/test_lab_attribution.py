"""Every pooling starts as the mean, is drawn the same readers, and the table says what it added."""

import numpy as np
import pytest

from heed.lab import attribution, card
from heed.lab.recommend import Papers, Reader, mean

torch = pytest.importorskip("torch")
RNG = np.random.default_rng(6)


@pytest.fixture(scope="module")
def papers():
    """Four subjects of 100 papers; a reader saves of two."""
    subject = np.repeat(np.arange(4), 100)
    vectors = RNG.standard_normal((400, 12))
    vectors[:, :4] += 1.5 * np.eye(4)[subject]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    saved = []
    for _ in range(40):
        two = np.flatnonzero(np.isin(subject, RNG.choice(4, 2, replace=False)))
        saved.append(np.sort(RNG.choice(two, 40, replace=False)))
    return Papers(tuple(f"paper {n}" for n in range(400)), tuple(saved), vectors.astype("f4"))


@pytest.mark.parametrize("name", ["mean, trained", "additive attention"])
def test_untrained_a_pooling_ranks_as_the_mean_of_what_was_saved(papers, name):
    one = Reader(*(np.arange(n, n + 6) for n in (0, 60, 120, 180)))
    asked = np.arange(180, 240)
    found = attribution.method(attribution.nets(12)[name]())(papers, one, asked)
    assert found == pytest.approx(mean(papers, one, asked), abs=1e-5)


def test_untrained_target_attention_sees_more_of_what_is_near():
    saved = torch.eye(12)[:4]
    seen = attribution.nets(12)["target attention"]().pool(torch.eye(12)[:2], saved)
    assert seen.detach()[:, :4].argmax(dim=1).tolist() == [0, 1]


def test_training_sees_old_papers_alone(papers):
    old = np.arange(0, 240, 2)
    rng = np.random.default_rng(0)
    saved = np.intersect1d(papers.saved[0], old)
    for _ in range(20):
        known, pieces = attribution._episode(saved, old, rng)
        assert not set(known) & set(pieces[:1])
        assert set(known) | set(pieces) <= set(old)


def test_every_net_learns_from_the_same_draws_and_moves(papers):
    for make in attribution.nets(12).values():
        net = attribution.train(papers, make, np.arange(200), steps=3, seed=1)
        assert net.left.detach().abs().max() > 0
        assert card.parameters(net) >= 2 * 12 * attribution.RANK


def test_the_table_has_a_line_for_every_way_and_says_what_its_attention_added(
    papers, tmp_path, monkeypatch
):
    monkeypatch.setattr(attribution, "read_papers", lambda folder, kept: papers)
    told = list(attribution.lines(tmp_path, vectors=None, known=5, many=4, seeds=1, steps=2))
    assert told[0] == "5 saved papers known, 4 readers, seeds 0 to 0, 2 steps of training on others"
    assert [line[:24].strip() for line in told[2:]] == [
        "mean of saved",
        "process, no attention",
        "process with attention",
        *attribution.nets(12),
    ]
