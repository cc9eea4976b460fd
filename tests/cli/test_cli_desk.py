"""`heed desk` as it is typed: files taken in, trained, asked, counted, and what is wrong."""

import json
import shutil
import socket
from pathlib import Path

import pytest

from fakes.typed import run
from heed.actions.desk import Desk
from heed.actions.home import open_home

ISLAND = "Do you deliver to Pell Island?"
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="session")
def shop_laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("shop") / "home"
    taken = "Taken: 50 answers of the sample.\nTrain with: heed desk train\n"
    assert run(home, "desk", "init", "--sample") == (0, taken, "")
    assert run(home, "desk", "train")[0] == 0
    return home


@pytest.fixture
def shop(shop_laid_out: Path, tmp_path: Path) -> Path:
    """A home whose desk holds the sample's answers, read once."""
    return Path(shutil.copytree(shop_laid_out, tmp_path / "home"))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_trained_desk_says_how_well_it_foretells_what_it_knows(shop: Path) -> None:
    code, out, error = run(shop, "desk", "train")
    assert (code, error) == (0, "")
    assert out.startswith("50 answers, 50 known messages, ")
    assert "Each known message read as if it were new: " in out
    told = json.loads(run(shop, "desk", "train", "--json")[1])
    assert (told["entries"], told["examples"]) == (50, 50)
    assert 0 <= told["right"] <= told["tested"] <= 50


def test_a_question_of_the_file_is_answered_with_the_words_that_decided(shop: Path) -> None:
    code, out, error = run(shop, "desk", "ask", *ISLAND.split())
    assert (code, error) == (0, "")
    assert out.startswith("Yes, with the Thursday boat.")
    matched = next(line for line in out.splitlines() if "matched:" in line)
    assert "island" in matched.lower()
    told = json.loads(run(shop, "desk", "ask", ISLAND, "--json")[1])
    assert told["answer"].startswith("Yes, with the Thursday boat.")
    assert 0 < told["confidence"] <= 1


def test_asking_keeps_nothing_and_the_report_counts_what_customers_asked(shop: Path) -> None:
    run(shop, "desk", "ask", ISLAND)
    code, out, _ = run(shop, "desk", "report")
    assert (code, out.splitlines()[0]) == (
        0,
        "0 messages: 0 answered, 0 handed over, 0 wrong. 0 waiting.",
    )
    desk = Desk(open_home(shop))
    for message in (ISLAND, "Sing me the national anthem of Peru"):
        desk.ask(message)
    told = json.loads(run(shop, "desk", "report", "--json")[1])
    assert (told["asked"], told["answered"] + told["handed"]) == (2, 2)
    assert "0 messages: " in run(shop, "desk", "report", "--since", "2999-01-01")[1]
    assert "is not a day" in run(shop, "desk", "report", "--since", "lately")[2]


def test_markup_is_data_in_questions_answers_and_messages(tmp_path: Path) -> None:
    home = tmp_path / "home"
    quoted = MARKUP.replace('"', '""')
    faq = written(tmp_path, "faq.csv", f'question,answer\n"When {quoted}?","At nine. {quoted}"\n')
    assert run(home, "desk", "init", faq)[0] == 0
    told = json.loads(run(home, "desk", "ask", f"When {MARKUP}?", "--json")[1])
    assert told["answer"] in (None, f"At nine. {MARKUP}")
    code, out, error = run(home, "desk", "ask", MARKUP)
    assert (code, error) == (0, "")
    assert out


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("tea " * 262_144, "has at most 4000 characters and this one has 1048576"),
        (" ", "is empty"),
    ],
)
def test_a_message_that_cannot_be_read_is_one_typed_sentence(
    shop: Path, message: str, says: str
) -> None:
    code, out, error = run(shop, "desk", "ask", message)
    assert (code, out) == (1, "")
    assert says in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("faq.csv", "", "has no column question"),
        ("faq.csv", "question,answer\n", "holds no question"),
        ("faq.csv", "question,reply\nWhen?,Now\n", "has no column answer"),
        ("faq.csv", "question,answer\nWhen?,Now\nWhere?,\n", "line 3, has no answer"),
        ("faq.csv", 'question,answer\n"When?,Now\n', "is no CSV"),
        ("faq.csv", "question,answer\n" + "When " * 262_144 + ",Now\n", "is no CSV"),
        ("faq.csv", "question,answer\n" + "When " * 300 + ",Now\n", "longer than 1000 characters"),
        ("faq.md", "No heading here.\n", "holds no question"),
    ],
)
def test_a_bad_file_is_refused_whole_in_one_sentence(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    home = tmp_path / "home"
    code, _, error = run(home, "desk", "init", written(tmp_path, name, text))
    assert code == 1
    assert name in error
    assert says in error
    assert error.count("\n") == 1
    assert "has no answers yet" in run(home, "desk", "train")[2]
    assert "knows nothing in this language" in run(home, "desk", "ask", "anybody")[1]
    assert "Handed over to a person" in run(home, "desk", "ask", "When?")[1]


def test_what_is_no_text_or_not_there_is_said(tmp_path: Path) -> None:
    home, odd = tmp_path / "home", tmp_path / "faq.csv"
    odd.write_bytes(b"question,answer\n\xff\xfe,x\n")
    assert "is not UTF-8 text (byte 16)" in run(home, "desk", "init", odd)[2]
    assert "cannot be read: No such file" in run(home, "desk", "init", tmp_path / "none.csv")[2]
    assert "cannot be read: Is a directory" in run(home, "desk", "init", tmp_path)[2]
    assert "or --sample to look around" in run(home, "desk", "init")[2]


def test_known_messages_are_taken_once(shop: Path, tmp_path: Path) -> None:
    known = written(tmp_path, "known.csv", "text,intent\nany boats today,ferry\nsing,\n")
    assert "Taken: 2 messages." in run(shop, "desk", "init", "--messages", known)[1]
    assert "Taken: 0 messages." in run(shop, "desk", "init", "--messages", known)[1]
    bad = written(tmp_path, "bad.csv", "text\nany boats today\n")
    assert "has no column intent" in run(shop, "desk", "init", "--messages", bad)[2]


def test_an_agent_comes_and_goes(shop: Path) -> None:
    told = run(shop, "desk", "agent", "Ada", "--minutes", "30", "--skills", "returns,invoice")
    assert told == (0, "Ada takes 30 minutes at a time.\n", "")
    assert "is an agent already" in run(shop, "desk", "agent", "ada")[2]
    assert "a day has 0 to 1440" in run(shop, "desk", "agent", "Bo", "--minutes", "2000")[2]
    assert "Ada is no agent any more" in run(shop, "desk", "agent", "Ada", "--leaves")[1]
    assert "Nobody at the desk is called Ada" in run(shop, "desk", "agent", "Ada", "--leaves")[2]


def test_the_customers_page_is_not_served_on_a_port_that_is_taken(shop: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, out, error = run(shop, "desk", "serve", "--port", port)
    assert (code, out) == (1, "")
    assert f"Port {port} is taken" in error
