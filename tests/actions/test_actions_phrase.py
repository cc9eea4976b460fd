"""Asking an endpoint to phrase an answer, against a small real one on this machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from fakes.endpoint import PATH, endpoint_settings, said
from fakes.homes import Clock, Silence, by_spelling
from fakes.server import Answer, Server, drip, endless, redirect, refusal
from fakes.teams import an_item
from heed import store
from heed.actions.phrase import phrase
from heed.assist.phrase import TASK
from heed.diet import Diet
from heed.errors import BadInput
from heed.settings import load_settings
from heed.types import Finding, Passage, Phrased, Reply

SENTENCES = ("The bridge was closed for fourteen months.", "It opened in May.")
Home: TypeAlias = Callable[..., Diet]
REPLY = Reply(
    "How long was it closed?",
    ("long", "closed"),
    tuple(
        Finding(an_item(n, 1, title=f"secret title {n}"), 0.5, Passage(text, 0.5, ()))
        for n, text in enumerate(SENTENCES, 1)
    ),
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({PATH: said("For fourteen months [1].")}) as running:
        yield running


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Database]:
    """One for all: nothing here is kept."""
    with store.open(tmp_path_factory.mktemp("phrased") / "heed.sqlite") as opened:
        yield opened


@pytest.fixture
def home(db: store.Database, tmp_path: Path) -> Home:
    """A home with these settings."""
    return lambda **given: Diet(
        db, Silence(), load_settings(tmp_path, **given), Clock(), by_spelling
    )


def asked(home: Home, **given: object) -> Phrased:
    return phrase(home(**given), REPLY)


def test_the_answer_comes_back_with_its_references(server: Server, home: Home) -> None:
    assert asked(home, **endpoint_settings(server)) == Phrased("For fourteen months [1].")


def test_nothing_but_the_question_and_the_sentences_leaves(server: Server, home: Home) -> None:
    asked(home, **endpoint_settings(server))
    (seen,) = server.seen
    sent = json.loads(seen.body)
    assert sent["messages"][0]["content"] == TASK
    assert sent["messages"][1]["content"] == (
        f"Question: {REPLY.question}\n\nSentences:\n[1] {SENTENCES[0]}\n[2] {SENTENCES[1]}"
    )
    assert sent.keys() == {"model", "messages", "stream"}
    assert not seen.headers.keys() & {"authorization", "cookie", "referer"}


def test_the_key_goes_along_and_is_never_shown(server: Server, home: Home, tmp_path: Path) -> None:
    given = endpoint_settings(server, phrase_key=" sk-secret ")
    asked(home, **given)
    assert server.seen[0].headers["authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(load_settings(tmp_path, **given))


def test_the_key_comes_from_the_environment_or_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(tmp_path).phrase_key.get_secret_value() == ""
    (tmp_path / "heed.toml").write_text('phrase_key = "filed"')
    assert load_settings(tmp_path).phrase_key.get_secret_value() == "filed"
    monkeypatch.setenv("HEED_PHRASE_KEY", "spoken")
    assert load_settings(tmp_path).phrase_key.get_secret_value() == "spoken"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phrase_key", "sk\nX-Evil: 1"),
        ("phrase_address", "ftp://models.example/v1"),
        ("phrase_address", "models.example"),
        ("phrase_address", "https://[models"),
    ],
)
def test_what_cannot_be_used_is_told_without_a_secret(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(BadInput, match=f"The setting {name} cannot be used") as told:
        load_settings(tmp_path, **{name: value})
    assert "Evil" not in str(told.value)


def test_without_an_address_nothing_is_sent(server: Server, home: Home) -> None:
    found = asked(home, **endpoint_settings(server, phrase_address=""))
    assert (found.sent, found.text, server.seen) == (False, "", [])


def test_without_a_sentence_and_for_other_sites_nothing_is_sent(server: Server, home: Home) -> None:
    diet = home(**endpoint_settings(server))
    assert not phrase(diet, Reply("Who?", ("who",), ())).sent
    assert "another site" in phrase(diet, REPLY, meant=False).why_not
    assert server.seen == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"phrase_model": ""}, "set phrase_model"),
        ({"allow_hosts": ()}, "a private address"),
        ({"phrase_address": "http://models.example/v1", "phrase_key": "k"}, "over an open line"),
    ],
)
def test_what_may_not_be_sent_is_not(
    server: Server, home: Home, given: dict[str, object], says: str
) -> None:
    assert says in asked(home, **endpoint_settings(server, **given)).why_not
    assert server.seen == []


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (refusal(401), r"asks for a password \(401\)"),
        (refusal(429), "less often"),
        (refusal(500), "an error of its own"),
        (redirect("/v1/elsewhere", 307), "sends on to another address"),
        (Answer(200, b"<html>"), "not what a chat endpoint sends"),
        (Answer(200, b"x" * 2**20), "heed reads no further"),
        (endless(), "heed reads no further"),
        (said("Fourteen months."), "names none of the sentences"),
        (said("Fourteen months [3]."), "was not given"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_every_failure_is_one_sentence(
    server: Server, home: Home, answer: Answer, says: str
) -> None:
    server.routes[PATH] = answer
    found = asked(home, **endpoint_settings(server, phrase_key="sk-secret"))
    assert (found.text, found.sent) == ("", True)
    assert says.replace("\\", "") in found.why_not
    assert "sk-secret" not in found.why_not
    assert len(server.seen) == 1


def test_a_page_opened_again_asks_no_second_time_but_a_failure_is_tried_again(
    server: Server, home: Home
) -> None:
    given = endpoint_settings(server)
    server.routes[PATH] = refusal(500)
    assert asked(home, **given).why_not
    server.routes[PATH] = said("For fourteen months [1].")
    assert asked(home, **given) == asked(home, **given) == Phrased("For fourteen months [1].")
    assert len(server.seen) == 2
    asked(home, **{**given, "phrase_model": "another"})
    assert len(server.seen) == 3


def test_an_endpoint_that_never_ends_is_left(server: Server, home: Home) -> None:
    server.routes[PATH] = drip()
    found = asked(home, **endpoint_settings(server, timeout_s=0.3))
    assert "did not answer within 0.3 s" in found.why_not


def test_an_endpoint_that_is_not_there_is_told(server: Server, home: Home) -> None:
    given = endpoint_settings(server)
    server.__exit__()
    assert "refuses connections" in asked(home, **given).why_not
