"""Two rankings share editions, and it is told whose pieces were worth more, if it can be."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from heed.learn import again, duel, shared
from heed.types import Drafted, Edition, Slot

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def slot(item_id, kind="core"):
    return Slot(item_id, item_id, "t", "s", "", kind, 300, 1.0, 0.3, 1.0, ())


def edition(*slots, seed=1):
    return Edition(0, date(2026, 11, 20), NOW, 1800, 1.0, 30.0, 0.0, 0.75, seed, slots, ())


def drafts(days, first="heed", second="rocchio"):
    """Editions of three rounds; the first ranking's pieces have even ids."""
    return [
        [
            Drafted(6 * day + 2 * turn + side, ("first", "second")[side], turn, first, second)
            for turn in range(3)
            for side in range(2)
        ]
        for day in range(days)
    ]


def test_what_is_explored_is_nobody_s_and_keeps_its_minutes():
    mine = edition(slot(1), slot(2), slot(3), slot(9, "explore"))
    other = edition(slot(3), slot(4), slot(9), slot(5))
    found = shared(mine, other, names=("heed", "rocchio"))

    assert 9 not in {one.item_id for one in found}
    assert 300 * len(found) <= 1500
    assert {one.team for one in found} <= {"first", "second", "both"}


def test_rankings_that_agree_share_nothing():
    assert shared(edition(slot(1), slot(2)), edition(slot(2), slot(1)), names=("a", "b")) == ()


def test_a_better_ranking_is_called_and_equal_ones_are_not():
    editions = drafts(40)
    better = {one.item_id: float(one.team == "first") for day in editions for one in day}
    found = duel(editions, better)
    assert (found.first, found.winner, found.credit.mean) == ("heed", "heed", 1.0)

    rng = np.random.default_rng(0)
    luck = {one.item_id: float(rng.integers(2)) for day in editions for one in day}
    assert duel(editions, luck).winner == ""


def test_who_was_in_use_then_does_not_turn_the_result():
    editions = [*drafts(20), *drafts(20, "rocchio", "heed")]
    answers = {}
    for n, day in enumerate(editions):
        for one in day:
            answers[one.item_id + 1000 * (n >= 20)] = 0.0
    moved = [
        [
            Drafted(one.item_id + 1000 * (n >= 20), one.team, one.round, one.first, one.second)
            for one in day
        ]
        for n, day in enumerate(editions)
    ]
    for day in moved:
        for one in day:
            name = one.first if one.team == "first" else one.second
            answers[one.item_id] = 1.0 if name == "rocchio" else 0.0
    assert duel(moved, answers).winner == "rocchio"


def test_an_edition_without_a_pair_of_answers_says_nothing():
    assert duel([], {}) is None
    assert duel(drafts(3), {}).editions == 0


def test_second_thoughts_are_counted_beside_the_first():
    found = again([(1.0, 0.5), (1.0, 1.0), (0.5, 2.0), (2.0, 1.0)])
    assert (found.count, found.worse, found.better) == (4, 2, 1)
    assert found.change.mean == pytest.approx(0.0)
    assert again([]) is None
