"""A second question comes a week later, to a few pieces, once."""

from datetime import UTC, datetime, timedelta

from heed.consume import HINDSIGHT_SHARE, due
from heed.types import Verdict

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def answered(count, days, asked="asked"):
    at = NOW - timedelta(days=days)
    return {id: Verdict(id, "all", at, asked) for id in range(1, count + 1)}


def test_only_what_was_answered_one_to_three_weeks_ago_is_due():
    assert due(answered(200, 3), (), now=NOW) == ()
    assert due(answered(200, 30), (), now=NOW) == ()
    assert due(answered(200, 8), (), now=NOW)


def test_about_the_told_share_is_drawn_and_always_the_same():
    found = due(answered(2000, 8), (), now=NOW)
    assert abs(len(found) / 2000 - HINDSIGHT_SHARE) < 0.04
    assert found == due(answered(2000, 9), (), now=NOW)


def test_nothing_is_asked_a_third_time_and_a_pick_never():
    first = due(answered(100, 8), (), now=NOW)
    assert first[0] not in due(answered(100, 8), [first[0]], now=NOW)
    assert due(answered(100, 8, "picked"), (), now=NOW) == ()
