"""`heed highlight` and `heed saved` as they are typed."""

import json

import pytest
from test_cli_finding import home, run  # noqa: F401


def number(capsys, home):  # noqa: F811
    return str(json.loads(run(capsys, home, "search", "tides", "--json")[1])[0]["item"])


def test_sentences_are_marked_noted_and_unmarked(home, capsys):  # noqa: F811
    item = number(capsys, home)
    listed = run(capsys, home, "highlight", "sentences", item)[1]
    at = next(line.split()[0] for line in listed.splitlines() if "High water" in line)
    _, out, _ = run(capsys, home, "highlight", "add", item, "--sentence", at, "--note", "when")
    assert "High water came at 4:12 on Monday." in out
    [kept] = json.loads(run(capsys, home, "highlight", "--json")[1])
    assert (kept["note"], kept["title"]) == ("when", "On tides")
    assert run(capsys, home, "highlight", "note", str(kept["highlight"]), "now")[0] == 0
    assert "note: now" in run(capsys, home, "highlight")[1]
    assert "Unmarked" in run(capsys, home, "highlight", "remove", str(kept["highlight"]))[1]
    assert "Nothing is marked yet" in run(capsys, home, "highlight")[1]


def test_a_piece_is_put_by(home, capsys):  # noqa: F811
    item = number(capsys, home)
    assert run(capsys, home, "saved", "add", item)[0] == 0
    assert "On tides" in run(capsys, home, "saved")[1]
    assert run(capsys, home, "saved", "remove", item)[0] == 0
    assert "Nothing is put by" in run(capsys, home, "saved")[1]


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
def test_mistakes_in_marking_are_one_sentence(home, capsys, words, says):  # noqa: F811
    item = number(capsys, home)
    code, _, said = run(capsys, home, *(word.replace("{item}", item) for word in words))
    assert (code, said.count("\n")) == (1, 1)
    assert says in said
