"""A walk without the server: the edition that was opened can be read, and an answer waits."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("playwright")

from browsing import context, served
from playwright.sync_api import Browser, expect

from heed.diet import Diet
from heed.store import verdicts
from heed.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_edition_is_read_and_answered_while_heed_is_gone(browser: Browser, diet: Diet) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with context(browser, base) as reader:
        page = reader.new_page()
        with served(create_app(diet), port=port):
            page.goto(base)
            stories = [link.get_attribute("href") for link in page.locator(".piece h3 a").all()]
            page.wait_for_function(
                "async (n) => (await (await caches.open('heed-kept')).keys())"
                ".filter((one) => one.url.includes('/story/')).length === n",
                arg=len(stories),
            )

        with nobody_at(port):
            page.goto(base)
            expect(page.locator(".piece")).to_have_count(len(stories))
            page.goto(f"{base}/ledger")
            expect(page.get_by_role("heading", name="heed cannot be reached")).to_be_visible()
            page.goto(base + str(stories[0]))
            page.locator(".answers [value='all']").click()
            expect(page.get_by_text("Kept on this device.")).to_be_visible()
        item_id = int(str(stories[0]).rsplit("/", 1)[1])
        with diet.db.read() as tx:
            assert item_id not in verdicts.told(tx)

        with served(create_app(diet), port=port):
            page.goto(base)
            page.wait_for_function(
                "async () => !(await (await caches.open('heed-waiting')).keys()).length"
            )
        with diet.db.read() as tx:
            assert verdicts.told(tx)[item_id].answer == "all"


@contextmanager
def nobody_at(port: int) -> Iterator[None]:
    """Holds the port and refuses who calls, so that no other server can answer there meanwhile."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", port))
        yield


def free_port() -> int:
    """A port nobody holds at this moment; a browser keeps what it knows by address and port."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
