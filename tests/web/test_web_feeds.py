"""The edition for other readers and the letter, from a home."""

import feedparser

from heed.actions import letter
from heed.wording import Words


def test_the_edition_is_followed_without_being_issued(home, site):
    found = feedparser.parse(site.get("/edition.atom").content)
    assert not found.bozo
    assert home.current() is None
    made = site.get("/edition.json").json()
    assert [one["title"] for one in made["items"]] == [one.title for one in found.entries]
    issued = home.edition()
    assert [one["title"] for one in made["items"]] == [slot.title for slot in issued.slots]


def test_the_letter_of_a_week_comes_from_the_ledger(home, site, clock):
    assert "You gave heed no minute this week" in site.get("/letter").text
    first, second = home.edition().slots[:2]
    home.read(first.item_id, active_s=300, answer="more")
    home.read(second.item_id, active_s=120, answer="none")
    page = site.get("/letter").text
    assert "You gave 30 min; 7 min were spent" in page
    assert first.title.split("&")[0] in page
    told = letter.week(home, home.today())
    assert sum(one.seconds for one in told.pieces) == told.ledger.spent_s == 420
    clock.now = clock.now.replace(year=2027)
    assert not letter.week(home, home.today()).pieces
    assert letter.letter(home, Words("zh", home.zone)).language == "zh-Hans"
