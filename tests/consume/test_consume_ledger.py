"""The account of minutes: every transaction sums to zero and granted = spent + returned."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.consume import close, grant, reading, recalled, spend, summarise
from heed.errors import BadInput
from heed.types import Edition, Entry, Item, Reading, Source, Verdict

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def edition(id: int, granted_s: int) -> Edition:
    return Edition(id, NOW.date(), NOW, granted_s, 1.0, 30.0, 0.0, 0.75, 1, (), ())


def item(id: int, source_id: int = 1, seconds: int = 120) -> Item:
    return Item(id, source_id, str(id), "", f"Piece {id}", "", "", "", "en", NOW, NOW, seconds, "f")


def day_of(at: datetime) -> date:
    return at.date()


def walk(granted_s: int, readings: list[int]) -> list[Entry]:
    """An edition is granted, read and closed."""
    lines = list(grant(edition(1, granted_s), [], tx=1, at=NOW))
    for number, seconds in enumerate(readings, 2):
        one = Reading(10**15 + number, NOW, seconds, "web", 1)
        lines += spend(one, item(10**15 + number), tx=number, at=NOW)
    return lines + list(close(lines, over={1}, tx=99, at=NOW))


@given(st.integers(60, 7200), st.lists(st.integers(0, 4000), max_size=8))
def test_every_transaction_sums_to_zero(granted_s: int, readings: list[int]) -> None:
    sums: dict[int, int] = {}
    for line in walk(granted_s, readings):
        sums[line.tx] = sums.get(line.tx, 0) + line.seconds

    assert set(sums.values()) <= {0}


@given(st.integers(60, 7200), st.lists(st.integers(0, 4000), max_size=8))
def test_a_closed_day_grants_what_it_spent_and_returned(
    granted_s: int, readings: list[int]
) -> None:
    account = summarise(walk(granted_s, readings), {}, {}, day_of=day_of)

    assert account.granted_s == account.spent_s + account.returned_s
    assert account.spent_s == sum(readings)
    assert account.returned_s == max(0, granted_s - sum(readings))
    assert account.still_open_s == 0
    assert [day.granted_s for day in account.days] == [account.granted_s]


def test_closing_twice_moves_nothing() -> None:
    lines = walk(1800, [300])

    assert close(lines, over={1}, tx=100, at=NOW) == ()


def test_looking_at_another_edition_of_the_day_costs_no_minutes() -> None:
    lines = list(grant(edition(1, 1800), [], tx=1, at=NOW))
    lines += spend(Reading(5, NOW, 300, "web", 1), item(5), tx=2, at=NOW)
    lines += close(lines, over=set(), tx=3, at=NOW)
    lines += grant(edition(2, 600), lines, tx=4, at=NOW)
    lines += close(lines, over=set(), tx=5, at=NOW)
    lines += grant(edition(1, 1800), lines, tx=6, at=NOW)

    account = summarise(lines, {}, {}, day_of=day_of)
    assert (account.granted_s, account.spent_s, account.returned_s) == (1800, 300, 0)
    assert account.still_open_s == 1500


def test_reading_outside_an_edition_is_granted_on_the_spot() -> None:
    lines = spend(Reading(10**15, NOW, 90, "web"), item(10**15), tx=1, at=NOW)

    account = summarise(lines, {}, {}, day_of=day_of)
    assert (account.granted_s, account.spent_s, account.still_open_s) == (90, 90, 0)


def test_worth_is_weighted_by_minutes_and_regret_counts_only_what_fell_short() -> None:
    lines = [
        *spend(Reading(1, NOW, 600, "web"), item(1, 1), tx=1, at=NOW),
        *spend(Reading(2, NOW, 200, "web"), item(2, 2), tx=2, at=NOW),
    ]
    verdicts = {1: Verdict(1, "half", NOW), 2: Verdict(2, "more", NOW)}
    held = {1: Source(1, "u", "feed", "Slow", NOW), 2: Source(2, "v", "feed", "Quick", NOW)}

    account = summarise(lines, verdicts, held, day_of=day_of)

    assert account.worth_per_minute == pytest.approx((0.5 * 600 + 2 * 200) / 800)
    assert account.regret_s == 300
    assert account.worth_low is None, "two answers are too few for an interval"
    assert {row.title: row.surplus_s for row in account.sources} == {"Slow": -300, "Quick": 200}


def test_five_answers_give_an_interval_that_holds_the_mean() -> None:
    lines = [
        line
        for one in range(1, 7)
        for line in spend(Reading(one, NOW, 60 * one, "web"), item(one), tx=one, at=NOW)
    ]
    verdicts = {one: Verdict(one, "all" if one % 2 else "none", NOW) for one in range(1, 7)}

    account = summarise(lines, verdicts, {}, day_of=day_of)

    assert account.worth_low is not None
    assert account.worth_high is not None
    assert 0 <= account.worth_low < (account.worth_per_minute or 0) < account.worth_high <= 2


def test_minutes_read_the_day_after_belong_to_the_edition_s_day() -> None:
    lines = [
        *grant(edition(1, 600), [], tx=1, at=NOW),
        *spend(Reading(5, NOW, 120, "web", 1), item(5), tx=2, at=NOW + timedelta(days=1)),
    ]

    assert [day.day for day in summarise(lines, {}, {}, day_of=day_of).days] == [NOW.date()]


def test_an_untimed_reading_is_an_estimate_of_the_planned_minutes() -> None:
    one = reading(item(1, seconds=240), active_s=None, at=NOW, via="web", edition_id=None)

    assert (one.active_s, one.via) == (240, "estimate")
    assert one.started_at == NOW - timedelta(seconds=240)


def test_a_forgotten_tab_is_not_attention() -> None:
    one = reading(item(1), active_s=99_999, at=NOW, via="web", edition_id=None)

    assert one.active_s == 4 * 3600


def test_negative_time_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="cannot take -5 seconds"):
        reading(item(1), active_s=-5, at=NOW, via="web", edition_id=None)


def test_topics_and_hours_have_minutes_worth_and_its_interval() -> None:
    later = NOW + timedelta(hours=13)
    lines = [
        line
        for one in range(1, 8)
        for line in spend(
            Reading(one, NOW, 60, "web"),
            item(one, 1 + (one > 6)),
            tx=one,
            at=later if one > 6 else NOW,
        )
    ]
    verdicts = {one: Verdict(one, "all" if one % 2 else "more", NOW) for one in range(1, 8)}
    held = {
        1: Source(1, "u", "feed", "Slow", NOW, topic="Tides"),
        2: Source(2, "v", "feed", "Quick", NOW, topic="Bread"),
    }
    account = summarise(lines, verdicts, held, day_of=day_of, hour_of=lambda at: at.hour)
    assert [(one.name, one.spent_s) for one in account.topics] == [("Tides", 360), ("Bread", 60)]
    assert [(one.name, one.answers) for one in account.hours] == [("8", 6), ("21", 1)]
    tides, bread = account.topics
    assert tides.worth_per_minute == pytest.approx(1.5)
    assert tides.worth_low < 1.5 < tides.worth_high <= 2
    assert (bread.worth_per_minute, bread.worth_low) == (1.0, None)
    assert account.sources[0].worth_low == tides.worth_low


def test_a_correction_stays_in_the_hour_of_its_piece_and_cards_are_no_topic() -> None:
    lines = [
        *spend(Reading(1, NOW, 600, "web"), item(1), tx=1, at=NOW),
        *spend(Reading(1, NOW, -120, "web"), item(1), tx=2, at=NOW + timedelta(hours=3)),
        *recalled(60, None, tx=3, at=NOW + timedelta(hours=3)),
    ]
    account = summarise(lines, {}, {}, day_of=day_of, hour_of=lambda at: at.hour)
    assert [(one.name, one.spent_s) for one in account.hours] == [("8", 480), ("11", 60)]
    assert [(one.name, one.spent_s) for one in account.topics] == [("", 480)]
