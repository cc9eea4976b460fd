"""Fetching in the background: one at a time, nothing forgotten, nothing waiting for ever."""

from threading import Event

import pytest
from starlette.testclient import TestClient

from heed.diet import Diet, Progress, quiet
from heed.errors import StoreError
from heed.store import summaries
from heed.types import Gathered
from heed.web.gathering import Gathering


class Slow(Diet):
    """A diet whose gathering waits to be let go."""

    def __init__(self, home: Diet) -> None:
        super().__init__(home.db, home.web, home.settings, home.clock)
        self.go, self.asked = Event(), []
        self.fails: Exception | None = None

    def gather(self, *, force: bool = False, progress: Progress = quiet) -> Gathered:
        self.asked.append(force)
        progress("fetch", 1, 3)
        assert self.go.wait(10)
        if self.fails:
            raise self.fails
        return Gathered()


def test_what_is_asked_for_meanwhile_follows(bare: Diet) -> None:
    diet, gathering = Slow(bare), Gathering()
    assert gathering.start(diet)
    assert not gathering.start(diet)
    assert not gathering.start(diet, force=True)
    diet.go.set()
    gathering.join()
    assert diet.asked == [False, True]
    assert not gathering.stage.running


def test_a_running_gathering_says_how_far_it_is(bare: Diet) -> None:
    diet, gathering = Slow(bare), Gathering()
    gathering.start(diet)
    while not gathering.stage.total:
        pass
    assert (gathering.stage.done, gathering.stage.total) == (1, 3)
    diet.go.set()
    gathering.join()
    assert gathering.stage.result == Gathered()


@pytest.mark.parametrize(
    ("error", "told"),
    [(StoreError("The disk is full."), "The disk is full."), (KeyError(), "stopped halfway")],
)
def test_a_gathering_that_fails_ends_and_says_so(bare: Diet, error: Exception, told: str) -> None:
    diet, gathering = Slow(bare), Gathering()
    diet.fails = error
    diet.go.set()
    gathering.start(diet)
    gathering.join()
    assert told in gathering.stage.trouble
    assert not gathering.stage.running


def test_after_a_gathering_the_edition_has_its_summaries(home: Diet) -> None:
    gathering = Gathering()
    ids = [one.item_id for one in home.preview(home.today()).slots]
    for taken_up in (False, True):
        if taken_up:
            home.edition()
        gathering.start(home)
        gathering.join()
        with home.db.read() as tx:
            assert bool(summaries.digests(tx, ids)) == taken_up


def test_who_waits_for_the_first_edition_is_sent_to_it(empty_site: TestClient) -> None:
    topic = empty_site.get("/api/starters").json()[0]["topic"]
    page = empty_site.post("/welcome", data={"topics": [topic], "minutes": "20"}).text
    while "/gathering?first=1" in page:
        told = empty_site.get("/gathering?first=1")
        assert ("hx-redirect" in told.headers) == ("hx-get" not in told.text)
        page = empty_site.get("/").text
    assert "hx-redirect" not in empty_site.get("/gathering").headers
    assert empty_site.get("/gathering?first=1").headers["hx-redirect"] == "/"
    assert "Nothing new for you today" in page
    assert "did not answer" in page
