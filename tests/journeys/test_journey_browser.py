"""Walks through heed in a real browser: with and without script, on phone and desktop."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytest.importorskip("playwright")

from browsing import Open
from playwright.sync_api import expect

from fakes.homes import Clock
from heed.diet import Diet
from heed.models.encoder import load_encoder
from heed.store import items, readings, verdicts

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Tide Table</title>
<link>http://127.0.0.1/</link><description>d</description><item><title>The pier that moved</title>
<guid>p1</guid><pubDate>Fri, 20 Nov 2026 06:00:00 GMT</pubDate><description>A pier of oak walked two
metres down the beach last winter, and nobody noticed until the ferry did.</description></item>
</channel></rss>"""


@pytest.fixture
def feed_address() -> Iterator[str]:
    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(FEED)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    thread = Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feed"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_newcomer_reads_answers_and_finds_tomorrow_changed(
    visit: Open, diet: Diet, clock: Clock
) -> None:
    walk = visit()
    page = walk.page
    page.clock.install()
    walk.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Friday 20 November")
    expect(page.get_by_text("heed does not know you yet")).to_be_visible()
    first = page.locator(".piece h3 a").first
    title = first.inner_text()

    page.locator(".piece summary").first.click()
    expect(page.locator(".piece .told").first).to_contain_text("Expected worth")
    page.get_by_text("a minute today").click()
    expect(page.get_by_text("This edition is worth")).to_be_visible()

    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.wait_for_load_state()  # keys are heard once the page's script runs
    page.clock.run_for(25_000)
    page.keyboard.press("4")
    expect(page.locator('.answers [value="more"]')).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Tomorrow's edition will know")).to_be_visible()
    page.locator("a.next").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    page.wait_for_load_state()
    page.clock.run_for(25_000)
    page.keyboard.press("n")
    expect(page.locator('.answers [value="none"]')).to_have_attribute("aria-pressed", "true")
    page.get_by_text("Back to the edition").click()
    expect(page.locator(".piece.done")).to_have_count(2)

    page.get_by_role("link", name="pieces were left out").click()
    expect(page.locator(".rows .key").first).to_contain_text("enters at")
    page.get_by_role("link", name="Newest first", exact=True).click()
    expect(page.locator(".rows > li")).to_have_count(40)
    page.get_by_role("link", name="Learn", exact=True).click()
    expect(page.get_by_text("2 answers so far")).to_be_visible()

    clock.next_day()
    walk.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saturday 21 November")
    expect(page.locator(f'.told cite:text-is("{title}")').first).to_be_attached()
    expect(page.locator(f'.piece h3 a:text-is("{title}")')).to_have_count(0)


def test_reading_time_counts_only_while_the_reader_is_there(visit: Open, diet: Diet) -> None:
    walk = visit()
    page = walk.page
    page.clock.install()
    walk.go("/")
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # a slow machine adds nothing
    page.locator(".piece h3 a").first.click()
    page.wait_for_load_state()
    page.mouse.move(200, 300)
    page.clock.run_for(20_000)
    page.mouse.move(240, 320)
    page.clock.run_for(120_000)
    page.get_by_role("link", name="Today", exact=True).click()
    expect(page.get_by_text("1 min of 30 min read today")).to_be_visible()
    with diet.db.read() as tx:
        read = [one.active_s for one in readings.all(tx)]
    assert len(read) == 1
    assert 48 <= read[0] <= 51


def test_everything_works_without_script(visit: Open, diet: Diet, feed_address: str) -> None:
    walk = visit(script=False)
    page = walk.page
    walk.go("/")
    page.locator(".piece h3 a").first.click()
    page.locator('.answers [value="all"]').click()
    expect(page.locator('.answers [value="all"]')).to_have_attribute("aria-pressed", "true")
    with diet.db.read() as tx:
        assert [one.via for one in readings.all(tx)] == ["estimate"]
        assert [one.answer for one in verdicts.latest(tx).values()] == ["all"]
    walk.go("/sources")
    page.get_by_label("Address or folder").fill(feed_address)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 new piece.")).to_be_visible()
    page.get_by_role("link", name="Find", exact=True).click()
    page.get_by_role("searchbox").fill("pier")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="The pier that moved")).to_be_visible()


def test_a_source_is_added_and_its_fetching_is_shown(visit: Open, feed_address: str) -> None:
    walk = visit()
    page = walk.page
    walk.go("/sources")
    page.get_by_label("Address or folder").fill("http://127.0.0.1:9/feed")
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".note.trouble")).to_contain_text("127.0.0.1")
    walk.complaints.clear()  # the browser itself reports the 400
    page.get_by_label("Address or folder").fill(feed_address)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 new piece.")).to_be_visible()
    expect(page.get_by_role("heading", name="Tide Table")).to_be_visible()


def test_themes_change_the_paper(visit: Open) -> None:
    walk = visit(theme="light")
    walk.go("/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = walk.page.evaluate(paper)
    walk.page.get_by_role("link", name="dark", exact=True).click()
    assert walk.page.evaluate(paper) != light


def test_pointing_at_a_piece_shows_its_part_of_the_budget(visit: Open) -> None:
    walk = visit()
    walk.go("/")
    walk.page.locator(".piece").nth(1).hover()
    expect(walk.page.locator(".bar .here")).to_have_attribute("data-part", "2")


def test_a_printed_edition_is_the_pieces_alone(visit: Open) -> None:
    walk = visit()
    page = walk.page
    walk.go("/")
    page.emulate_media(media="print")
    expect(page.locator(".piece h3").first).to_be_visible()
    expect(page.get_by_text("That is all for today.")).to_be_visible()
    for unwanted in ("nav >> nth=0", ".last a >> nth=0", ".piece .why >> nth=0", ".begin"):
        expect(page.locator(unwanted)).to_be_hidden()


def test_what_is_new_since_is_asked_for_and_underlined(visit: Open, diet: Diet) -> None:
    with diet.db.read() as tx:
        stories = Counter(one.story_id for one in items.newest(tx, 500) if one.language == "en")
        first, later, *_ = items.of_story(tx, max(stories, key=lambda id: (stories[id], id)))
    diet.read(first.id, active_s=60)
    walk = visit()
    walk.go(f"/story/{later.id}")
    expect(walk.page.locator("#since")).to_contain_text(first.title)
    walk.page.get_by_role("link", name="what is new since then").click()
    expect(walk.page.locator(".fresh li").first).to_be_visible()
    expect(walk.page.locator(".text mark.new").first).to_be_visible()


@pytest.mark.weights
def test_the_attention_page_shows_head_by_head(visit: Open, diet: Diet) -> None:
    diet.encoder = load_encoder()
    walk = visit()
    page = walk.page
    walk.go("/")
    page.get_by_role("link", name="Lab", exact=True).click()
    expect(page.get_by_role("heading", name="What attention bought")).to_be_visible()
    page.get_by_role("link", name="Look inside").click()
    page.get_by_label("An English text").fill("The herring came back to the harbour.")
    page.get_by_role("button", name="Look into it").click()
    expect(page.locator(".heat .cell").first).to_be_attached()
    expect(page.locator(".words")).to_contain_text("herring")
    page.get_by_role("navigation", name="Head").get_by_role("link", name="3", exact=True).click()
    expect(page.get_by_role("heading", name="Layer 6, head 3")).to_be_visible()
    page.get_by_text("the numbers").click()
    expect(page.get_by_role("cell", name="harbour").first).to_be_visible()
