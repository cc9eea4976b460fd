"""Every page serves everyone: axe-core finds nothing serious, the keyboard alone suffices."""

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from browsing import PHONE, Open

from heed.diet import Diet
from heed.web.rooms import ROOMS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = tuple(page.href for room in ROOMS for page in room.pages)
SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing_serious_on_any_page(visit: Open, language: str, theme: str) -> None:
    walk = visit(language=language, theme=theme)
    found = []
    for path in (*PAGES, "/search?q=bridge", "/ask?q=When+was+the+bridge+closed"):
        walk.go(path)
        found += [(path, *one) for one in serious(walk.page)]
    walk.go("/")
    walk.page.locator(".piece h3 a").first.click()
    found += [("a story", *one) for one in serious(walk.page)]
    assert found == []


def serious(page: object) -> list[tuple[str, str]]:
    """What axe holds against a page: the rule and the first place it is broken."""
    told = Axe().run(page, options=RULES).response  # type: ignore[arg-type]
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
