"""Questions are drawn by chance, the same for every piece, and the chance is told."""

import numpy as np

from heed.allocate.questions import questions
from heed.types import Slot


def slots(count):
    return [Slot(n, n, "t", "s", "", "core", 60, 2 * n / count, 0.3, 1.0, ()) for n in range(count)]


def test_the_same_edition_asks_about_the_same_pieces():
    assert questions(slots(9), share=0.4, seed=7) == questions(slots(9), share=0.4, seed=7)


def test_every_place_and_worth_is_drawn_as_often():
    drawn = [
        one.item_id for seed in range(400) for one in questions(slots(10), share=0.3, seed=seed)
    ]
    counts = np.bincount(drawn, minlength=10)
    # 400 draws of chance .3: four standard deviations are 37.
    assert np.all(np.abs(counts - 120) < 40)


def test_all_or_none_can_be_asked():
    assert len(questions(slots(5), share=1.0, seed=1)) == 5
    assert questions(slots(5), share=0.0, seed=1) == ()
    assert {one.chance for one in questions(slots(5), share=1.0, seed=1)} == {1.0}
