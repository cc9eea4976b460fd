"""A walk in a real browser from a marked sentence to a card known, with and without script."""

from datetime import timedelta

import pytest

pytest.importorskip("playwright")

from browsing import PHONE
from playwright.sync_api import expect

from heed.actions import cards as actions
from heed.store import cards, highlights, saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SELECT = """() => {
  const words = document.querySelector("[data-reading] p").firstChild;
  getSelection().setBaseAndExtent(words, 0, words, 40);
}"""


def test_selected_words_become_a_mark_a_card_and_a_place_in_the_edition(
    visit, diet, clock
):  # fmt: skip
    walk = visit()
    page = walk.page
    walk.go(f"/story/{diet.edition().slots[0].item_id}")
    page.wait_for_load_state()
    expect(page.locator("#mark-selected")).to_be_hidden()
    page.evaluate(SELECT)
    page.get_by_role("button", name="Mark these words").click()
    expect(page.locator(".text mark").first).to_be_visible()
    with diet.db.read() as tx:
        [marked] = highlights.all(tx)
    assert 30 <= len(marked.quote) <= 40

    page.wait_for_load_state()
    page.keyboard.press("s")
    expect(page.get_by_text("Take it off the list")).to_be_visible()
    with diet.db.read() as tx:
        assert [one.item_id for one in saved.all(tx)] == [marked.item_id]

    page.locator(".marked summary", has_text="make a card").click()
    page.get_by_role("button", name="Make the card").click()
    expect(page.get_by_role("button", name="Take the card away")).to_be_visible()

    clock.now += timedelta(days=4)
    walk.go("/")
    page.get_by_role("link", name="One card you would begin to forget").click()
    page.wait_for_load_state()
    page.keyboard.press(" ")
    expect(page.locator(".card .back")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_text("No card is due")).to_be_visible()
    with diet.db.read() as tx:
        assert [one.grade for one in cards.reviews(tx)] == ["good"]


def test_marking_and_cards_work_without_script(visit, diet, clock):
    walk = visit(script=False, size=PHONE)
    page = walk.page
    walk.go(f"/story/{diet.edition().slots[0].item_id}")
    page.get_by_text("Mark a sentence").click()
    page.locator("[name=sentence]").first.check()
    page.get_by_role("button", name="Mark", exact=True).click()
    expect(page.locator(".text mark").first).to_be_visible()
    with diet.db.read() as tx:
        actions.make(diet, highlights.all(tx)[0].id)
    clock.now += timedelta(days=4)
    walk.go("/cards")
    page.get_by_text("Show the answer").click()
    page.get_by_role("button", name="forgotten").click()
    expect(page.get_by_text("No card is due")).to_be_visible()


def test_the_place_in_a_long_piece_is_kept(visit, diet):
    walk = visit(size=PHONE)
    page = walk.page
    longest = max(diet.edition().slots, key=lambda slot: slot.seconds)
    walk.go(f"/story/{longest.item_id}")
    page.wait_for_load_state()
    half = "document.querySelector('[data-reading]').getBoundingClientRect().height / 2"
    page.evaluate(f"scrollTo(0, {half})")
    with page.expect_response("**/reading/place"):  # what the page does as it is left
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    walk.go(f"/story/{longest.item_id}")
    expect(page.get_by_text("Read on from there")).to_be_visible()
