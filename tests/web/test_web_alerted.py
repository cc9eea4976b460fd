"""The edition page says what watches said since the last edition: a line each, quietly."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.homes import MORNING, Clock
from fakes.watches import bad_day, watched_home
from heed import store
from heed.actions import watches
from heed.diet import Diet
from heed.types import Alert, Entity

ZH = {"accept-language": "zh-CN"}


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with watched_home(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def watch_site(diet: Diet) -> Iterator[TestClient]:
    with client_of(diet) as client:
        yield client


def spoke_up(diet: Diet) -> Alert:
    watches.add(diet, "Arvo <b>", entities=[Entity("Arvo", ("阿沃",))])
    with diet.db.write() as tx:
        store.items.save(tx, bad_day())
    (said,) = watches.check(diet)
    return said


def lines(page: str) -> list[str]:
    found = re.search(r'<ul class="alerted".*?</ul>', page, re.DOTALL)
    return re.findall(r"<a href=[^>]*>.*?</a>", found[0]) if found else []


def test_what_a_watch_said_is_a_line_that_leads_to_its_evidence(
    watch_site: TestClient, diet: Diet
) -> None:
    assert lines(watch_site.get("/").text) == []
    said = spoke_up(diet)
    (line,) = lines(watch_site.get("/").text)
    assert f'href="/watch/{said.watch_id}#alert-{said.id}"' in line
    assert "Arvo &lt;b&gt;: more bad news than usual" in line
    assert f'id="alert-{said.id}"' in watch_site.get(f"/watch/{said.watch_id}").text
    chinese = watch_site.get("/", headers=ZH).text
    assert "上一版以来，你的关注有什么动静" in chinese
    assert "Arvo &lt;b&gt;：" in chinese


def test_a_watch_has_one_line_its_last_and_a_muted_one_none(
    watch_site: TestClient, diet: Diet
) -> None:
    said = spoke_up(diet)
    with diet.db.write() as tx:
        again = store.alerts.add(tx, replace(said, at=said.at + timedelta(minutes=1)))
    (line,) = lines(watch_site.get("/").text)
    assert f"#alert-{again.id}" in line
    watches.mute(diet, said.watch_id, True)
    assert lines(watch_site.get("/").text) == []


def test_the_next_edition_but_one_says_it_no_more(
    watch_site: TestClient, diet: Diet, clock: Clock
) -> None:
    watch_site.get("/")
    clock.now += timedelta(hours=1)
    spoke_up(diet)
    clock.now = MORNING + timedelta(days=1)
    assert len(lines(watch_site.get("/").text)) == 1
    clock.now += timedelta(days=1)
    assert lines(watch_site.get("/").text) == []
