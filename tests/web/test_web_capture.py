"""The eleven patterns that capture attention, kept out: one test each.

The list: Monge Roffarello, Lukoff, De Russis, CHI 2023.
"""

import re

from messages import messages
from starlette.testclient import TestClient

from fakes.homes import Clock
from heed.diet import Diet
from heed.store import items
from heed.web.render import STATIC

SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
TEMPLATES = "".join(
    path.read_text(encoding="utf-8") for path in (STATIC.parent / "templates").glob("*.html")
)
SAID = " ".join(part for one in messages() for part in ([one] if isinstance(one, str) else one))


def test_infinite_scroll_nothing_loads_by_scrolling(site: TestClient) -> None:
    assert "IntersectionObserver" not in SCRIPTS
    assert not re.search(r'hx-trigger="[^"]*(revealed|intersect)', TEMPLATES)
    assert site.get("/newest").text.count("<h3>") <= 40


def test_pull_to_refresh_an_issued_edition_stays(site: TestClient, clock: Clock) -> None:
    site.get("/")
    before = site.get("/api/edition").json()
    clock.now = clock.now.replace(hour=19)
    assert site.get("/api/edition").json() == before


def test_autoplay_nothing_plays_and_nothing_opens_by_itself() -> None:
    assert not re.search(r"autoplay|<video|<audio", TEMPLATES)
    assert SCRIPTS.count("location.assign") == 2  # a key the reader pressed, a link they followed


def test_disguised_recommendations_exploring_is_labelled(site: TestClient) -> None:
    edition = site.get("/api/edition").json()
    explored = [slot for slot in edition["slots"] if slot["kind"] == "explore"]
    assert explored
    assert all(
        any("Outside your habits" in one["text"] for one in slot["reasons"]) for slot in explored
    )
    assert ">outside your habits</h2>" in site.get("/").text


def test_time_fog_every_page_says_what_is_spent(site: TestClient) -> None:
    for path in ("/", "/newest", "/left-out", "/search", "/ledger", "/attention"):
        assert re.search(r"\d+ min of \d+ min read today", site.get(path).text)


def test_fake_notifications_no_badge_and_no_counter() -> None:
    assert not re.search(r"Notification|setAppBadge|document\.title", SCRIPTS)
    assert not re.search(r"\{count\} unread", SAID)


def test_roach_motel_leaving_is_one_press(site: TestClient) -> None:
    page = site.get("/sources").text
    assert 'href="/sources.opml"' in page
    assert "Put the sample away" in page


def test_guilty_pleasures_reading_time_alone_raises_nothing(site: TestClient, home: Diet) -> None:
    slots = home.edition().slots
    before = home.learn()
    site.post("/reading", data={"item": slots[0].item_id, "seconds": 3600})
    assert home.learn() == before


def test_grinding_no_streaks_points_or_levels() -> None:
    assert not re.search(r"streak|badge|level up|\bpoints\b|\bXP\b", SAID, re.IGNORECASE)


def test_playing_by_appointment_a_missed_day_costs_nothing(
    site: TestClient, home: Diet, clock: Clock
) -> None:
    site.get("/")
    clock.next_day()
    clock.next_day()
    page = site.get("/").text
    assert "missed" not in page.lower()
    with home.db.read() as tx:
        assert items.count(tx) > 0


def test_recapture_nothing_calls_the_reader_back() -> None:
    assert not re.search(r"PushManager|showNotification|periodicSync|beforeunload", SCRIPTS)
