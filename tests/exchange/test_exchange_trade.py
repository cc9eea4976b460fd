"""A trade betters both sides or is refused; prices are the duals, checked by hand and by moving."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.errors import BadInput
from heed.exchange.sides import sides
from heed.exchange.trade import (
    after_trades,
    best_offer,
    legs,
    offer,
    priced,
    quote,
    traded_out,
)
from heed.types import KINDS, Side, Task, Terms

AT = datetime(2026, 11, 20, tzinfo=UTC)
ADA = Side(
    "Ada",
    {"minutes": 30, "cpu_s": 100, "bytes": 0},
    (Task("read", 60, {"minutes": 60}, measured=True), Task("sort", 1, {"cpu_s": 200}, True)),
)
BEN = Side(
    "Ben",
    {"minutes": 30, "cpu_s": 100, "bytes": 0},
    (Task("read", 6, {"minutes": 60}, measured=True), Task("train", 30, {"cpu_s": 300}, True)),
)


def drawn(seed: int, size: int = 6, name: str = "one") -> Side:
    rng = np.random.default_rng(seed)
    tasks = tuple(
        Task(
            f"{n}",
            float(rng.uniform(0.1, 5)),
            {kind: float(rng.uniform(0, 4) * (rng.random() < 0.7)) for kind in KINDS},
            bool(rng.random() < 0.5),
        )
        for n in range(size)
    )
    return Side(name, {kind: float(rng.uniform(0.5, 8)) for kind in KINDS}, tasks)


def test_prices_are_what_one_more_unit_adds() -> None:
    # Ada's minute buys 1 of worth, her CPU-second 1/200; Ben's 1/10 and 1/10.
    assert priced(ADA).price == pytest.approx({"minutes": 1, "cpu_s": 0.005, "bytes": 0})
    assert priced(BEN).price == pytest.approx({"minutes": 0.1, "cpu_s": 0.1, "bytes": 0})
    more = replace(ADA, amounts={**ADA.amounts, "minutes": 31})
    assert priced(more).worth - priced(ADA).worth == pytest.approx(1)


def test_forty_cpu_seconds_buy_three_minutes_where_both_gain() -> None:
    told = quote(ADA, BEN, "cpu_s", "minutes")
    assert (told.least, told.most) == pytest.approx((0.005, 1.0))
    assert told.possible
    deal = offer(ADA, BEN, Terms("cpu_s", 40, "minutes", 3))
    # Ada: 3 x 1 - 40 x 0.005 = 2.8. Ben: 40 x 0.1 - 3 x 0.1 = 3.7.
    assert (deal.giver_gain, deal.taker_gain) == pytest.approx((2.8, 3.7))
    assert (deal.refused, deal.known) == ("", "measured")
    assert deal.giver.amounts == {"minutes": 33, "cpu_s": 60, "bytes": 0}


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (Terms("cpu_s", 40, "minutes", 0.1), "worse for the giver"),
        (Terms("cpu_s", 1, "minutes", 20), "worse for the taker"),
        (Terms("cpu_s", 101, "minutes", 3), "short"),
        (Terms("cpu_s", 10, "minutes", 31), "short"),
    ],
)
def test_an_offer_that_betters_not_both_is_refused_and_moves_nothing(
    terms: Terms, why: str
) -> None:
    deal = offer(ADA, BEN, terms)
    assert deal.refused == why
    assert (deal.giver, deal.taker) == (ADA, BEN)
    with pytest.raises(ValueError, match="not booked"):
        legs(deal, tx=1, at=AT)


def test_a_guess_among_the_tasks_that_move_makes_the_deal_modelled() -> None:
    guess = replace(BEN, tasks=(BEN.tasks[0], replace(BEN.tasks[1], measured=False)))
    assert offer(ADA, guess, Terms("cpu_s", 40, "minutes", 3)).known == "modelled"
    assert quote(ADA, guess, "cpu_s", "minutes").known == "modelled"


def test_a_first_price_does_not_decide_about_a_large_trade() -> None:
    # The first minute is worth 1 to Ada, but she can use only 30 more.
    rich = replace(BEN, amounts={"minutes": 500, "cpu_s": 0, "bytes": 0})
    assert quote(ADA, rich, "cpu_s", "minutes").possible
    deal = offer(replace(ADA, amounts={**ADA.amounts, "minutes": 60}), rich, Terms(
        "cpu_s", 100, "minutes", 400))  # fmt: skip
    assert deal.refused == "worse for the giver"


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_no_trade_lowers_either_side_and_nothing_is_made_or_lost(seed: int) -> None:
    one, other = drawn(seed), drawn(seed + 1, name="other")
    now, then, deals = traded_out(one, other)

    assert priced(now).worth >= priced(one).worth - 1e-9
    assert priced(then).worth >= priced(other).worth - 1e-9
    assert all(min(deal.giver_gain, deal.taker_gain) > 0 for deal in deals)
    for kind in KINDS:
        before = one.amounts[kind] + other.amounts[kind]
        assert now.amounts[kind] + then.amounts[kind] == pytest.approx(before)


def test_sides_with_the_same_needs_do_not_trade() -> None:
    one = drawn(3)
    assert traded_out(one, replace(one, name="other"))[2] == ()
    assert best_offer(ADA, replace(ADA, name="Eve"), "cpu_s", "minutes") is None


def test_both_legs_sum_to_zero_and_count_for_the_next_trade() -> None:
    deal = offer(ADA, BEN, Terms("cpu_s", 40, "minutes", 3))
    booked = legs(deal, tx=1, at=AT)
    assert len(booked) == 4
    for kind in KINDS:
        assert sum(one.amount for one in booked if one.kind == kind) == 0
    assert after_trades(ADA, booked).amounts == deal.giver.amounts
    assert after_trades(BEN, booked).amounts == deal.taker.amounts


FILE = """
[[side]]
name = "Ada"
minutes = 30
[[side.task]]
name = "read"
worth = 60
minutes = 60
measured = true
[[side]]
name = "Ben"
cpu_s = 100
"""


def test_two_sides_are_read_from_a_file() -> None:
    one, other = sides(FILE)
    assert one.tasks == (Task("read", 60, {"minutes": 60, "cpu_s": 0, "bytes": 0}, measured=True),)
    assert other.amounts["cpu_s"] == 100


@pytest.mark.parametrize(
    "text",
    [
        "side = ",
        "",
        FILE.replace('"Ben"', '"Ada"'),
        FILE.replace('name = "Ben"', ""),
        FILE.replace("cpu_s = 100", "cpu_s = -1"),
        FILE.replace("cpu_s = 100", "cpu_s = inf"),
        FILE.replace("cpu_s = 100", "task = 3"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        sides(text)
