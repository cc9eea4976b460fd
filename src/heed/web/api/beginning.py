"""The API of beginning: sources to start with, a whole list of them, pieces to pick from."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import sample, seeds, starters
from heed.actions import sources as source_actions
from heed.web.api.attending import head
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["beginning"], responses=TROUBLES)


class StartersIn(BaseModel):
    """Topics to subscribe to, by their names."""

    topics: list[str] = Field(min_length=1, max_length=50)


class OpmlIn(BaseModel):
    """The text of an OPML file."""

    opml: str = Field(max_length=8_000_000)


class PickIn(BaseModel):
    """Numbers, from 1, among the pieces shown last."""

    numbers: list[int] = Field(max_length=50)


@router.get("/starters", summary="Sources to begin with, by topic")
def listing() -> list[dict[str, Any]]:
    """As `heed starters`."""
    return [
        {"topic": one.name, "feeds": [{"title": feed.title, "url": feed.url} for feed in one.feeds]}
        for one in starters.starters()
    ]


@router.post("/starters", status_code=204, summary="Subscribe to topics")
def begin(here: Here, given: StartersIn) -> None:
    """As `heed starters TOPIC`."""
    starters.begin(here.diet, given.topics)


@router.post("/sources/opml", status_code=201, summary="Add every subscription of an OPML file")
def add_opml(here: Here, given: OpmlIn) -> dict[str, int]:
    """As `heed add FILE.opml`; fetched with the next gathering."""
    return {"added": len(source_actions.add_opml(here.diet, given.opml.encode()))}


@router.delete("/sample", status_code=204, summary="Put the sample away")
def put_sample_away(here: Here) -> None:
    """Its sources, and what of them was never read."""
    sample.put_away(here.diet)


@router.get("/seeds", summary="A few unlike pieces to pick from")
def unlike(here: Here) -> list[dict[str, Any]]:
    """As `heed seeds`; their numbers hold until the next look."""
    return [{"number": n} | head(one) for n, one in enumerate(seeds.show(here.diet), 1)]


@router.post("/seeds", summary="Pick what one would like to read")
def pick(here: Here, given: PickIn) -> list[dict[str, Any]]:
    """As `heed seeds --pick`; the picked pieces."""
    return [head(one) for one in seeds.pick(here.diet, given.numbers)]
