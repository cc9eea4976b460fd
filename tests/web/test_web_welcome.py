"""The first minutes: topics to begin with, minutes a day, and pieces to pick from."""

from starlette.testclient import TestClient

from heed.actions.starters import starters
from heed.diet import Diet
from heed.store import sources, verdicts


def test_an_empty_home_asks_what_to_read_and_how_long(empty_site: TestClient, bare: Diet) -> None:
    page = empty_site.get("/")
    assert page.url.path == "/welcome"
    assert "What would you like to read?" in page.text
    chosen = {"topics": ["Science", "World"], "minutes": "20"}
    empty_site.post("/welcome", data=chosen)
    with bare.db.read() as tx:
        held = sources.all(tx)
    wanted = [one for one in starters() if one.name in chosen["topics"]]
    assert {one.url for one in held} == {feed.url for one in wanted for feed in one.feeds}
    assert {one.topic for one in held} == {"Science", "World"}
    assert bare.settings.minutes == 20


def test_nothing_chosen_and_nonsense_are_said_with_what_was_typed(
    empty_site: TestClient, bare: Diet
) -> None:
    assert "Choose a topic" in empty_site.post("/welcome", data={"minutes": "20"}).text
    wrong = empty_site.post("/welcome", data={"topics": ["Science"], "minutes": "none"})
    assert "setting minutes cannot be used" in wrong.text
    assert 'value="Science" checked' in wrong.text
    assert "nothing to begin with on Opera" in empty_site.post(
        "/welcome", data={"topics": ["Opera"]}
    ).text.replace("&#39;", "'")
    with bare.db.read() as tx:
        assert sources.all(tx) == []


def test_picks_are_kept_and_the_edition_is_made_anew(site: TestClient, home: Diet) -> None:
    site.get("/")
    assert "Which would you read?" in site.get("/seeds").text
    assert site.post("/seeds", data={"numbers": ["1", "3"]}).url.path == "/"
    with home.db.read() as tx:
        told = verdicts.latest(tx)
    assert [one.asked for one in told.values()] == ["picked", "picked"]


def test_addresses_to_begin_with_are_public_and_unlike() -> None:
    feeds = [feed.url for one in starters() for feed in one.feeds]
    assert len(feeds) == len(set(feeds))
    assert all(url.startswith("https://") for url in feeds)
