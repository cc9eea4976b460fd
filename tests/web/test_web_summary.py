"""Summaries through the API and on the story page."""

import re

from starlette.testclient import TestClient

from heed.actions import cascade, summary
from heed.diet import Diet
from heed.store import items

TEXT = "The council voted to close the bridge. It carries four thousand cars a day. A ferry runs."


def test_a_sent_text_comes_back_shorter_with_every_weight(site: TestClient) -> None:
    told = site.post("/api/summary", json={"text": TEXT, "seconds": 2}).json()
    assert len(told["summary"]) == 1
    assert len(told["sentences"]) == 3
    assert abs(sum(one["weight"] for one in told["sentences"]) - 1) < 1e-4


def test_a_kept_piece_is_summarised_by_its_id_and_on_its_page(site: TestClient) -> None:
    found = re.search(r'href="/story/(\d+)"', site.get("/").text + site.get("/newest").text)
    assert found
    told = site.get("/api/summary", params={"item": found[1], "seconds": 10}).json()
    assert told["summary"]
    assert "short=1" in site.get(f"/story/{found[1]}").text
    page = site.get(f"/story/{found[1]}?short=1").text
    assert "underlined by their weight" in page


def test_a_summary_that_waits_stands_above_its_piece(site: TestClient, home: Diet) -> None:
    assert cascade.ahead(home, 1e6) > 0
    with home.db.read() as tx:
        held = items.many(tx, [one.item_id for one in home.preview(home.today()).slots])
    waits = next(one for one in held.values() if summary.made_ahead(home, one))
    page = site.get(f"/story/{waits.id}").text
    assert "underlined by their weight" in page
    assert ">in short</a>" not in page


def test_what_cannot_be_summarised_is_one_sentence(site: TestClient) -> None:
    empty = site.post("/api/summary", json={"text": "  "})
    assert (empty.status_code, empty.json()) == (400, {"error": "There is no text to summarise."})
    long = site.post("/api/summary", json={"text": "a " * 300_000})
    assert long.status_code == 400
    assert "at most 400000 characters" in long.json()["error"]
    assert site.get("/api/summary", params={"item": 1}).status_code == 404
