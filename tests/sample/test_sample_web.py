"""The sample as a web: what is out, when, under which tag, and who answers for the rest."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed import sample
from heed.errors import Unreachable
from heed.sample import SampleWeb
from heed.types import Fetched

INSTALLED = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
NAMES = [source.name for source in sample.feeds()]
hours = st.floats(-48, 96)


class Elsewhere:
    """Answers everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        self.asked.append((url, etag, modified))
        return Fetched(url, 200, b"elsewhere")


def web(after_h: float, fallback: Elsewhere | None = None) -> SampleWeb:
    now = INSTALLED + timedelta(hours=after_h)
    return SampleWeb(INSTALLED, lambda: now, fallback or Elsewhere())


def ids(fetched: Fetched) -> list[str]:
    return [item["id"] for item in json.loads(fetched.body)["items"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_address_answers_with_a_json_feed(name: str) -> None:
    fetched = web(0).get(f"sample:{name}")
    assert fetched.status == 200
    assert fetched.content_type == "application/feed+json"
    assert fetched.url == f"sample:{name}"
    assert ids(fetched)


def test_addresses_listed_are_addresses_answered() -> None:
    assert all(web(0).get(source.url).status == 200 for source in sample.feeds())


@given(st.sampled_from(NAMES), hours)
def test_nothing_is_published_before_its_time(name: str, after_h: float) -> None:
    now = INSTALLED + timedelta(hours=after_h)
    items = json.loads(web(after_h).get(f"sample:{name}").body)["items"]
    dates = [datetime.fromisoformat(item["date_published"]) for item in items]
    assert all(date <= now for date in dates)
    assert dates == sorted(dates, reverse=True)


@given(st.sampled_from(NAMES), hours, st.floats(0, 96))
def test_what_was_out_stays_out_as_the_clock_moves(name: str, at: float, more: float) -> None:
    earlier, later = (web(h).get(f"sample:{name}") for h in (at, at + more))
    assert set(ids(earlier)) <= set(ids(later))


def test_a_piece_appears_at_its_own_moment() -> None:
    url, piece = "sample:vellmar-post", "vellmar-post/surge-gates"
    assert piece not in ids(web(13.999).get(url))
    assert piece in ids(web(14).get(url))


def test_dates_count_from_the_moment_of_installation() -> None:
    items = json.loads(web(14).get("sample:vellmar-post").body)["items"]
    assert items[0]["date_published"] == "2030-01-02T17:04:05+00:00"


def test_hours_of_the_schedule_are_not_told() -> None:
    assert b"after_hours" not in web(72).get("sample:vellmar-post").body


@given(st.sampled_from(NAMES), hours)
def test_a_known_tag_is_answered_with_nothing_new(name: str, after_h: float) -> None:
    first = web(after_h).get(f"sample:{name}")
    again = web(after_h).get(f"sample:{name}", etag=first.etag)
    assert (again.status, again.body, again.etag) == (304, b"", first.etag)


@given(st.sampled_from(NAMES), hours, hours)
def test_tags_are_equal_exactly_where_the_same_items_are_out(name: str, a: float, b: float) -> None:
    one, other = (web(h).get(f"sample:{name}") for h in (a, b))
    assert (one.etag == other.etag) == (ids(one) == ids(other))


def test_a_stale_tag_brings_the_whole_feed() -> None:
    before, after = (web(h).get("sample:vellmar-post") for h in (0, 24))
    fetched = web(24).get("sample:vellmar-post", etag=before.etag)
    assert fetched.status == 200
    assert fetched.body == after.body


def test_any_other_address_goes_to_the_fallback_with_its_validators() -> None:
    elsewhere = Elsewhere()
    fetched = web(0, elsewhere).get("https://a.example/feed", etag='"x"', modified="then")
    assert fetched.body == b"elsewhere"
    assert elsewhere.asked == [("https://a.example/feed", '"x"', "then")]


def test_the_fallback_is_never_asked_for_the_sample() -> None:
    elsewhere = Elsewhere()
    web(0, elsewhere).get("sample:tally-wire")
    assert elsewhere.asked == []


@pytest.mark.parametrize("url", ["sample:nowhere", "sample:", "sample:../secrets"])
def test_an_unknown_sample_is_unreachable_and_the_known_ones_are_named(url: str) -> None:
    with pytest.raises(Unreachable, match="vellmar-post"):
        web(0).get(url)
