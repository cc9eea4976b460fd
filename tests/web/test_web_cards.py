"""A mark becomes a card, the card a place in the edition, its answer minutes in the ledger."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from heed.actions import cards as actions
from heed.actions import highlights as marking
from heed.actions.ledger import ledger
from heed.store import cards


@pytest.fixture
def carded(home, clock):
    """A home with six cards, three days later."""
    for slot in home.edition().slots[:6]:
        [marked] = marking.mark_sentences(home, slot.item_id, [1])
        actions.make(home, marked.id)
    clock.now += timedelta(days=3)
    return home


def test_a_mark_becomes_a_card_by_a_gap_or_by_a_question(home, site):
    item_id = home.edition().slots[0].item_id
    [marked] = marking.mark_sentences(home, item_id, [1])
    word = marked.quote.split()[2]
    site.post(f"/highlights/{marked.id}/card", data={"hidden": word})
    page = site.post(f"/highlights/{marked.id}/card", data={"question": "What happened?"}).text
    assert "What happened?" in page
    with home.db.read() as tx:
        cloze, question = cards.all(tx)
    assert (cloze.kind, cloze.back, cloze.whole) == ("cloze", word, marked.quote)
    assert (question.kind, question.back) == ("question", marked.quote)


def test_the_same_card_is_kept_once(carded):
    with carded.db.read() as tx:
        before = cards.all(tx)
    actions.make(carded, before[0].highlight_id)
    with carded.db.read() as tx:
        assert cards.all(tx) == before


def test_due_cards_have_a_place_and_answering_them_finishes_it(carded, site):
    page = site.get("/").text
    assert ">cards due</h2>" in page
    assert 'href="/cards"' in page
    [slot] = [one for one in carded.edition().slots if one.kind == "review"]
    planned = slot.cards
    assert planned > 1
    for left in range(planned, 0, -1):
        page = site.get("/cards").text
        assert "Show the answer" in page
        assert f"{left} for today." in page or left == 1
        number = page.split('data-card="')[1].split('"')[0]
        sent = {"grade": "good", "seconds": "9"}
        site.post(f"/cards/{number}/answer", data=sent)
    assert "Show the answer" not in site.get("/cards").text
    front = site.get("/").text
    review = front.split(">cards due</h2>")[1].split("</section>")[0]
    assert "done" in review
    rows = {row.source_id: row.spent_s for row in ledger(carded).sources}
    assert rows == {None: 9 * planned}
    assert "cards" in site.get("/ledger").text


def test_an_answer_without_a_measured_time_books_the_usual_one(carded, site):
    carded.edition()
    first = actions.waiting(carded).cards[0]
    site.post(f"/cards/{first.id}/answer", data={"grade": "forgot"})
    with carded.db.read() as tx:
        [given] = cards.reviews(tx)
    assert given.seconds == 12
    assert given.edition_id == carded.edition().id
    assert 0 < given.recall < 1


def test_an_edition_with_a_card_answered_is_begun(carded):
    edition = carded.edition()
    actions.answer(carded, actions.waiting(carded).cards[0].id, "good")
    assert not carded.put_down()
    assert carded.edition(again=True) == edition


def test_when_nothing_is_due_the_page_says_when(home, site):
    assert "There are no cards yet" in site.get("/cards").text
    [marked] = marking.mark_sentences(home, home.edition().slots[0].item_id, [1])
    actions.make(home, marked.id)
    assert "The next one is on Saturday 21 November" in site.get("/cards").text


def test_with_no_worth_in_recall_no_card_enters(carded):
    carded.settings = carded.settings.model_copy(update={"recall_minutes": 0})
    assert not any(slot.cards for slot in carded.preview(carded.today()).slots)


def test_cards_are_listed_taken_away_and_taken_along(carded, site):
    page = site.get("/cards/all").text
    assert page.count("take it away") == 6
    package = site.get("/cards/heed.apkg").content
    assert "collection.anki2" in zipfile.ZipFile(BytesIO(package)).namelist()
    with carded.db.read() as tx:
        first = cards.all(tx)[0]
    assert site.post(f"/cards/{first.id}/remove").text.count("take it away") == 5
    assert site.post(f"/cards/{first.id}/answer", data={"grade": "good"}).status_code == 404
    assert site.post("/cards/1/answer", data={"grade": "perfect"}).status_code == 422


def test_a_question_is_never_markup(home, site):
    [marked] = marking.mark_sentences(home, home.edition().slots[0].item_id, [1])
    page = site.post(f"/highlights/{marked.id}/card", data={"question": "<b>x</b>?"}).text
    assert "<b>x</b>" not in page
