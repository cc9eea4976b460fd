"""A few public feeds by topic, for those who bring none; nothing is asked before one is chosen."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from heed.actions import sources
from heed.diet import Diet
from heed.errors import NotFound
from heed.sources import Subscription
from heed.types import Source


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed to begin with."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Starter:
    """A topic and its feeds."""

    name: str
    name_zh: str
    feeds: tuple[Feed, ...]


@cache
def starters() -> tuple[Starter, ...]:
    """Every topic one can begin with."""
    told = tomllib.loads(files("heed").joinpath("starters.toml").read_text(encoding="utf-8"))
    return tuple(
        Starter(one["name"], one["name_zh"], tuple(Feed(**feed) for feed in one["feeds"]))
        for one in told["topic"]
    )


def begin(diet: Diet, topics: Collection[str]) -> list[Source]:
    """Subscribe to every feed of these topics. Raises NotFound."""
    known = {one.name: one for one in starters()}
    for name in topics:
        if name not in known:
            raise NotFound(
                f"There is nothing to begin with on {name}; there is {', '.join(known)}."
            )
    return sources.subscribe(
        diet,
        [
            Subscription(feed.url, title=feed.title, topic=name)
            for name in dict.fromkeys(topics)
            for feed in known[name].feeds
        ],
    )
