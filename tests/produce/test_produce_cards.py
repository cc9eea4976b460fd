"""Cards and marks as Anki and Markdown read them."""

import sqlite3
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from heed.produce.anki import anki
from heed.produce.notes import notes
from heed.types import Card, Highlight, Item

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ITEM = Item(
    10**15, 1, "k", "https://x.example/?a=1&b", "Tides: how / why?", "", "text", "", "en",
    NOW, NOW, 60, "f",
)  # fmt: skip
REST = (NOW, 2.0, 5.0, NOW, NOW)
CLOZE = Card(1, "cloze", ITEM.id, 3, "Water <came> at […].", "4:12 }}", *REST)
QUESTION = Card(2, "question", ITEM.id, None, "When *did* it?", "At four\nor so.", *REST)
MARK = Highlight(3, ITEM.id, "Water <came> at 4:12 }}.", "why then?", 0, NOW)


@pytest.fixture
def fields(tmp_path):
    """The fields of every note in the package, as Anki stores them."""
    package = anki([CLOZE, QUESTION], {ITEM.id: ITEM}, at=NOW)
    with zipfile.ZipFile(BytesIO(package)) as archive:
        archive.extract("collection.anki2", tmp_path)
    connection = sqlite3.connect(tmp_path / "collection.anki2")
    rows = connection.execute("select flds from notes order by id").fetchall()
    cards = connection.execute("select count(*) from cards").fetchone()[0]
    connection.close()
    return cards, [row[0].split("\x1f") for row in rows]


def test_an_anki_package_holds_every_card_once_with_its_piece(fields):
    count, [cloze, question] = fields
    assert count == 2
    assert cloze[0] == "Water &lt;came&gt; at {{c1::4&#58;12 &#125;&#125;}}."
    assert question[:2] == ["When *did* it?", "At four\nor so."]
    assert cloze[1] == '<a href="https://x.example/?a=1&amp;b">Tides: how / why?</a>'


def test_no_cards_make_an_empty_package():
    assert zipfile.ZipFile(BytesIO(anki([], {}, at=NOW))).testzip() is None


def test_notes_hold_marks_with_their_notes_and_cards_in_plugins_form():
    [(name, text)] = notes({ITEM.id: ITEM}, [MARK], [CLOZE, QUESTION]).items()
    assert name == f"Tides how why {ITEM.id}.md"
    assert 'title: "Tides: how / why?"' in text
    assert "> Water \\<came\\> at 4:12 }}. ^h3" in text
    assert "why then?" in text
    assert "Water \\<came\\> at ==4:12 }}==." in text
    assert "When \\*did\\* it? :: At four or so." in text


def test_pieces_without_anything_kept_make_no_note():
    assert notes({ITEM.id: ITEM}, [], []) == {}
