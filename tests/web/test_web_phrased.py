"""The ask page and its API where an endpoint is named: its words above, the sentences always."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.endpoint import PATH, endpoint_settings, said
from fakes.homes import Clock, Silence, by_spelling
from fakes.server import Server, refusal
from heed import store
from heed.diet import Diet
from heed.settings import load_settings

QUESTION = {"q": "How long was Carrow Bridge closed?"}
SENTENCE = "fourteen months after inspectors found"
ZH = {"accept-language": "zh-CN"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({PATH: said("For <b>fourteen</b> months [1].")}) as running:
        yield running


@pytest.fixture
def asking(server: Server, laid_out: Path, tmp_path: Path) -> Iterator[TestClient]:
    folder = shutil.copytree(laid_out, tmp_path / "asking")
    settings = load_settings(folder, timezone="UTC", **endpoint_settings(server))
    with (
        store.open(settings.database) as db,
        client_of(Diet(db, Silence(), settings, Clock(), by_spelling)) as client,
    ):
        yield client


def test_the_phrased_answer_stands_above_the_sentences_it_names(asking: TestClient) -> None:
    page = asking.get("/ask", params=QUESTION).text
    assert 'For &lt;b&gt;fourteen&lt;/b&gt; months <a href="#sentence-1">[1]</a>.' in page
    assert "Phrased by tiny at 127.0.0.1" in page
    assert page.index("Phrased by tiny") < page.index('id="sentence-1"')
    assert "也会发给你指定的接口" in asking.get("/ask", headers=ZH).text


def test_a_failure_is_said_and_the_sentences_stay(asking: TestClient, server: Server) -> None:
    server.routes[PATH] = refusal(401)
    page = asking.get("/ask", params=QUESTION)
    assert page.status_code == 200
    assert "Not phrased: 127.0.0.1 asks for a password (401)." in page.text
    assert 'id="sentence-1"' in page.text
    server.routes[PATH] = said("Fourteen months [7].")
    assert (
        "没有改写：写成的回答指向了没有给它的句子"
        in asking.get("/ask", params=QUESTION, headers=ZH).text
    )


def test_another_site_cannot_spend_the_key(asking: TestClient, server: Server) -> None:
    for path in ("/ask", "/api/ask"):
        page = asking.get(path, params=QUESTION, headers={"sec-fetch-site": "cross-site"}).text
        assert "came from another site" in page
    assert server.seen == []


def test_the_api_carries_the_words_and_why_they_are_absent(
    asking: TestClient, server: Server, site: TestClient
) -> None:
    found = asking.get("/api/ask", params=QUESTION).json()
    assert (found["phrased"], found["not_phrased"]) == ("For <b>fourteen</b> months [1].", None)
    server.routes[PATH] = said("Fourteen months.")
    found = asking.get("/api/ask", params={"q": f"And {QUESTION['q']}"}).json()
    assert found["phrased"] is None
    assert found["not_phrased"].startswith("The phrased answer names none")
    assert SENTENCE in found["answers"][0]["sentence"]
    off = site.get("/api/ask", params=QUESTION).json()
    assert off["phrased"] is None
    assert "phrase_address" in off["not_phrased"]


def test_without_an_endpoint_the_page_says_nothing_of_one(site: TestClient) -> None:
    page = site.get("/ask", params=QUESTION).text
    assert "hrased" not in page
    assert "endpoint" not in page
