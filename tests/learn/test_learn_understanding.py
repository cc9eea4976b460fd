"""The sentence asked about is the one the others attend to most."""

import numpy as np
import pytest

from heed.learn import askable
from heed.learn.understanding import most_telling, received


def test_the_sentence_in_the_middle_receives_most():
    spokes, hub = np.eye(4), np.full((1, 4), 0.5)
    rows = np.concatenate([spokes[:2], hub, spokes[2:]]).astype(np.float32)
    shares = received(rows)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert most_telling(shares) == 2


def test_a_sentence_does_not_vote_for_itself():
    rows = np.eye(3, dtype=np.float32)[[0, 1, 1]]
    shares = received(rows)
    assert shares[0] < shares[1] == pytest.approx(shares[2], abs=1e-6)


def test_a_single_sentence_receives_all_and_equals_go_to_the_first():
    assert received(np.ones((1, 4), np.float32)) == [1.0]
    assert most_telling([0.5, 0.5]) == 0


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("It rose.", False),
        ("High water came at 4:12 on Monday.", True),
        ("央行宣布 2026 年维持利率不变。", True),
        ("x " * 300, False),
    ],
)
def test_only_a_sentence_with_one_fact_is_asked(sentence, asked):
    assert askable(sentence) is asked
