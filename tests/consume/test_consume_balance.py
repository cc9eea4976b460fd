"""How many topics a diet amounts to, and what its rules cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.consume import effective_number, portions, rule_costs
from heed.types import Rule, RulePrice


def test_equal_parts_count_as_many_as_they_are_and_nothing_counts_nothing():
    assert effective_number([60] * 4) == pytest.approx(4)
    assert effective_number([600]) == pytest.approx(1)
    assert effective_number([]) == effective_number([0, 0]) == 0


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_a_diet_amounts_to_at_least_one_and_at_most_all_its_topics(seconds):
    assert 1 - 1e-9 <= effective_number(seconds) <= len(seconds) + 1e-9
    assert effective_number([7 * one for one in seconds]) == pytest.approx(
        effective_number(seconds)
    )


def test_portions_leave_out_what_took_nothing():
    assert [one.name for one in portions({"a": 1, "b": 5, "c": 0})] == ["b", "a"]


def test_a_rule_shows_what_was_spent_and_what_it_cost_at_most():
    floor, ceiling = (
        Rule(1, "topic", "a", "floor", 300),
        Rule(-2, "topic", "b", "ceiling", 60),
    )
    priced = [RulePrice(floor, 0.4), RulePrice(floor, 0.0), RulePrice(ceiling, 0.5)]
    first, second = rule_costs([floor, ceiling], priced, {1: 2400, -2: 1200}, 10)
    assert (first.daily_s, first.held, first.cost) == (240, False, pytest.approx(2.0))
    assert (first.bound_days, first.editions) == (1, 2)
    assert (second.daily_s, second.held, second.cost) == (120, False, pytest.approx(0.5))
