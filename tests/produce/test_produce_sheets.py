"""The edition and the letter as mail, feeds and Markdown: whole, escaped, and nothing more."""

import json
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import feedparser
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
import nouns

from heed.produce.edition import ATOM, atom, json_feed, sheet
from heed.produce.letter import letter
from heed.produce.mail import mail
from heed.produce.sheet import Line, Sheet, as_html, as_markdown, as_text
from heed.types import CARDS, Ledger, LedgerSource, ReadPiece, Reason, Slot, Week
from heed.wording import Words

EN, ZH = Words("en", UTC), Words("zh", UTC)
RECALL = (Reason("recall", 1.4, "5"),)
REVIEW = Slot(CARDS, CARDS, "", "", "", "review", 60, 1.4, 0.0, 1.0, RECALL)


@pytest.fixture
def edition():
    made = nouns.edition()
    hostile = replace(made.slots[0], title='<script>"&\x0b *x*', url="javascript:alert(1)")
    return replace(made, slots=(hostile, *made.slots[1:], REVIEW))


def test_a_mail_says_the_same_in_text_and_html(edition):
    message = mail(sheet(edition, EN), sender="a@x.example", to="b@x.example", at=nouns.NOW)
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert message["subject"] == "heed · Friday 20 November · 30 min"
    for slot in edition.slots[1:-1]:
        assert slot.title in text
        assert slot.url in html
    assert "<script>" not in html
    assert "javascript:" not in html + text
    assert "5 cards you would begin to forget" in text
    assert "src=" not in html


def test_the_edition_is_an_atom_feed_other_readers_take(edition):
    body = atom(edition, EN, "http://127.0.0.1:8421/edition.atom")
    found = feedparser.parse(body)
    assert not found.bozo
    assert [one.title for one in found.entries[1:]] == [s.title for s in edition.slots[1:-1]]
    assert found.entries[1].link == edition.slots[1].url
    assert len({one.id for one in found.entries}) == len(edition.slots) - 1
    links = [one.get("href") for one in ET.fromstring(body).iter(f"{{{ATOM}}}link")]
    assert not [one for one in links if one.startswith("javascript:")]


def test_the_edition_is_a_json_feed(edition):
    made = json.loads(json.dumps(json_feed(edition, ZH, "http://127.0.0.1/edition.json")))
    assert made["version"].endswith("/1.1")
    assert made["language"] == "zh-Hans"
    assert "url" not in made["items"][0]
    assert [one["title"] for one in made["items"]] == [s.title for s in edition.slots[:-1]]


def test_markup_in_a_title_stays_a_title_in_markdown():
    made = Sheet("A *week*", "en", (Line("piece", "[x](y) <b>", "https://x.example", ("a_b",)),))
    assert as_markdown(made) == (
        "# A \\*week\\*\n\n**[\\[x\\](y) \\<b\\>](<https://x.example>)**\n  \na\\_b\n"
    )
    assert "&lt;b&gt;" in as_html(made)
    assert "[x](y) <b>" in as_text(made)


def account(**given):
    values = {"granted_s": 12600, "spent_s": 9600, "returned_s": 1800, "still_open_s": 1200}
    rest = {"answers": 12, "worth_per_minute": 1.3, "worth_low": 1.1, "worth_high": 1.5}
    sources = (
        LedgerSource(1, "Quay", "News", 3000, 5, 1.6, 1800.0),
        LedgerSource(2, "Bits", "News", 3000, 5, 0.4, -1800.0),
        LedgerSource(None, "", "", 300, 0, None, 0.0),
    )
    return Ledger(**{**values, **rest, "regret_s": 600.0, "days": (), "sources": sources, **given})


def week(**given):
    pieces = (
        ReadPiece("Tides", "https://x.example/t", 600, "more"),
        ReadPiece("Noise", "", 300, "none"),
    )
    values = {"first": date(2026, 11, 16), "last": date(2026, 11, 22), "ledger": account()}
    rest = {"pieces": pieces, "prices": (0.8, 1.4), "looks": 20, "known": 17, "foretold": 17.6}
    return Week(**{**values, **rest, "marks": 3, **given})


def test_the_letter_tells_a_week_by_its_own_numbers():
    said = as_markdown(letter(week(), EN))
    for part in (
        "What your attention bought, 16 Nov to 22 Nov",
        "You gave 3 h 30 min; 2 h 40 min were spent and 30 min came back to you.",
        "By 12 answers a minute was worth 1.3, somewhere between 1.1 and 1.5.",
        "A minute cost from 0.8 to 1.4.",
        "**[Tides](<https://x.example/t>)**",
        "Quay gave 30 min more than it took.",
        "Bits took 30 min more than it gave.",
        "Of 20 looks at cards you knew 17; 18 were foretold.",
    ):
        assert part in said
    assert said.index("Tides") < said.index("Not worth their minutes") < said.index("Noise")
    assert "划了 3 处" in as_text(letter(week(), ZH))


def test_a_week_without_a_minute_is_two_sentences_and_no_reproach():
    none = account(granted_s=0, spent_s=0, returned_s=0, sources=())
    said = letter(week(ledger=none, pieces=(), prices=(), looks=0, marks=0), EN)
    assert [line.text for line in said.lines] == [
        "You gave heed no minute this week. They were all yours."
    ]


def test_too_few_answers_are_told_as_such():
    few = account(answers=2, worth_low=None, worth_high=None)
    assert "not enough data" in as_text(letter(week(ledger=few), EN))
