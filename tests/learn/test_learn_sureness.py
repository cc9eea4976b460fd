"""Intervals hold the answers they should, and heed is less wrong where it says it is surer."""

import numpy as np
import pytest

from heed.lab.sureness import TEMPERS, Temper, joined, live
from heed.learn import Sureness, covered


def errors(count, seed=0, *, shift=0.0, spread=0.4, by_worth=0.0):
    """What was expected (worth, sd) and what was answered."""
    rng = np.random.default_rng(seed)
    worth, sd = rng.uniform(0.3, 1.7, count), rng.uniform(0.3, 0.6, count)
    size = spread + by_worth * (worth - 1)
    return worth, sd, worth + shift + size * rng.standard_normal(count)


def held(sure, given):
    low, high = sure.likely(given[0], given[1])
    inside = (low > 0) & (high < 2)
    return float(((given[2] >= low) & (given[2] <= high))[inside].mean())


def test_before_any_answer_the_interval_is_that_of_the_model():
    sure = Sureness.fit(*np.zeros((3, 0)))
    low, high = sure.likely(np.array([1.0]), np.array([0.3]))
    assert low[0] == pytest.approx(1 - 1.28 * np.hypot(0.3, 0.5), abs=0.02)
    assert low[0] + high[0] == pytest.approx(2.0)


@pytest.mark.parametrize("shift", [-0.4, 0.0, 0.2])
@pytest.mark.parametrize("spread", [0.2, 0.35])
def test_after_a_hundred_answers_four_of_five_are_held(shift, spread):
    sure = Sureness.fit(*errors(100, shift=shift, spread=spread))
    assert 0.7 < held(sure, errors(4000, 1, shift=shift, spread=spread)) < 0.9
    assert sure.shift == pytest.approx(shift * 100 / 120, abs=0.1)


def test_where_answers_scatter_more_it_says_so():
    sure = Sureness.fit(*errors(200, spread=0.4, by_worth=0.3))
    narrow, wide = sure.spread(np.array([0.5, 1.5]), np.array([0.45, 0.45]))
    assert narrow < 0.8 * wide


def test_coverage_is_counted_on_days_foretold_from_the_days_before():
    worth, sd, answer = errors(120)
    days = [tuple(part[n : n + 6] for part in (worth, sd, answer)) for n in range(0, 120, 6)]
    share, count = covered(days)
    assert count == 120 - 24
    assert 0.65 < share < 0.95
    assert covered(days[:3]) is None
    assert covered([]) is None


def test_made_up_readers_are_foretold_as_surely_as_is_said():
    logs = [live(one, seed=7, days=26) for one in TEMPERS]
    log = joined(logs).part(shown=True)
    assert 0.7 < log.covered < 0.9  # 400 pieces: one standard error is .02
    assert log.ece(log.head) < 0.08
    risk = log.risk((0.25, 0.5, 1.0))
    assert risk[0] < risk[2]


def test_a_reader_without_chance_is_foretold_more_narrowly_than_a_moody_one():
    still = live(Temper("moody", 0.35, 0.15, 0.05, 0.8), seed=1, days=24)
    moody = live(TEMPERS[1], seed=1, days=24)
    assert still.spread.mean() < moody.spread.mean()
