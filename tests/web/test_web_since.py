"""What is new since a story was last read: on its page, in the API, and only where it was read."""

from collections import Counter

from starlette.testclient import TestClient

from fakes.homes import Clock
from heed.diet import Diet
from heed.store import items
from heed.types import GLANCE_S, Item

SAID = "You read about this before"


def of_one_story(home: Diet) -> list[Item]:
    with home.db.read() as tx:
        held = items.newest(tx, 500)
        stories = Counter(one.story_id for one in held if one.story_id and one.language == "en")
        return items.of_story(tx, max(stories, key=lambda id: (stories[id], id)))


def test_a_story_never_read_says_nothing_of_it(site: TestClient, home: Diet) -> None:
    first, *_ = of_one_story(home)
    assert SAID not in site.get(f"/story/{first.id}").text
    assert site.get(f"/api/items/{first.id}/since").json() is None
    assert site.get("/api/items/1/since").status_code == 404


def test_a_glance_is_no_reading(site: TestClient, home: Diet) -> None:
    first, second, *_ = of_one_story(home)
    home.read(first.id, active_s=GLANCE_S - 1)
    assert SAID not in site.get(f"/story/{second.id}").text


def test_a_later_piece_says_what_is_new_when_asked(
    site: TestClient, home: Diet, clock: Clock
) -> None:
    first, second, *_ = of_one_story(home)
    home.read(first.id, active_s=60)
    clock.next_day()
    page = site.get(f"/story/{second.id}").text
    assert f"{SAID} (20 Nov 7:54):" in page
    assert first.title in page
    assert '<mark class="new">' not in page
    told = site.get(f"/api/items/{second.id}/since").json()
    assert [one["item"] for one in told["read"]] == [first.id]
    assert 1 <= len(told["new"]) <= 3
    page = site.get(f"/story/{second.id}?since=1").text
    assert page.count('<ul class="fresh"') == 1
    assert '<mark class="new">' in page
    assert "Compared by meaning with the piece you read" in page


def test_the_piece_read_first_is_not_the_later_one(
    site: TestClient, home: Diet, clock: Clock
) -> None:
    first, second, *_ = of_one_story(home)
    home.read(first.id, active_s=60)
    clock.next_day()
    home.read(second.id, active_s=60)
    assert SAID not in site.get(f"/story/{first.id}").text
    assert SAID in site.get(f"/story/{second.id}").text


def test_where_nothing_is_new_the_page_says_so(site: TestClient, home: Diet, clock: Clock) -> None:
    first, second, *_ = of_one_story(home)
    with home.db.write() as tx:
        items.set_text(tx, second.id, first.text, first.html, 60)
    home.read(first.id, active_s=60)
    clock.next_day()
    site.cookies.set("language", "zh")
    page = site.get(f"/story/{second.id}?since=1").text
    assert "你读过这件事（11月20日 7:54）：" in page
    assert "这里没有你没读过的内容。" in page
