"""A newcomer's first two days in a real browser, from an empty home until the answers show."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("playwright")

from browsing import DESKTOP, PHONE, Watched, context, home, served
from playwright.sync_api import Browser, expect

from fakes.homes import MORNING, Clock, by_spelling
from heed.diet import Diet
from heed.sample import published
from heed.store import verdicts
from heed.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = {
    "en": ("Make my first edition", "heed does not know you yet", "since the last edition"),
    "zh": ("做我的第一版", "heed 还不认识你", "上一版以来你的回答"),
}
PATIENCE_MS = 30_000
"""An edition is made meanwhile, and the machine may have more to do."""
DAYS = {"en": ("Friday 20 November", "Saturday 21 November"), "zh": ("11月20日", "11月21日")}


@pytest.fixture
def feeds(clock: Clock) -> Iterator[str]:
    """The sample's feeds over the loopback, as they stand at the home's own hour."""

    class Feeds(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/feed+json")
            self.end_headers()
            self.wfile.write(published(self.path[1:], installed_at=MORNING, now=clock.now))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Feeds)
    thread = Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def bare(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with home(tmp_path / "home", clock, by_spelling) as opened:
        yield opened


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("en", PHONE, "dark"), ("zh", DESKTOP, "light")]
)
def test_a_newcomer_finds_the_second_day_moved_by_the_first(
    browser: Browser, bare: Diet, clock: Clock, feeds: str, language: str, size: tuple[int, int],
    theme: str,
) -> None:  # fmt: skip
    begin, unknown, changed = SAID[language]
    first_day, second_day = DAYS[language]
    with (
        served(create_app(bare)) as base,
        context(browser, base, size=size, language=language, theme=theme) as reader,
    ):
        walk = Watched(reader.new_page(), base)
        walk.watch()
        page = walk.page

        walk.go("/")
        page.locator("#target").fill(f"{feeds}/fathom-field")
        page.locator("#minutes").fill("8")
        page.get_by_role("button", name=begin).press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(first_day, timeout=PATIENCE_MS)
        expect(page.get_by_text(unknown)).to_be_visible()

        page.wait_for_load_state()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        for answer in ("4", "1", "4"):
            page.wait_for_url(re.compile("/story/"))
            page.wait_for_load_state()
            page.keyboard.press(answer)
            expect(page.locator('.answers [aria-pressed="true"] kbd')).to_contain_text(answer)
            with page.expect_navigation():  # a slow machine still stands on the old page
                page.locator("a.next").press("Enter")
        page.wait_for_load_state()

        clock.next_day()
        bare.gather(force=True)
        walk.go("/")
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            second_day, timeout=PATIENCE_MS
        )
        expect(page.locator(".changed")).to_contain_text(changed)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (walk.complaints, walk.strangers, walk.lax) == ([], [], [])


def test_a_newcomer_without_script_gets_an_edition_and_answers(
    browser: Browser, bare: Diet, feeds: str
) -> None:
    with served(create_app(bare)) as base, context(browser, base, script=False) as reader:
        page = reader.new_page()
        page.goto(base)
        page.locator("#target").fill(f"{feeds}/fathom-field")
        page.get_by_role("button", name=SAID["en"][0]).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            DAYS["en"][0], timeout=PATIENCE_MS
        )
        page.locator(".piece h3 a").first.click()
        page.locator('.answers [value="more"]').click()
        expect(page.locator('.answers [value="more"]')).to_have_attribute("aria-pressed", "true")
        with bare.db.read() as tx:
            assert [one.answer for one in verdicts.latest(tx).values()] == ["more"]
