"""When a source is visited next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.errors import Unreachable, Unreadable
from heed.sources import body_sha, next_visit
from heed.types import Fetched, Source, Visit

NOW = datetime(2026, 8, 10, 12, tzinfo=UTC)
SOURCE = Source(1, "https://example.org/feed", "feed", "A", NOW)
FRESH = Visit(1)
ANSWER = Fetched("https://example.org/feed", 200, b"<rss/>", etag='"a"')
HOUR = 3600


def visited(hours: float) -> Visit:
    """A source last seen `hours` ago, on time."""
    return Visit(1, checked_at=NOW - timedelta(hours=hours), next_at=NOW)


def wait_s(visit: Visit, outcome: Any = ANSWER, **given_: Any) -> float:
    after = next_visit(SOURCE, visit, outcome, now=NOW, **given_)
    assert after.next_at is not None
    return (after.next_at - NOW).total_seconds()


def test_a_new_feed_is_seen_again_after_an_hour_a_page_after_six() -> None:
    assert wait_s(FRESH, new=30) == HOUR
    page = replace(SOURCE, kind="page")
    after = next_visit(page, FRESH, ANSWER, now=NOW, new=1)
    assert after.next_at == NOW + timedelta(hours=6)


def test_a_quiet_feed_is_seen_less_and_less_often_down_to_once_a_day() -> None:
    waits, visit, now = [], FRESH, NOW
    for _ in range(12):
        visit = next_visit(SOURCE, visit, ANSWER, now=now)
        assert visit.next_at is not None
        waits.append((visit.next_at - now).total_seconds())
        now = visit.next_at
    assert waits == sorted(waits)
    assert waits[-1] == 24 * HOUR


def test_a_lively_feed_is_seen_more_often_down_to_a_quarter_of_an_hour() -> None:
    assert wait_s(visited(4), new=2) == 2 * HOUR
    assert wait_s(visited(0.25), new=20) == 900


def test_the_gap_between_posts_sets_the_pace() -> None:
    assert wait_s(visited(8), new=1) == 4 * HOUR


@pytest.mark.parametrize("asked", [{"ttl_s": 7200}, {"outcome": replace(ANSWER, max_age_s=7200)}])
def test_what_document_and_server_ask_for_is_respected(asked: dict[str, Any]) -> None:
    assert wait_s(FRESH, **asked) == 7200


def test_a_feed_that_answers_in_full_each_time_is_seen_hourly_at_most() -> None:
    plain = replace(ANSWER, etag="")
    assert wait_s(visited(0.25), plain, new=20) == HOUR


def test_an_answer_is_remembered_and_clears_troubles() -> None:
    troubled = replace(visited(1), failures=3, trouble="x", body_sha="old")
    after = next_visit(SOURCE, troubled, ANSWER, now=NOW)
    assert (after.etag, after.body_sha) == ('"a"', body_sha(b"<rss/>"))
    assert (after.failures, after.trouble, after.checked_at) == (0, "", NOW)


def test_nothing_new_keeps_what_was_remembered() -> None:
    before = replace(visited(1), etag='"a"', modified="m", body_sha="s")
    after = next_visit(SOURCE, before, Fetched(SOURCE.url, 304), now=NOW)
    assert (after.etag, after.modified, after.body_sha) == ('"a"', "m", "s")


def test_a_full_answer_without_validators_forgets_the_old_ones() -> None:
    before = replace(visited(1), etag='"a"', modified="m")
    after = next_visit(SOURCE, before, replace(ANSWER, etag=""), now=NOW)
    assert (after.etag, after.modified) == ("", "")


@pytest.mark.parametrize("trouble", [Unreachable("Down."), Unreadable("Odd.")])
def test_failures_double_the_wait_and_keep_the_source(trouble: Unreachable | Unreadable) -> None:
    visit, waits = visited(1), []
    for _ in range(8):
        visit = next_visit(SOURCE, visit, trouble, now=NOW)
        assert visit.next_at is not None
        waits.append((visit.next_at - NOW).total_seconds() / HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]
    assert (visit.failures, visit.trouble, visit.gone) == (8, str(trouble), False)


@pytest.mark.parametrize(("asked", "waited"), [(7200, 7200), (5, 900), (10**9, 7 * 24 * HOUR)])
def test_being_asked_to_wait_is_no_failure(asked: int, waited: int) -> None:
    busy = Unreachable("Busy.", retry_after_s=asked)
    after = next_visit(SOURCE, visited(1), busy, now=NOW)
    assert after.failures == 0
    assert after.next_at == NOW + timedelta(seconds=waited)


def test_a_source_gone_for_good_is_not_visited_again() -> None:
    after = next_visit(SOURCE, visited(1), Unreachable("Gone.", gone=True), now=NOW)
    assert (after.gone, after.next_at, after.trouble) == (True, None, "Gone.")


def test_jitter_spreads_visits_over_a_tenth() -> None:
    assert wait_s(FRESH, jitter=0.5) == 1.05 * HOUR


OUTCOMES = st.one_of(
    st.builds(
        Fetched,
        url=st.just("u"),
        status=st.sampled_from([200, 304]),
        etag=st.sampled_from(["", "e"]),
        max_age_s=st.none() | st.integers(0, 10**9),
    ),
    st.builds(Unreachable, st.just("x"), retry_after_s=st.none() | st.integers(0, 10**9)),
    st.builds(Unreadable, st.just("x")),
)


@given(
    OUTCOMES,
    st.integers(0, 10**6),
    st.integers(0, 60),
    st.none() | st.integers(0, 10**9),
    st.integers(0, 500),
    st.floats(0, 1, exclude_max=True),
)
def test_the_wait_is_never_under_the_floor_nor_over_the_cap(
    outcome: Any, ago_s: int, failures: int, ttl_s: int | None, new: int, jitter: float
) -> None:
    before = NOW - timedelta(seconds=ago_s)
    visit = Visit(1, checked_at=before, next_at=NOW, failures=failures)
    wait = wait_s(visit, outcome, ttl_s=ttl_s, new=new, jitter=jitter)
    asked = isinstance(outcome, Unreachable) and outcome.retry_after_s is not None
    assert 900 <= wait <= 1.1 * (7 if asked else 1) * 24 * HOUR + 1
