"""The recommender's protocol keeps new papers apart, and its measures are right."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from heed.lab.recommend import (
    BACKGROUND,
    WITH,
    Papers,
    auc,
    interval,
    mean,
    ndcg,
    process,
    read_papers,
    readers,
)
from heed.models.gaussian import Kernel

RNG = np.random.default_rng(8)


@pytest.fixture(scope="module")
def papers() -> Papers:
    """Six subjects of 100 papers; every reader saves from two of them, twenty of each."""
    centres = 2 * RNG.standard_normal((6, 16))
    vectors = np.repeat(centres, 100, axis=0) + RNG.standard_normal((600, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    saved = []
    for _ in range(40):
        subjects = RNG.choice(6, 2, replace=False)
        rows = [RNG.choice(100, 20, replace=False) + 100 * one for one in subjects]
        saved.append(np.sort(np.concatenate(rows)))
    titles = tuple(f"paper {n // 100} of subject" for n in range(600))
    return Papers(titles, tuple(saved), vectors.astype(np.float32))


def test_what_is_asked_was_known_to_nobody(papers: Papers) -> None:
    asked, some = readers(papers, known=10, count=15, seed=0)

    assert len(asked) == 180
    assert len(some) == 15
    for one in some:
        assert set(one.right) <= set(asked)
        for known in (one.saved, one.not_saved, one.background):
            assert not set(known) & set(asked)
        assert not set(one.saved) & set(one.not_saved)
        assert (len(one.saved), len(one.not_saved), len(one.background)) == (10, 10, BACKGROUND)


def test_the_same_seed_draws_the_same_readers(papers: Papers) -> None:
    first, second = (readers(papers, known=10, count=5, seed=3)[1] for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert (one.saved == other.saved).all()
        assert (one.background == other.background).all()


def test_measures_of_a_perfect_an_upside_down_and_a_middling_order() -> None:
    asked, right = np.arange(20), np.array([0, 1, 2])
    best = -asked.astype(float)

    assert ndcg(best, asked, right) == pytest.approx(1.0)
    assert auc(best, asked, right) == 1.0
    assert ndcg(-best, asked, right) == 0.0
    assert auc(-best, asked, right) == 0.0
    swapped = best.copy()
    swapped[[2, 3]] = swapped[[3, 2]]
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert ndcg(swapped, asked, right) == pytest.approx((ideal - 0.5 + 1 / np.log2(5)) / ideal)


def test_what_was_saved_finds_what_will_be_and_shuffled_answers_find_nothing(
    papers: Papers,
) -> None:
    asked, some = readers(papers, known=10, count=20, seed=0)
    for way in (mean, process(Kernel(), WITH)):
        found = [auc(way(papers, one, asked), asked, one.right) for one in some]
        assert np.mean(found) > 0.75
    shuffled = [
        auc(process(Kernel(), WITH)(papers, one, asked), asked, RNG.permutation(asked)[:12])
        for one in some
    ]
    assert np.mean(shuffled) == pytest.approx(0.5, abs=0.08)


def test_an_interval_holds_its_mean_and_none_of_nothing() -> None:
    middle, low, high = interval(RNG.standard_normal(300).tolist())
    assert low < middle < high
    assert interval([0.0] * 9) == (0.0, 0.0, 0.0)


def test_a_set_is_read_and_its_vectors_are_kept(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "titles.txt.gz", "wt") as file:
        file.write("tides\nbread\n")
    with gzip.open(tmp_path / "users.dat.gz", "wt") as file:
        file.write("2 0 1\n1 1\n")
    np.save(tmp_path / "kept.npy", np.eye(2, dtype=np.float32))

    found = read_papers(tmp_path, tmp_path / "kept.npy")

    assert found.titles == ("tides", "bread")
    assert [one.tolist() for one in found.saved] == [[0, 1], [1]]
    assert found.vectors.shape == (2, 2)
