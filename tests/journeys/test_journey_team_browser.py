"""Two people in one house, side by side in a real browser: a market day from invitation to note."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from browsing import Watched, context, served
from playwright.sync_api import Browser, Page, expect

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.diet import Diet
from heed.settings import Settings
from heed.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

ADA, BEN = "a long word for ada", "another word for ben"
NOTE = "The tide is early.\nBoats leave at six."


@pytest.fixture
def both(browser: Browser, diet: Diet, clock: Clock) -> Iterator[tuple[Watched, Watched]]:
    """Two browsers at the same house; whatever they opened must have stayed clean."""

    def opened(folder: Path) -> Diet:
        settings = Settings(home=folder, timezone="UTC")
        return Diet(store.open(settings.database), Silence(), settings, clock, by_spelling)

    with ExitStack() as stack:
        base = stack.enter_context(served(create_app(diet, opener=opened)))
        made = [stack.enter_context(context(browser, base)).new_page() for _ in range(2)]
        walks = Watched(made[0], base), Watched(made[1], base)
        for one in walks:
            one.watch()
        yield walks
    assert [one.complaints for one in walks if one.complaints] == []
    assert [one.strangers for one in walks if one.strangers] == []


def named(page: Page, name: str, password: str, button: str) -> None:
    """Fill in who one is."""
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name=button).click()


def joined(walk: Watched, name: str, minutes: int, wants: str = "") -> None:
    """The owner makes somebody a member, with an offer and what she wants."""
    walk.go("/team/people")
    join = walk.page.locator('form[action="/team/members"]')
    join.locator('[name="name"]').fill(name)
    join.locator('[name="minutes"]').fill(str(minutes))
    join.get_by_role("button", name="Add").click()
    row = walk.page.locator("li").filter(has=walk.page.get_by_role("heading", name=name))
    expect(row.locator(".key")).to_have_text(f"{minutes} min a day")
    if wants:
        row.locator("summary").click()
        row.locator('[name="interests"]').fill(wants)
        row.get_by_role("button", name="Keep").click()
        expect(row).to_contain_text(wants)


def parts(page: Page) -> list[str]:
    """The titles on one's list."""
    return page.locator("#part .piece h3").all_inner_texts()


def test_two_members_share_a_day_and_keep_their_own_to_themselves(
    both: tuple[Watched, Watched], diet: Diet
) -> None:
    hers, his = both
    ada, ben = hers.page, his.page
    hers.go("/me")
    named(ada, "ada", ADA, "Ask for it from now on")
    expect(ada.get_by_text("You are ada.")).to_be_visible()
    ada.get_by_role("button", name="Invite somebody").click()
    his.page.goto(ada.locator("code.secret").inner_text())
    named(ben, "ben", BEN, "Come in")
    expect(ben).to_have_url(f"{his.base}/welcome")

    with diet.db.read() as tx:
        topic = store.sources.all(tx)[0].topic
    joined(hers, "Ada", 20, topic)
    joined(hers, "Ben", 25)
    need = ada.locator("form.need")
    ada.reload()
    need.locator('[name="subject"]').fill(topic)
    need.get_by_role("button", name="Declare").click()
    expect(ada.get_by_text(f"Every piece on {topic}")).to_be_visible()

    hers.go("/team")
    ada.get_by_role("button", name="Close them and share out today").click()
    his.go("/team")
    for page, name in ((ada, "Ada"), (ben, "Ben")):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        expect(page.locator("#part > .fine")).to_contain_text("of yours would")
        expect(page.locator("#part .piece details.why").first).not_to_be_empty()
    assert parts(ada)
    assert parts(ben)
    assert not set(parts(ada)) & set(parts(ben))

    passed = parts(ada)[0]
    ada.get_by_role("button", name=f"Pass on: {passed}").click()
    expect(ada.locator("#part .piece h3", has_text=passed)).to_have_count(0)
    ben.reload()
    got = ben.locator("#part .piece").filter(has_text=passed)
    expect(got).to_be_visible()
    got.locator("summary", has_text="I have read it").click()
    got.locator("textarea").fill(NOTE)
    got.get_by_role("button", name="Tell all").click()
    expect(ben.locator("#part .note-to-all")).to_contain_text("Boats leave at six.")
    ada.reload()
    told = ada.locator("section").filter(has=ada.get_by_role("heading", name="Notes to all"))
    expect(told).to_contain_text("The tide is early.")
    expect(told.locator(".key")).to_have_text("Ben")

    hers.go("/")
    own = ada.locator(".piece h3 a").first
    title, href = own.inner_text(), own.get_attribute("href")
    own.click()
    ada.locator("#verdict button[value='all']").click()
    expect(ada.locator("#verdict button[value='all']")).to_have_attribute("aria-pressed", "true")
    assert ben.goto(f"{his.base}{href}").status == 404  # type: ignore[union-attr]
    his.complaints.clear()  # the browser says that it was refused
    his.go("/you")
    assert title not in ben.content()
    ben.get_by_role("link", name="Read", exact=True).first.click()
    expect(ben).to_have_url(f"{his.base}/welcome")
    with diet.db.read() as tx:
        assert len(store.verdicts.told(tx)) == 1
