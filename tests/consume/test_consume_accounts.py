"""Rent, prices, advice and what was shown, from editions made by hand; corrections in the book."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.consume import advice, close, correct, grant, prices, rents, shown, spend
from heed.errors import NotFound
from heed.types import Answer, Edition, Entry, Item, LeftOut, Reading, Slot, Verdict

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
BASE = 10**15


def slot(id: int, source: str, minutes: int, worth: float, **more: object) -> Slot:
    given = {"kind": "core", "propensity": 1.0} | more
    return Slot(
        BASE + id, BASE + id, f"Piece {id}", source, "", seconds=minutes * 60, worth=worth, sd=0.1,
        reasons=(), **given,
    )  # fmt: skip


def out(id: int, source: str, worth: float, enters_min: int | None = None) -> LeftOut:
    enters_s = None if enters_min is None else enters_min * 60
    return LeftOut(BASE + id, BASE + id, f"Piece {id}", source, 300, worth, enters_s, ())


def edition(
    day: int, slots: list[Slot], left: list[LeftOut], *, price: float = 1.0, minutes: int = 30
) -> Edition:
    at = NOW + timedelta(days=day)
    return Edition(
        day + 1, at.date(), at, minutes * 60, price, 30.0, 0.0, 0.75, 1, tuple(slots), tuple(left)
    )


def told(answers: dict[int, Answer]) -> dict[int, Verdict]:
    return {BASE + id: Verdict(BASE + id, answer, NOW) for id, answer in answers.items()}


def test_rent_is_worth_above_the_price_of_the_minutes_and_never_below_nothing() -> None:
    first = edition(0, [slot(1, "A", 10, 1.5), slot(2, "B", 10, 0.9)], [out(3, "C", 0.5)])
    lottery = slot(4, "C", 5, 1.8, kind="explore", propensity=0.1)
    second = edition(1, [slot(5, "A", 4, 2.0), lottery], [], price=1.25)

    found = {one.source: one for one in rents([first, second])}

    # A: (1.5 - 1) x 10 + (2 - 1.25) x 4 = 8. B: 0.9 is below its price. C was only drawn.
    assert found["A"].rent_min == pytest.approx(8)
    assert (found["A"].pieces, found["A"].days) == (2, 2)
    assert (found["B"].rent_min, found["B"].pieces) == (0, 1)
    assert (found["C"].rent_min, found["C"].pieces, found["C"].days) == (0, 0, 2)


def test_prices_are_told_day_by_day() -> None:
    found = prices([edition(0, [slot(1, "A", 10, 1.5)], [], price=1.2), edition(1, [], [])])
    assert [(one.day, one.price, one.planned_s) for one in found] == [
        (date(2026, 11, 1), 1.2, 600),
        (date(2026, 11, 2), 1.0, 0),
    ]


def days(answers: list[Answer], left: list[LeftOut], price: float = 1.0) -> list[Edition]:
    """Twelve days of four pieces of ten minutes, in an edition of forty."""
    count = len(answers)
    return [
        edition(
            day,
            [slot(day * 10 + n, "A", 10, 2 - 0.1 * n) for n in range(count)],
            left,
            price=price,
            minutes=40,
        )
        for day in range(12)
    ]


def every_day(answers: list[Answer]) -> dict[int, Verdict]:
    return told({day * 10 + n: one for day in range(12) for n, one in enumerate(answers)})


def test_fewer_minutes_where_the_last_ones_were_not_worth_it() -> None:
    answers: list[Answer] = ["more", "all", "all", "none"]
    found = advice(days(answers, []), every_day(answers))
    assert found is not None
    assert (found.kind, found.granted_s, found.try_s) == ("less", 2400, 1800)


def test_more_minutes_where_the_last_were_worth_it_and_a_piece_was_waiting() -> None:
    answers: list[Answer] = ["more", "all", "all", "more"]
    found = advice(days(answers, [out(900, "B", 1.4, 46)]), every_day(answers))
    assert found is not None
    assert (found.kind, found.try_s) == ("more", 46 * 60)
    idle = advice(days(answers, [out(900, "B", 1.4, 46)], price=0.75), every_day(answers))
    assert idle is not None
    assert idle.kind == "as it is"


def test_few_or_mixed_answers_give_no_advice() -> None:
    answers: list[Answer] = ["more", "all", "all", "none"]
    few = advice(days(answers, []), told({3: "none", 13: "none"}))
    assert few is not None
    assert (few.kind, few.last) == ("cannot tell", None)
    mixed = {d * 10 + 3: ("none" if d % 2 else "more") for d in range(12)}
    unsure = advice(days(answers, []), told(mixed))  # type: ignore[arg-type]
    assert unsure is not None
    assert unsure.kind == "cannot tell"
    assert advice([], {}) is None


def test_what_was_shown_knows_how_often_others_would_show_it() -> None:
    lottery = slot(2, "B", 5, 1.0, kind="explore", propensity=0.25)
    one = edition(0, [slot(1, "A", 10, 1.5), lottery], [out(3, "C", 0.5), out(4, "C", 0.4)])
    published = {BASE + id: NOW - timedelta(hours=id) for id in (1, 2, 3, 4)}
    published[BASE + 3] = NOW

    found = shown([one], told({1: "all", 2: "none"}), published)

    assert [(row.reward, row.logged, row.newest, row.random) for row in found] == [
        (1.0, 1.0, 1.0, 0.5),
        (0.0, 0.25, 0.0, 0.5),
    ]
    assert [row.explored for row in found] == [False, True]


# -- corrections ---------------------------------------------------------------------------------


def item(id: int) -> Item:
    return Item(id, 1, str(id), "", f"Piece {id}", "", "", "", "en", NOW, NOW, 120, "f")


def booked(closed: bool, spent_s: int = 300) -> list[Entry]:
    lines = list(grant(edition(0, [], []), [], tx=1, at=NOW))
    lines += spend(Reading(BASE, NOW, spent_s, "web", 1), item(BASE), tx=2, at=NOW)
    return lines + (list(close(lines, over={1}, tx=3, at=NOW)) if closed else [])


def balance(lines: list[Entry]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in lines:
        sums[one.account] = sums.get(one.account, 0) + one.seconds
    return sums


@given(st.booleans(), st.integers(0, 3000), st.integers(1, 1700))
def test_a_correction_is_one_more_transaction_that_sums_to_zero(
    closed: bool, seconds: int, spent_s: int
) -> None:
    lines = booked(closed, spent_s)
    added = list(correct(lines, BASE, seconds=seconds, tx=9, at=NOW))

    assert sum(one.seconds for one in added) == 0
    assert balance(lines + added)["spent"] == seconds
    after = balance(lines + added)
    assert -after["granted"] == after["spent"] + after.get("returned", 0) + after.get("open", 0)
    assert after.get("returned", 0) >= 0
    assert correct([*lines, *added], BASE, seconds=seconds, tx=10, at=NOW) == ()


def test_a_piece_nobody_read_cannot_be_corrected() -> None:
    with pytest.raises(NotFound):
        correct(booked(False), BASE + 7, seconds=60, tx=9, at=NOW)
