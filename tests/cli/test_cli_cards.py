"""`heed cards` as it is typed."""

import json
import zipfile

import pytest

from fakes.typed import run


@pytest.fixture
def marked(home):
    """A home with one mark."""
    item = str(json.loads(run(home, "search", "tides", "--json")[1])[0]["item"])
    said = run(home, "highlight", "add", item, "--quote", "High water came at 4:12")[1]
    assert "Marked 1" in said
    return home


def test_a_card_is_made_listed_answered_and_taken_away(marked):
    assert run(marked, "cards", "make", "1")[1] == "1  High water came at […] / 4:12\n"
    [card] = json.loads(run(marked, "cards", "list", "--json")[1])
    assert (card["front"], card["back"], card["recall"]) == ("High water came at […]", "4:12", 1.0)
    assert "No card is due. The next one is on" in run(marked, "cards")[1]
    assert "No card is due" in run(marked, "cards", "review")[1]
    assert "Comes again on" in run(marked, "cards", "review", "1", "good")[1]
    assert "4:12" in run(marked, "cards", "list")[1]
    assert "Taken away" in run(marked, "cards", "remove", "1")[1]
    assert "No cards yet" in run(marked, "cards", "list")[1]


def test_cards_and_marks_are_taken_along(marked, tmp_path):
    run(marked, "cards", "make", "1", "--question", "When?", "--answer", "At 4:12.")
    package, notes = tmp_path / "heed.apkg", tmp_path / "vault"
    words = ("cards", "export", "--anki", str(package), "--markdown", str(notes))
    assert "1 note written" in run(marked, *words)[1]
    assert zipfile.is_zipfile(package)
    [note] = notes.iterdir()
    assert "When? :: At 4:12." in note.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cards", "make", "9"), "no highlight 9"),
        (("cards", "make", "1", "--hide", "xyzzy"), "do not stand in the sentence"),
        (("cards", "review", "9", "good"), "no card 9"),
        (("cards", "review", "9"), "Say how well"),
        (("cards", "export"), "Say what to write"),
        (("cards", "export", "--anki", "/nowhere/heed.apkg"), "cannot be written"),
    ],
)
def test_mistakes_with_cards_are_one_sentence(marked, words, says):
    code, _, said = run(marked, *words)
    assert (code, said.count("\n")) == (1, 1)
    assert says in said
