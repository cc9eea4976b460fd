"""Laws of interleaving: fair to both rankings, within the minutes, rarely wrong about equals."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.learn.interleave import Pick, Team, credit, standing, team_draft

ITEMS = 40


def edition(
    rng: np.random.Generator, noise_first: float, noise_second: float, budget_s: int = 900
) -> float | None:
    """A day's credit: two rankings see the true worth through noise, the reader answers it."""
    worth = rng.choice([0.0, 0.5, 1.0, 2.0], size=ITEMS)
    seconds = dict(enumerate(rng.integers(30, 300, size=ITEMS).tolist()))
    lists = [
        np.argsort(-(worth + noise * rng.standard_normal(ITEMS))).tolist()
        for noise in (noise_first, noise_second)
    ]
    picks = team_draft(*lists, seconds=seconds, budget_s=budget_s, rng=rng)
    read = {one.item_id: float(worth[one.item_id]) for one in picks if rng.random() < 0.8}
    return credit(picks, read)


def credits(rng: np.random.Generator, days: int, first: float, second: float) -> list[float]:
    found = (edition(rng, first, second) for _ in range(days))
    return [one for one in found if one is not None]


def test_a_better_ranking_wins() -> None:
    rng = np.random.default_rng(1)
    days = credits(rng, 200, 0.3, 1.5)
    called = [standing(rng.choice(days, 60)).winner for _ in range(200)]

    assert called.count("first") >= 190
    assert called.count("second") == 0


def test_a_better_second_ranking_wins_too() -> None:
    rng = np.random.default_rng(2)

    assert standing(credits(rng, 60, 1.5, 0.3)).winner == "second"


def test_equal_rankings_are_called_in_less_than_one_run_of_twenty() -> None:
    rng = np.random.default_rng(3)
    days = credits(rng, 300, 1.0, 1.0)
    days += [-one for one in days]  # the same days with the names changed: exactly equal
    called = [standing(rng.choice(days, 300)).winner for _ in range(2000)]

    assert np.mean([one != "cannot tell" for one in called]) < 0.05


def test_a_day_on_which_all_rounds_go_one_way_is_one_witness() -> None:
    rng = np.random.default_rng(4)
    moods = rng.choice([-1.0, 1.0], size=(2000, 150))  # as dependent as rounds of a day can be
    called = [standing(row).winner != "cannot tell" for row in moods]

    assert np.mean(called) < 0.05


def test_rankings_that_agree_get_no_credit() -> None:
    picks = team_draft(
        range(5), range(5), seconds=dict.fromkeys(range(5), 60), budget_s=300, rng=seeded()
    )

    assert [one.item_id for one in picks] == [0, 1, 2, 3, 4]
    assert {one.team for one in picks} == {"both"}
    assert credit(picks, dict.fromkeys(range(5), 1.0)) is None


def test_the_coin_is_fair_about_who_takes_first() -> None:
    rng = seeded()
    starts = [
        team_draft([0, 1], [1, 0], seconds={0: 60, 1: 60}, budget_s=60, rng=rng)[0].team
        for _ in range(1000)
    ]

    assert 430 < starts.count("first") < 570


@given(
    st.permutations(range(12)),
    st.permutations(range(12)),
    st.lists(st.integers(1, 200), min_size=12, max_size=12),
    st.integers(0, 900),
    st.integers(0, 99),
)
def test_a_draft_keeps_to_the_minutes_and_leaves_nothing_that_fits(
    first: list[int], second: list[int], lengths: list[int], budget_s: int, seed: int
) -> None:
    seconds = dict(enumerate(lengths))
    rng = np.random.default_rng(seed)
    picks = team_draft(first, second, seconds=seconds, budget_s=budget_s, rng=rng)
    taken = [one.item_id for one in picks]
    left_s = budget_s - sum(seconds[one] for one in taken)

    assert left_s >= 0
    assert len(set(taken)) == len(taken)
    assert all(seconds[one] > left_s for one in first if one not in taken)


@given(st.permutations(range(12)), st.permutations(range(12)), st.integers(0, 99))
def test_each_ranking_gets_its_best_in_its_own_order(
    first: list[int], second: list[int], seed: int
) -> None:
    seconds = dict.fromkeys(range(12), 60)
    rng = np.random.default_rng(seed)
    picks = team_draft(first, second, seconds=seconds, budget_s=480, rng=rng)

    sides: tuple[tuple[Team, Sequence[int]], ...] = (("first", first), ("second", second))
    for team, ranking in sides:
        places = [ranking.index(one.item_id) for one in picks if one.team == team]
        assert places == sorted(places)


def test_the_better_answer_wins_its_round() -> None:
    picks = (
        Pick(1, "first", 0),
        Pick(2, "second", 0),
        Pick(3, "both", 1),
        Pick(4, "second", 2),
        Pick(5, "first", 2),
        Pick(6, "first", 3),
        Pick(7, "second", 3),
    )

    assert credit(picks, {1: 2.0, 2: 0.5, 3: 2.0}) == 1.0
    assert credit(picks, {1: 2.0, 2: 0.5, 4: 1.0, 5: 0.0}) == 0.0
    assert credit(picks, {1: 1.0, 2: 1.0, 6: 1.0, 7: 2.0}) == -0.5
    assert credit(picks, {1: 2.0, 4: 0.0}) is None


def test_no_editions_tell_nothing() -> None:
    told = standing([])

    assert (told.winner, told.called_after, told.wealth_first) == ("cannot tell", None, 1.0)


def test_a_call_stays_and_says_when() -> None:
    won = standing([1.0] * 30)
    later = standing([1.0] * 30 + [-1.0] * 10)

    assert won.winner == later.winner == "first"
    assert won.called_after == later.called_after
    assert standing([1.0] * (won.called_after or 0)).winner == "first"
    assert standing([1.0] * ((won.called_after or 0) - 1)).winner == "cannot tell"


def test_sides_are_treated_alike() -> None:
    row = credits(np.random.default_rng(6), 40, 0.5, 1.0)
    one, other = standing(row), standing([-value for value in row])

    assert one.wealth_first == pytest.approx(other.wealth_second)
    assert one.called_after == other.called_after


def test_a_credit_beyond_one_is_named() -> None:
    with pytest.raises(ValueError, match="from -1 to 1"):
        standing([0.0, 1.5])


def seeded() -> np.random.Generator:
    return np.random.default_rng(0)
