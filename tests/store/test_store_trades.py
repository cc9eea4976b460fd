"""The book of trades is kept whole: what one gives another takes."""

from dataclasses import replace

import pytest
from store_nouns import NOW

from heed import store
from heed.types import Leg

LEGS = [
    Leg(1, NOW, "Ada", "cpu_s", -40.0, "measured"),
    Leg(1, NOW, "Ben", "cpu_s", 40.0, "measured"),
    Leg(1, NOW, "Ben", "minutes", -3.0, "measured"),
    Leg(1, NOW, "Ada", "minutes", 3.0, "measured"),
]


def test_a_trade_comes_back_as_it_was_booked(db):
    with db.write() as tx:
        assert store.trades.next_tx(tx) == 1
        store.trades.post(tx, LEGS)
        assert store.trades.all(tx) == LEGS
        assert store.trades.next_tx(tx) == 2


def test_a_trade_that_makes_something_of_nothing_is_not_booked(db):
    with db.write() as tx:
        with pytest.raises(ValueError, match="sum to zero"):
            store.trades.post(tx, [*LEGS[:3], replace(LEGS[3], amount=4.0)])
        assert store.trades.all(tx) == []
