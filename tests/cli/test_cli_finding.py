"""`heed search` and `heed ask` as they are typed."""

import json
from pathlib import Path

import pytest

from fakes.endpoint import PATH, said, write_settings
from fakes.server import Server
from fakes.typed import run


def test_pieces_are_found_with_the_sentence_that_fits(home: Path) -> None:
    _, out, _ = run(home, "search", "high", "water")
    assert "On tides" in out.splitlines()[0]
    assert "High water came at 4:12 on Monday." in out
    [first, *_] = json.loads(run(home, "search", "利率", "--json")[1])
    assert first["sentence"] == "央行宣布利率下调。"
    assert first["words"] == [{"found": "利率", "asked": "利率", "weight": first["share"]}]
    assert run(home, "search", "xyzzy")[1] == "Nothing found.\n"


def test_a_search_is_narrowed(home: Path) -> None:
    for narrowed in (
        ("--source", "notes"),
        ("--since", "2020-01-01"),
        ("--only", "unread"),
        ("--language", "en"),
    ):
        assert "On tides" in run(home, "search", "water", *narrowed)[1], narrowed
    for narrowed in (("--since", "2999-01-01"), ("--only", "worth"), ("--language", "zh")):
        assert "On tides" not in run(home, "search", "water", *narrowed)[1], narrowed


def test_a_question_is_answered_or_not(home: Path) -> None:
    code, out, _ = run(home, "ask", "Who sells nine loaves a day?")
    assert code == 0
    assert out.startswith("The baker Anna Blum sells nine loaves a day.\n")
    assert "On bread" in out
    assert "loaves" in out.split("matched: ")[1]
    _, out, _ = run(home, "ask", "Who won the Super Bowl?")
    assert out == "I don't find it in what you keep.\n"


def test_a_follow_up_and_json(home: Path) -> None:
    typed = ("ask", "And on what day?", "--after", "When came the high water?", "--json")
    reply = json.loads(run(home, *typed)[1])
    assert list(reply) == ["question", "about", "phrased", "not_phrased", "answers"]
    assert {"high", "water"} <= set(reply["about"])
    assert reply["answers"][0]["sentence"].startswith("High water came")


def test_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    run(tmp_path, "init")
    for verb in ("search", "ask"):
        code, out, _ = run(tmp_path, verb, "tea")
        assert code == 0
        assert "heed add URL" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("search", "a" * 10_000), "at most 400 characters and this one has 10000"),
        (("ask", "a" * 10_000), "at most 400 characters"),
        (("ask", "tea?", "--after", "a" * 10_000), "at most 400 characters"),
        (("ask", '" * ( ?'), "no word in this question"),
        (("search", "tea", "--since", "soon"), "is not a day"),
        (("search", "tea", "--source", "nobody"), "No source is called nobody"),
        (("search", "tea", "--language", "e%"), "is not a language"),
    ],
)
def test_mistakes_in_asking_are_one_sentence(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    run(tmp_path, "init")
    code, _, said = run(tmp_path, *words)
    assert (code, said.count("\n")) == (1, 1)
    assert says in said


def test_an_endpoint_of_ones_own_phrases_the_answer_above_its_sentences(home: Path) -> None:
    with Server({PATH: said("Anna Blum [1].")}) as server:
        write_settings(home, server)
        code, out, _ = run(home, "ask", "Who sells nine loaves a day?")
        assert code == 0
        assert out.startswith(
            "Anna Blum [1].\n\n[1] The baker Anna Blum sells nine loaves a day.\n"
        )
        server.routes[PATH] = said("Anna Blum.")
        _, out, _ = run(home, "ask", "And who sells nine loaves?")
        assert out.startswith("Not phrased: The phrased answer names none of the sentences")
        assert "\n\nThe baker Anna Blum sells nine loaves a day.\n" in out
