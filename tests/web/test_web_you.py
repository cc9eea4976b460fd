"""The reader sees what taught heed, changes it, and the next edition follows."""

import re

import pytest


@pytest.fixture
def answered(home, site):
    """A home whose reader answered the two first pieces of an edition."""
    first, second = home.edition().slots[:2]
    home.read(first.item_id, answer="more")
    home.read(second.item_id, answer="none")
    return first, second


def test_nothing_answered_is_said_so(site):
    assert "You have answered nothing yet" in site.get("/you").text
    assert "too few to say how well heed knows you" in site.get("/evaluation").text


def test_what_taught_heed_is_shown_and_can_be_forgotten_and_remembered(answered, home, site):
    first, _ = answered
    page = site.get("/you").text
    assert "2 answers taught heed" in page
    assert page.count('action="/you/forget"') == 2

    site.post("/you/forget", data={"item": first.item_id})
    told = {reason.item_id for slot in home.preview(home.today()).slots for reason in slot.reasons}
    assert first.item_id not in told
    assert "One answer taught heed" in site.get("/you").text

    site.post("/you/remember", data={"item": first.item_id})
    assert "2 answers taught heed" in site.get("/you").text


def test_a_muted_word_keeps_its_pieces_out_until_it_is_cleared(home, site):
    before = home.preview(home.today())
    word = re.findall(r"\w{5,}", before.slots[0].title)[0]
    assert site.post("/you/mark", data={"does": "mute", "word": word}).status_code == 200
    assert f"word: {word}" in site.get("/you").text

    after = home.preview(home.today())
    assert not [slot for slot in after.slots if word.casefold() in slot.title.casefold()]

    site.post("/you/mark", data={"does": "clear", "subject": f"word:{word}"})
    assert home.preview(home.today()).slots == before.slots


def test_a_pinned_source_comes_with_its_reason(home, site):
    last = home.preview(home.today()).left_out[-1]
    with home.db.read() as tx:
        from heed.store import items

        source_id = items.get(tx, last.item_id).source_id
    site.post("/you/mark", data={"does": "pin", "subject": f"source:{source_id}"})

    edition = home.preview(home.today())
    kinds = {r.kind for slot in (*edition.slots, *edition.left_out) for r in slot.reasons}
    assert "pinned" in kinds


@pytest.mark.parametrize(
    "sent",
    [{"does": "pin"}, {"does": "burn", "word": "x"}, {"does": "mute", "subject": "planet:9"},
     {"does": "pin", "subject": "source:"}],
)  # fmt: skip
def test_what_cannot_be_marked_is_one_sentence(site, sent):
    answer = site.post("/you/mark", data=sent)
    assert answer.status_code == 400
    assert "Say which topic, source or word is meant." in answer.text


def test_an_item_never_answered_cannot_be_forgotten(home, site):
    item_id = home.edition().slots[0].item_id
    assert site.post("/you/forget", data={"item": item_id}).status_code == 404
