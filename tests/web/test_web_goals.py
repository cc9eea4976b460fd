"""A goal is a floor with its price; the page shows minutes and cards, never days in a row."""

import re
from datetime import timedelta

import pytest

from heed.actions import cards, goals
from heed.actions import highlights as marking
from heed.errors import BadInput, NotFound
from heed.store import items, sources


@pytest.fixture
def topic(home):
    """A topic nothing of which is in the first edition, though there is something of it."""
    with home.db.read() as tx:
        held = {one.id: one for one in sources.all(tx)}
        slots = home.preview(home.today())
        found = items.many(tx, [one.item_id for one in (*slots.slots, *slots.left_out)])
    taken = {held[found[one.item_id].source_id].topic for one in slots.slots}
    left = {held[found[one.item_id].source_id].topic for one in slots.left_out if one.seconds < 600}
    return sorted(left - taken - {""} or left - {""})[0]


def minutes_of(home, topic):
    edition = home.preview(home.today())
    with home.db.read() as tx:
        held = {one.id: one for one in sources.all(tx)}
        found = items.many(tx, [slot.item_id for slot in edition.slots])
    mine = [s for s in edition.slots if held[found[s.item_id].source_id].topic == topic]
    return sum(slot.seconds for slot in mine) / 60


def test_a_goal_asks_a_seventh_of_its_minutes_and_names_its_price(home, topic):
    made = goals.add(home, topic.upper(), 28)
    edition = home.preview(home.today())
    [priced] = [one for one in edition.rules if one.rule.id == -made.id]
    assert priced.rule.seconds == 240
    assert not priced.met or minutes_of(home, topic) >= 4
    assert priced.price >= 0


def test_a_week_that_had_its_minutes_asks_for_no_more(home, topic, clock):
    made = goals.add(home, topic, 7)
    with home.db.read() as tx:
        ids = {one.id for one in sources.all(tx) if one.topic == topic}
        piece = next(one for one in items.newest(tx, 200) if one.source_id in ids)
    home.read(piece.id, active_s=420)
    assert not [one for one in home.preview(home.today()).rules if one.rule.id == -made.id]
    [grown] = goals.growing(home)
    assert (grown.week_s, grown.month_s) == (420, 420)
    clock.now += timedelta(days=8)
    [later] = goals.growing(home)
    assert (later.week_s, later.month_s) == (0, 420)


def test_cards_of_the_topic_are_counted_as_known_while_they_are(home, clock):
    slot = home.edition().slots[0]
    [marked] = marking.mark_sentences(home, slot.item_id, [1])
    cards.make(home, marked.id)
    with home.db.read() as tx:
        named = sources.get(tx, items.get(tx, slot.item_id).source_id).topic
    goals.add(home, named, 30, ["Why does it matter?"])
    assert [(one.cards, one.known) for one in goals.growing(home)] == [(1, 1)]
    clock.now += timedelta(days=30)
    assert [(one.cards, one.known) for one in goals.growing(home)] == [(1, 0)]


def test_the_page_sets_shows_and_takes_back(home, site, topic):
    sent = {"topic": topic, "minutes": "30", "questions": "Why is <it> so?\n\nHow?"}
    page = site.post("/goals", data=sent).text
    assert "0 min of 30 min in the last seven days" in page
    assert "Why is &lt;it&gt; so?" in page
    assert 'href="/ask?q=How%3F"' in page
    assert not re.search(r"streak|days in a row", page)
    number = page.split("/goals/")[1].split("/")[0]
    assert topic not in site.post(f"/goals/{number}/remove").text.split('class="stack"')[0]
    assert site.post("/goals", data=sent | {"topic": "Planets"}).status_code == 400


def test_what_cannot_be_a_goal_is_one_sentence(home, topic):
    for minutes, questions in ((0, ()), (99999, ()), (5, ["x" * 301]), (5, ["x"] * 13)):
        with pytest.raises(BadInput):
            goals.add(home, topic, minutes, questions)
    with pytest.raises(NotFound):
        goals.remove(home, 9)
