"""The watch pages, their feed and their JSON, asked as a browser without script would ask."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.homes import Clock
from fakes.watches import bad_day, watched_home
from heed import store
from heed.actions import watches
from heed.diet import Diet
from heed.types import Entity

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with watched_home(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def watch_site(diet: Diet) -> Iterator[TestClient]:
    with client_of(diet) as client:
        yield client


def spoke_up(diet: Diet) -> int:
    one = watches.add(diet, "Arvo", entities=[Entity("Arvo", ("阿沃",))])
    with diet.db.write() as tx:
        store.items.save(tx, bad_day())
    assert len(watches.check(diet)) == 1
    return one.id


def test_a_home_without_a_watch_says_what_one_is_for(empty_site: TestClient) -> None:
    page = empty_site.get("/watch").text
    assert "Keep an eye on a company" in page
    assert 'action="/watch"' in page


def test_a_watch_is_added_by_its_form(watch_site: TestClient, diet: Diet) -> None:
    form = {
        "name": "Harbour <b>",
        "words": "berth，quay, ",
        "entities": "Arvo = 阿沃\n\nBelz",
        "examples": "A port goes bankrupt.",
        "urgent": "yes",
    }
    page = watch_site.post("/watch", data=form).text
    assert "Harbour &lt;b&gt;" in page
    with diet.db.read() as tx:
        (kept,) = store.watches.all(tx)
    assert kept.words == ("berth", "quay")
    assert kept.entities == (Entity("Arvo", ("阿沃",)), Entity("Belz"))
    assert (kept.examples, kept.urgent) == (("A port goes bankrupt.",), True)


def test_a_mistake_keeps_what_was_typed(watch_site: TestClient) -> None:
    answer = watch_site.post("/watch", data={"name": "7", "words": "quay"})
    assert answer.status_code == 400
    assert "not a number" in answer.text
    assert 'value="quay"' in answer.text


def test_the_page_of_a_watch_shows_days_evidence_and_why_now(
    watch_site: TestClient, diet: Diet
) -> None:
    id = spoke_up(diet)
    assert "100 % of the pieces negative" in watch_site.get("/watch").text
    page = watch_site.get(f"/watch/{id}").text
    assert page.count("<g><title>") == 29
    assert page.count("<tr><td>") == 29
    assert '<mark class="m3">slumps</mark>' in page
    assert "Why now?" in page
    assert "Look at every morning" in page
    tested = watch_site.get(f"/watch/{id}/backtest").text
    assert "Look at every morning" not in tested
    assert tested.count('<details class="alert"') == 2


def test_a_watch_is_muted_let_speak_and_forgotten(watch_site: TestClient, diet: Diet) -> None:
    id = spoke_up(diet)
    assert "Let it speak again" in watch_site.post(f"/watch/{id}/mute", data={"muted": "true"}).text
    assert "Mute it" in watch_site.post(f"/watch/{id}/mute", data={"muted": "false"}).text
    watch_site.post(f"/watch/{id}/remove")
    assert watch_site.get(f"/watch/{id}").status_code == 404
    assert watch_site.get(f"/api/watches/{id}").status_code == 404


def test_the_feed_is_atom_with_evidence(watch_site: TestClient, diet: Diet) -> None:
    empty = xml.fromstring(watch_site.get("/watch/alerts.atom").text)
    assert empty.findall(f"{ATOM}entry") == []
    id = spoke_up(diet)
    answer = watch_site.get("/watch/alerts.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    (entry,) = xml.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Arvo: more bad news than usual"
    content = entry.findtext(f"{ATOM}content") or ""
    assert content.startswith("Why now: 100 % of the pieces negative")
    assert "阿沃暴跌" in content
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/watch/{id}#alert-1")


def test_the_json_is_that_of_the_command_line(watch_site: TestClient, diet: Diet) -> None:
    id = spoke_up(diet)
    (listed,) = watch_site.get("/api/watches").json()
    assert (listed["id"], listed["name"]) == (id, "Arvo")
    report = watch_site.get(f"/api/watches/{id}").json()
    assert len(report["days"]) == 29
    assert report["seen"][0]["tones"][0]["cues"][0].keys() == {"word", "polarity", "share"}
    (said,) = watch_site.get(f"/api/watches/{id}/alerts").json()
    assert said["signals"][2]["raised"]
    assert watch_site.get(f"/api/watches/{id}/backtest").json()


def test_the_pages_speak_chinese(watch_site: TestClient, diet: Diet) -> None:
    id = spoke_up(diet)
    watch_site.cookies.set("language", "zh")
    page = watch_site.get(f"/watch/{id}", headers={"accept-language": "zh"}).text
    assert "坏消息比平常多" in page
    assert "没有在财经新闻上检验过" in page
    assert "100% 的文章是坏的" in page
