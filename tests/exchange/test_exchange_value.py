"""Value in one's own prices, checked by hand; and price files that are right and wrong."""

import pytest

from heed.errors import BadInput
from heed.exchange.prices import parse
from heed.exchange.value import added_up, against, applications, reading, seed_gain
from heed.types import Interval, Line, NetCost, Prices, ReadingFacts

PRICES = Prices(
    "EUR",
    {"right_answer": 0.02, "cpu_hour": 0.36, "waited_hour": 18.0, "hour": 30.0, "question": 2.0},
    {"uses": 10_000, "duplicates_read": 0.25, "questions": 3, "cpu_hours": 5},
)
WITH = NetCost("attention", (0.91, 0.89), 3.6, 2.0, 400, 7200)
WITHOUT = NetCost("mean", (0.81, 0.79), 1.8, 1.0, 390, 3600)


def test_a_month_of_an_application_is_worth_what_the_hand_says() -> None:
    # 10,000 uses, 10 [5, 15] of 100 more right: 1,000 [500, 1500] answers at 0.02 = 20 [10, 30].
    # Use: 1.8 CPU-s more per 1,000 = 18 CPU-s = 0.005 h at 0.36 = 0.0018. Training: 1 h = 0.36.
    # Waiting: 1 ms more, 10,000 times = 10 s = 1/360 h at 18 = 0.05. Costs together 0.4118.
    found = against("x", WITH, WITHOUT, Interval(0.10, 0.05, 0.15), PRICES).value

    assert found.net is not None
    assert found.net.mean == pytest.approx(20 - 0.4118)
    assert (found.net.lo, found.net.hi) == pytest.approx((10 - 0.4118, 30 - 0.4118))
    assert found.verdict == "pays"
    # 1,000 answers must bring 0.4118: 0.0004118 each. A use brings 0.002 less 0.00000518.
    assert found.break_even_price == pytest.approx(0.0004118)
    assert found.break_even_uses == pytest.approx(0.36 / (0.002 - 0.000005 - 0.00000018))
    swing = {one.name: (one.low, one.high) for one in found.swings}
    assert swing["right_answer"] == pytest.approx((10 - 0.4118, 40 - 0.4118))
    assert swing["right"] == pytest.approx((10 - 0.4118, 30 - 0.4118))


def test_a_ledger_is_worth_what_the_hand_says() -> None:
    # 600 min read, 200 answered at 1.2 [1.0, 1.4] a minute, elsewhere 0.75. 0.5 a minute of mine.
    # Answered: 0.45 x 200 = 90 min = 45. Not answered: 0.45 [0.25, 0.65] x 400 = 180 [100, 260]
    # = 90 [50, 130]. Duplicates: a quarter of 80 min = 20 min = 10 [0, 40]. Questions 3 x 2 = 6.
    # CPU: 5 x 0.36 = 1.8. Sum 149.2, less sqrt(40^2 + 10^2), more sqrt(40^2 + 30^2) = 50.
    facts = ReadingFacts(30, 900, 600, 300, 200, 60, Interval(1.2, 1.0, 1.4), 40, 80, 0.75)
    found = reading(facts, PRICES)

    assert found.net is not None
    assert found.net.mean == pytest.approx(149.2)
    assert found.net.hi == pytest.approx(199.2)
    assert found.net.lo == pytest.approx(149.2 - (1700**0.5))
    assert [line.basis for line in found.lines] == [
        "measured",
        "modelled",
        "modelled",
        "said",
        "said",
    ]


def test_without_prices_there_is_a_table_and_no_money() -> None:
    found = against("x", WITH, WITHOUT, Interval(0.1, 0.05, 0.15), Prices()).value

    assert found.net is None
    assert found.swings == ()
    assert found.verdict == "no prices"
    assert [line.amount for line in found.lines] == pytest.approx(
        [100, 1.8 / 3600, 1, 1000 / 3_600_000]
    )
    facts = ReadingFacts(2, 60, 20, 40, 0, 0, None, 3, 12, 0.75)
    assert reading(facts, Prices()).net is None


def test_duplicates_have_no_price_until_the_reader_says_how_many_she_would_read() -> None:
    facts = ReadingFacts(2, 60, 20, 40, 10, 9, Interval(1, 0.9, 1.1), 3, 12, 0.75)
    found = reading(facts, Prices("", {"hour": 60}))

    assert "duplicates" in found.unpriced
    assert found.net is not None
    assert found.net.mean == pytest.approx(0.25 * 20)


def test_an_interval_around_nothing_cannot_tell_and_a_loss_costs() -> None:
    def verdict(*ends: float) -> str:
        return against("x", WITH, WITHOUT, Interval(*ends), PRICES).value.verdict

    assert verdict(0.01, -0.02, 0.04) == "cannot tell"
    assert verdict(-0.1, -0.2, -0.05) == "costs"


def test_a_loss_has_no_break_even() -> None:
    found = against("x", WITH, WITHOUT, Interval(-0.1, -0.2, -0.05), PRICES).value

    assert found.break_even_price is None
    assert found.break_even_uses is None


def test_an_application_has_its_own_prices_before_the_general_ones() -> None:
    own = Prices("", {"right_answer": 1}, {"uses": 10}, {"x": {"right_answer": 5, "uses": 100}})
    gain = Interval(0.1, 0.1, 0.1)

    assert against("x", WITH, WITHOUT, gain, own).value.net == Interval(50, 50, 50)
    assert against("y", WITH, WITHOUT, gain, own).value.net == Interval(1, 1, 1)


def test_a_better_rival_than_the_pooling_is_compared_too() -> None:
    nets = [
        {"net": name, "quality": [q, q + 0.02], **dict.fromkeys(COSTS, 1.0)}
        for name, q in (("attention", 0.8), ("mean", 0.7), ("baseline", 0.9))
    ]
    one = {"name": "x", "attention": "attention", "trivial": "mean", "nets": nets}
    found = applications({"applications": [one | {"gain": 0.1, "low": 0.05, "high": 0.15}]}, PRICES)

    assert [one.rival.name for one in found] == ["mean", "baseline"]
    assert found[1].value.verdict == "costs"


COSTS = ("cpu_s_per_1000", "p50_ms", "peak_mb", "train_cpu_s")


def test_seeds_are_paired_and_one_seed_says_nothing() -> None:
    # Differences 0.1 and 0.2: mean 0.15, standard error 0.05, t of one degree 12.706.
    found = seed_gain([0.6, 0.8], [0.5, 0.6])
    assert (found.mean, found.hi) == pytest.approx((0.15, 0.15 + 12.706 * 0.05))
    one = seed_gain([0.6], [0.5])
    assert (one.lo, one.hi) == (-1, 1)


def test_what_costs_nothing_else_has_no_break_even_price() -> None:
    assert (
        added_up((Line("right", 5, 4, 6, "measured", "right_answer", 1),)).break_even_price is None
    )


TOML = """
currency = "EUR"
[price]
hour = 30
[counted]
duplicates_read = 0.5
[application.intent]
uses = 20000
"""
CSV = "name,amount\ncurrency,EUR\nprice.hour,30\ncounted.duplicates_read,0.5\n"


def test_toml_and_csv_say_the_same() -> None:
    more = "application.intent.uses,20000\n"
    assert parse(TOML) == parse(CSV + more, csv_file=True)
    assert parse(TOML).of("hour") == 30
    assert parse("") == Prices()


@pytest.mark.parametrize(
    ("text", "csv_file"),
    [
        ("[price]\nhours = 3", False),
        ("[price]\nhour = -3", False),
        ("[price]\nhour = nan", False),
        ("[price]\nhour = true", False),
        ("[counted]\nduplicates_read = 2", False),
        ("price = ", False),
        ("price.hour", True),
        ("price.hour,much", True),
    ],
)
def test_a_price_file_that_cannot_be_used_is_refused(text: str, csv_file: bool) -> None:
    with pytest.raises(BadInput):
        parse(text, csv_file=csv_file)


def test_what_is_no_result_of_the_lab_is_refused() -> None:
    for wrong in ({}, {"applications": [{"name": "x"}]}, {"applications": 3}):
        with pytest.raises(BadInput):
            applications(wrong, PRICES)
