"""`heed highlight` and `heed saved` as they are typed."""

import json

import pytest

from fakes.typed import run


def number(home):
    return str(json.loads(run(home, "search", "tides", "--json")[1])[0]["item"])


def test_sentences_are_marked_noted_and_unmarked(home):
    item = number(home)
    listed = run(home, "highlight", "sentences", item)[1]
    at = next(line.split()[0] for line in listed.splitlines() if "High water" in line)
    _, out, _ = run(home, "highlight", "add", item, "--sentence", at, "--note", "when")
    assert "High water came at 4:12 on Monday." in out
    [kept] = json.loads(run(home, "highlight", "--json")[1])
    assert (kept["note"], kept["title"]) == ("when", "On tides")
    assert run(home, "highlight", "note", str(kept["highlight"]), "now")[0] == 0
    assert "note: now" in run(home, "highlight")[1]
    assert "Unmarked" in run(home, "highlight", "remove", str(kept["highlight"]))[1]
    assert "Nothing is marked yet" in run(home, "highlight")[1]


def test_a_piece_is_put_by(home):
    item = number(home)
    assert run(home, "saved", "add", item)[0] == 0
    assert "On tides" in run(home, "saved")[1]
    assert run(home, "saved", "remove", item)[0] == 0
    assert "Nothing is put by" in run(home, "saved")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("highlight", "add", "{item}"), "Give either"),
        (("highlight", "add", "{item}", "--sentence", "99"), "There is no sentence 99"),
        (("highlight", "add", "{item}", "--quote", "xyzzy"), "do not stand in the piece"),
        (("highlight", "remove", "7"), "no highlight 7"),
        (("saved", "add", "1234567"), "There is no item"),
    ],
)
def test_mistakes_in_marking_are_one_sentence(home, words, says):
    item = number(home)
    code, _, said = run(home, *(word.replace("{item}", item) for word in words))
    assert (code, said.count("\n")) == (1, 1)
    assert says in said
