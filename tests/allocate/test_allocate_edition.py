"""The day's edition: never over its minutes, priced, explained, reproducible."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.allocate import Policy, compose
from heed.types import Edition, Item, Reason, Rule, Scored, Source, Story

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SOURCES = {
    id: Source(id, f"https://s{id}.example/feed", "feed", f"Source {id}", NOW, topic=topic)
    for id, topic in [(1, "News"), (2, "Science"), (3, "Essays"), (4, "Home")]
}


def scored(number: int, worth: float, seconds: int, source_id: int = 1) -> Scored:
    item = Item(
        10**15 + number, source_id, str(number), "", f"Piece {number}", "", "", "", "en",
        NOW, NOW, seconds, "f", story_id=10**15 + number,
    )  # fmt: skip
    return Scored(Story(item.id, (item,)), worth, 0.4, (Reason("prior", worth),))


def make(candidates: list[Scored], minutes: float = 30, **given: object) -> Edition:
    policy = {
        "reservation_rate": 0.75,
        "explore_share": 0.0,
        "source_share": 1.0,
        "piece_share": 1.0,
    }
    policy |= {name: given.pop(name) for name in list(given) if name in policy}
    terms: dict[str, object] = {
        "day": NOW.date(),
        "made_at": NOW,
        "granted_s": round(minutes * 60),
        "rules": (),
        "seed": 7,
        "policy": Policy(**policy),  # type: ignore[arg-type]
        "sources": SOURCES,
    }
    return compose(candidates, **{**terms, **given})  # type: ignore[arg-type]


candidates = st.lists(
    st.tuples(st.floats(0, 2), st.integers(20, 900), st.integers(1, 4)), max_size=30
).map(lambda rows: [scored(i, w, s, o) for i, (w, s, o) in enumerate(rows)])


@settings(max_examples=60, deadline=None)
@given(candidates, st.integers(1, 40), st.integers(0, 3))
def test_an_edition_never_plans_more_than_it_was_granted(
    pieces: list[Scored], minutes: int, seed: int
) -> None:
    edition = make(pieces, minutes, seed=seed, explore_share=0.1, source_share=0.4)

    assert edition.planned_s <= edition.granted_s
    assert len({slot.story_id for slot in edition.slots}) == len(edition.slots)


@settings(max_examples=60, deadline=None)
@given(candidates, st.integers(1, 40))
def test_every_candidate_is_either_in_the_edition_or_left_out(
    pieces: list[Scored], minutes: int
) -> None:
    edition = make(pieces, minutes, explore_share=0.1, source_share=0.4)

    taken = [slot.story_id for slot in edition.slots]
    left = [one.story_id for one in edition.left_out]
    assert sorted(taken + left) == sorted(piece.story.id for piece in pieces)


@settings(max_examples=60, deadline=None)
@given(candidates, st.integers(5, 40))
def test_the_bound_is_above_what_was_reached_and_the_gap_says_by_how_much(
    pieces: list[Scored], minutes: int
) -> None:
    edition = make(pieces, minutes)

    kept = 0.75 * (edition.granted_s - edition.planned_s) / 60
    reached = sum((slot.worth - 0.75) * slot.seconds / 60 for slot in edition.slots)
    reached += 0.75 * edition.granted_s / 60
    assert kept >= 0
    assert edition.bound >= reached - 1e-6
    assert edition.gap == pytest.approx((edition.bound - reached) / edition.bound, abs=1e-6)


def test_the_price_is_the_reservation_rate_where_minutes_are_given_back() -> None:
    edition = make([scored(1, 1.5, 300), scored(2, 0.5, 300)])

    assert [slot.title for slot in edition.slots] == ["Piece 1"]
    assert edition.price == pytest.approx(0.75)
    assert edition.left_out[0].enters_at_s is None, "no budget brings in what is not worth it"


def test_the_price_is_the_worth_of_the_marginal_piece() -> None:
    pieces = [scored(1, 1.8, 600), scored(2, 1.4, 600), scored(3, 1.2, 600)]
    edition = make(pieces, 15)

    assert edition.price == pytest.approx(1.4)


def test_a_piece_enters_at_the_minutes_it_is_said_to_enter_at() -> None:
    pieces = [scored(n, 1.9 - n / 10, 240) for n in range(8)]
    edition = make(pieces, 12)

    for one in edition.left_out:
        assert one.enters_at_s is not None
        at_that = make(pieces, one.enters_at_s / 60)
        assert one.item_id in {slot.item_id for slot in at_that.slots}


def test_the_same_seed_makes_the_same_edition() -> None:
    pieces = [scored(n, 1 + n / 50, 60 + 30 * n) for n in range(20)]

    assert make(pieces, explore_share=0.1) == make(pieces, explore_share=0.1)


def test_one_slot_in_ten_is_explored_labelled_and_has_its_propensity() -> None:
    pieces = [scored(n, 1 + n / 100, 120) for n in range(40)]
    edition = make(pieces, 30, explore_share=0.1)

    explored = [slot for slot in edition.slots if slot.kind == "explore"]
    assert len(explored) == 2, "fifteen slots of two minutes, one in ten"
    assert explored[0].reasons[0].kind == "explore"
    assert explored[0].propensity == pytest.approx(2 / 12)
    assert all(slot.propensity == 1 for slot in edition.slots if slot.kind == "core")


def test_what_is_liked_but_held_back_by_a_rule_is_no_exploration() -> None:
    loud = [scored(n, 1.6, 120, 1) for n in range(12)]
    quiet = [scored(100 + n, 1.2, 120, 2 + n % 3) for n in range(30)]
    for seed in range(10):
        edition = make(loud + quiet, 30, explore_share=0.1, source_share=0.3, seed=seed)
        drawn = [slot.source for slot in edition.slots if slot.kind == "explore"]
        assert drawn
        assert "Source 1" not in drawn


def test_curiosity_does_not_break_a_ceiling() -> None:
    pieces = [scored(n, 1 + n / 100, 120, 1 + n % 4) for n in range(60)]
    nothing_of = Rule(1, "topic", "Science", "ceiling", 0)
    for seed in range(12):
        edition = make(pieces, 30, explore_share=0.1, rules=[nothing_of], seed=seed)
        assert "Source 2" not in {slot.source for slot in edition.slots}
        assert edition.rules[0].met


def test_where_nothing_seems_worth_it_a_few_are_asked_about_all_the_same() -> None:
    edition = make([scored(n, 0.6, 120) for n in range(20)], 30, explore_share=0.1)

    assert [slot.kind for slot in edition.slots] == ["explore"] * 3


def test_another_seed_explores_another_piece() -> None:
    pieces = [scored(n, 1 + n / 100, 120) for n in range(40)]

    drawn = {
        slot.item_id
        for seed in range(12)
        for slot in make(pieces, 30, explore_share=0.1, seed=seed).slots
        if slot.kind == "explore"
    }
    assert len(drawn) > 3


def test_a_floor_is_met_and_its_price_says_what_it_cost() -> None:
    pieces = [scored(n, 1.5, 300, 1) for n in range(8)] + [scored(9, 1.0, 300, 2)]
    floor = Rule(1, "topic", "science", "floor", 300)
    edition = make(pieces, 30, rules=[floor])

    assert sum(slot.seconds for slot in edition.slots if slot.source == "Source 2") >= 300
    assert [(one.rule, one.met) for one in edition.rules] == [(floor, True)]
    assert edition.rules[0].price == pytest.approx(0.5, abs=1e-6)


def test_a_floor_nobody_can_meet_does_not_empty_the_edition() -> None:
    pieces = [scored(n, 1.5, 300, 1) for n in range(8)]
    edition = make(pieces, 30, rules=[Rule(1, "topic", "Science", "floor", 300)])

    assert edition.planned_s == 1800
    assert not edition.rules[0].met


def test_a_floor_may_bring_in_a_piece_below_the_reservation_rate_and_says_so() -> None:
    pieces = [scored(1, 1.5, 300, 1), scored(2, 0.3, 300, 2)]
    edition = make(pieces, 30, rules=[Rule(1, "source", "2", "floor", 300)])

    dull = next(slot for slot in edition.slots if slot.source == "Source 2")
    assert dull.reasons[0].kind == "rule"


def test_a_ceiling_holds() -> None:
    pieces = [scored(n, 1.5, 300, 1) for n in range(8)] + [
        scored(20 + n, 1.0, 300, 2) for n in range(8)
    ]
    edition = make(pieces, 30, rules=[Rule(1, "source", "1", "ceiling", 600)])

    assert sum(slot.seconds for slot in edition.slots if slot.source == "Source 1") == 600
    assert edition.rules[0].price == pytest.approx(0.5)


def test_a_loud_source_does_not_drown_quiet_ones() -> None:
    loud = [scored(n, 1.6, 120, 1) for n in range(40)]
    quiet = [scored(100 + n, 1.2, 120, 2 + n % 3) for n in range(12)]
    edition = make(loud + quiet, 30, source_share=0.4)

    by_loud = sum(slot.seconds for slot in edition.slots if slot.source == "Source 1")
    assert by_loud <= 0.4 * 1800
    assert edition.planned_s == 1800
    assert edition.rules[0].price > 0, "what the protection costs is shown"


def test_a_piece_longer_than_the_day_is_left_out_with_the_minutes_it_needs() -> None:
    edition = make([scored(1, 1.5, 3600), scored(2, 1.2, 300)], 30)

    assert [slot.title for slot in edition.slots] == ["Piece 2"]
    assert edition.left_out[0].enters_at_s == 3600


def test_one_long_piece_does_not_take_the_whole_day() -> None:
    pieces = [scored(1, 2.0, 1500), *(scored(n, 1.2, 300) for n in range(2, 8))]
    edition = make(pieces, 30, piece_share=0.4)

    assert len(edition.slots) == 6
    assert edition.left_out[0].title == "Piece 1"
    assert edition.left_out[0].enters_at_s == 3750, "25 minutes are two fifths of 62.5"


def test_a_short_day_still_takes_a_piece_of_five_minutes() -> None:
    assert len(make([scored(1, 1.5, 300)], 6, piece_share=0.4).slots) == 1


def test_nothing_to_choose_from_is_an_empty_edition() -> None:
    edition = make([])

    assert edition.slots == edition.left_out == ()
    assert edition.gap == 0


def test_titles_are_kept_as_they_were_when_issued() -> None:
    piece = scored(1, 1.5, 300)
    edition = make([piece])
    renamed = replace(piece.story.lead, title="Corrected")

    assert renamed.title != edition.slots[0].title == "Piece 1"
