"""The main job on real documents: feeds by OPML over loopback, an edition, answers, a next day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes import realdata
from fakes.homes import Clock, by_spelling
from fakes.server import Route, Server, document
from heed import store
from heed.actions import sources
from heed.actions.home import create_home, open_home
from heed.diet import Diet

pytestmark = pytest.mark.data
DAYS = (date(2026, 5, 13), date(2026, 5, 14))
OUTLETS = ("BBC-World", "Guardian-World", "France-24")
BLOGS = 3
LOOPBACK: dict[str, Any] = {"allow_hosts": ("127.0.0.1",), "full_text_pieces": 0}


def routes(data: Path, number: int) -> dict[str, Route]:
    """Three outlets and three blogs as they stood on the first (0) or second (1) day."""
    news = realdata.worldnews(data, DAYS[number])
    blogs = realdata.daily_blogs(data, date(2026, 7, 10 + number))
    kept = {path: body for path, body in news.items() if Path(path).stem in OUTLETS}
    kept.update(sorted(blogs.items())[:BLOGS])
    return {path: document(body, "application/xml") for path, body in kept.items()}


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 5, 13, 23, tzinfo=UTC))


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with Server(routes(data, 0)) as running:
        yield running


@pytest.fixture
def diet(tmp_path: Path, clock: Clock, server: Server) -> Iterator[Diet]:
    create_home(tmp_path)
    opened = open_home(tmp_path, clock=clock, **LOOPBACK)
    sources.add_opml(opened, realdata.opml(server.url("").rstrip("/"), server.routes))
    yield opened
    opened.db.close()


def test_two_real_days(diet: Diet, clock: Clock, server: Server, data: Path) -> None:
    first = diet.gather()
    again = diet.gather(force=True)
    today = diet.edition()

    assert first.new > 100
    assert not first.troubles
    assert (again.new, again.updated) == (0, 0), "fetching again brings nothing twice"
    assert 0.95 * 1800 <= today.planned_s <= 1800
    assert max(slot.outlets for slot in today.slots) >= 2, "outlets are brought together"

    liked, disliked = today.slots[0], today.slots[1]
    diet.read(liked.item_id, active_s=90, answer="more")
    diet.read(disliked.item_id, active_s=60, answer="none")
    server.routes.update(routes(data, 1))
    clock.now += timedelta(days=1)
    second = diet.gather(force=True)
    tomorrow = diet.edition()

    assert second.new > 30
    told = {reason.item_id for slot in tomorrow.slots for reason in slot.reasons}
    assert liked.item_id in told, "the next day names what was liked"
    assert not {liked.story_id, disliked.story_id} & {slot.story_id for slot in tomorrow.slots}


def test_a_third_of_the_corpus_at_once_is_taken_or_refused_with_a_sentence(
    tmp_path: Path, data: Path
) -> None:
    """Every document by itself is in tests/sources; here what comes is grouped together."""
    corpus = dict(list(realdata.feed_corpus(data).items())[::3])
    create_home(tmp_path)
    with Server({path: document(body, "application/xml") for path, body in corpus.items()}) as web:
        diet = open_home(tmp_path, load=by_spelling, **LOOPBACK)
        added = sources.add_opml(diet, realdata.opml(web.url("").rstrip("/"), corpus))
        gathered = diet.gather()
        diet.db.close()

    assert len(added) == len(corpus) == 65
    assert len(gathered.reports) == 65
    assert len(gathered.troubles) <= 4
    assert all(report.trouble.endswith(".") for report in gathered.troubles)
    assert gathered.new > 600


def test_a_feed_s_history_brings_each_entry_once_and_edits_update(
    tmp_path: Path, data: Path
) -> None:
    """Forty days of a blog's feed, whose bytes change daily, entries rarely."""
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(0, 40, 3)]
    versions = [realdata.daily_blogs(data, day)["/blogs/anthropic_news.xml"] for day in days]
    create_home(tmp_path)
    with Server() as web:
        diet = open_home(tmp_path, load=by_spelling, **LOOPBACK)
        web.routes["/feed.xml"] = document(versions[0])
        sources.add_opml(diet, realdata.opml(web.url("").rstrip("/"), ["/feed.xml"]))
        brought = 0
        for version in versions:
            web.routes["/feed.xml"] = document(version)
            brought += diet.gather(force=True).new
        with diet.db.read() as tx:
            items = store.items.newest(tx, 10_000)
        diet.db.close()

    assert brought == len(items)
    assert len({(item.url, item.title) for item in items}) == len(items)
