"""Every page serves everyone: in both languages, wide and narrow, by keyboard alone."""

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE, Open
from playwright.sync_api import Page

from heed.diet import Diet
from heed.web.rooms import ROOMS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = tuple(page.href for room in ROOMS for page in room.pages)
SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_every_page_serves_everyone(visit: Open, language: str, theme: str) -> None:
    """Nothing serious by axe-core, the theme asked for, and no wider than a desk's or a phone's."""
    walk = visit(language=language, theme=theme)
    found = []
    for path in (*PAGES, "/lab/answer", "/search?q=bridge", "/ask?q=When+was+the+bridge+closed"):
        walk.go(path)
        found += [(path, *one) for one in troubles(walk.page, theme)]
    walk.go("/")
    walk.page.locator(".piece h3 a").first.click()
    walk.page.wait_for_load_state()  # a click comes back before the page has its looks
    found += [("a story", *one) for one in troubles(walk.page, theme)]
    assert found == []


def troubles(page: Page, theme: str) -> list[tuple[str, str]]:
    """What is wrong with the page at hand: the rule and where it is broken."""
    found = serious(page)
    if (shown := page.evaluate("document.documentElement.dataset.theme")) != theme:
        found.append(("theme", shown))
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append(("fits", f"{over} px wider than {width}"))
    return found


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe holds against a page: the rule and the first place it is broken."""
    told = Axe().run(page, options=RULES).response
    return [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in told["violations"]
        if one["impact"] in SERIOUS
    ]


def test_an_edition_is_read_and_answered_by_keyboard_alone(visit: Open, diet: Diet) -> None:
    walk = visit(size=PHONE)
    walk.go("/")
    edition = diet.edition()
    walk.page.keyboard.press("j")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/story/**")
    assert str(edition.slots[0].item_id) in walk.page.url
