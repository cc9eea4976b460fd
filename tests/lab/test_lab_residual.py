"""The residual starts as the cosine, learns on others, and runs the same without torch."""

import numpy as np
import pytest

from heed.lab.recommend import Papers
from heed.lab.residual import A_DAY, DAYS, Net, answers, lines, meet, method, train, with_card
from heed.models.reader.residual import Residual

torch = pytest.importorskip("torch")
RNG = np.random.default_rng(2)


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def papers():
    """Four subjects, which are a part of every vector; a reader saves of two."""
    subject = np.repeat(np.arange(4), 60)
    vectors = RNG.standard_normal((240, 12))
    vectors[:, :4] += 1.5 * np.eye(4)[subject]
    saved = []
    for _ in range(30):
        two = RNG.choice(4, 2, replace=False)
        saved.append(np.sort(RNG.choice(np.flatnonzero(np.isin(subject, two)), 40, replace=False)))
    return Papers(tuple(f"paper {n}" for n in range(240)), tuple(saved), unit(vectors))


def test_untrained_it_is_the_cosine_to_the_mean_of_what_was_liked():
    pieces, liked, disliked = (unit(RNG.standard_normal((n, 12))) for n in (5, 3, 4))
    found = Residual.untrained(12).score(pieces, liked, disliked)
    assert found == pytest.approx(pieces @ liked.mean(axis=0))
    assert Residual.untrained(12).score(pieces, liked[:0], disliked[:0]) == pytest.approx(0)
    net = Net(12)(*(torch.from_numpy(one) for one in (pieces, liked, disliked)))
    assert net.detach().numpy() == pytest.approx(found, abs=1e-6)


def test_numpy_scores_as_the_trained_net_does():
    net = Net(12)
    with torch.no_grad():
        for one in net.parameters():
            one.add_(0.3 * torch.randn(one.shape, generator=torch.Generator().manual_seed(1)))
    pieces, liked, disliked = (unit(RNG.standard_normal((n, 12))) for n in (5, 3, 4))
    given = net(*(torch.from_numpy(one) for one in (pieces, liked, disliked)))
    mine = net.frozen().score(pieces, liked, disliked)
    assert mine == pytest.approx(given.detach().numpy(), abs=1e-5)


def test_training_on_others_moves_it_and_its_scores_tell_what_new_readers_save(papers):
    weights = train(papers, list(range(20)), steps=12, seed=0)
    assert np.abs(weights.left).max() > 0
    assert weights.gain != 0
    ahead = [by_how_much(weights, answers(papers, reader, seed=0)) for reader in range(20, 30)]
    assert np.mean(ahead) > 0
    assert np.mean(ahead) > 2 * np.std(ahead) / np.sqrt(len(ahead))


def by_how_much(weights, given):
    """What the day's saved pieces score above the others, on average."""
    past, today = given[:48], given[48:]
    scores = method(weights)(past, today, None)
    yes = np.array([one.yes for one in today])
    return scores[yes].mean() - scores[~yes].mean()


def test_half_of_a_reader_s_answers_are_liked_and_days_are_even(papers):
    given = answers(papers, 3, seed=1)
    assert len(given) == DAYS * A_DAY
    assert sum(one.yes for one in given) == len(given) // 2
    assert {one.day for one in given} == set(range(DAYS))


def test_readers_never_seen_judge_it_and_the_card_says_so(papers):
    met = meet(papers, many=3, steps=2, seed=0)
    assert met.trained_on == len(papers.saved) - 3
    assert {len(one) for one in met.losses.values()} == {3}
    kept = Residual.read(bytes(with_card(met, 0)))
    assert kept.card["held"]["log_loss"] == pytest.approx(np.mean(met.losses["residual"]))
    told = list(lines([met, met], steps=2))
    assert told[0].startswith("6 readers, 72 answers each, seeds 0 to 1")
    assert told[-1].endswith(f"{2 * met.changed} of 6 readers")
