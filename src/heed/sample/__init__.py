"""The bundled sample: invented sources that fill a home's first days, and a small shop's FAQ
and purchases.

Not here: reading a feed (sources) and going out to the network (wire).
"""

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from heed.errors import Unreachable
from heed.types import Fetched, Web

SAMPLE_SCHEME = "sample:"
CONTENT_TYPE = "application/feed+json"
EXTENSION = "_heed"

_Json: TypeAlias = dict[str, Any]
_HERE = files(__name__)


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """One source of the sample; `url` is what a home subscribes to."""

    name: str
    title: str
    topic: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Faq:
    """One row of the shop's FAQ: a question as customers ask it, the answer, and its intent."""

    question: str
    answer: str
    intent: str
    language: str


@cache
def _stored() -> dict[str, _Json]:
    """Every stored feed by its name, in the order of the names."""
    paths = sorted((_HERE / "feeds").iterdir(), key=lambda path: path.name)
    return {
        path.name.removesuffix(".json"): json.loads(path.read_text(encoding="utf-8"))
        for path in paths
        if path.name.endswith(".json")
    }


def feeds(language: str = "") -> tuple[SampleFeed, ...]:
    """The sample's sources, by name; `language` ("en" or "zh") keeps those written in it."""
    every = (
        SampleFeed(
            name, feed["title"], feed[EXTENSION]["topic"], feed["language"], SAMPLE_SCHEME + name
        )
        for name, feed in _stored().items()
    )
    return tuple(feed for feed in every if language in ("", feed.language))


def faq(language: str = "") -> tuple[Faq, ...]:
    """The rows of the shop's FAQ in the file's order; `language` keeps those written in it."""
    with (_HERE / "shop_faq.csv").open(encoding="utf-8") as file:
        rows = [Faq(**row) for row in csv.DictReader(file)]
    return tuple(row for row in rows if language in ("", row.language))


def purchases() -> bytes:
    """Who bought what in the shop, as a CSV file: user,item,time,features,text."""
    return (_HERE / "shop_purchases.csv").read_bytes()


def published(name: str, *, installed_at: datetime, now: datetime) -> bytes:
    """The JSON Feed `name` as it stands at `now`, newest first; an item is out when its hour came.

    Raises KeyError where the sample has no such source.
    """
    stored = _stored()[name]
    dated = [(_published_at(item, installed_at), item) for item in stored["items"]]
    out = sorted(
        ((at, item) for at, item in dated if at <= now), key=lambda pair: pair[0], reverse=True
    )
    feed = {**stored, "items": [_dated(item, at) for at, item in out]}
    return json.dumps(feed, ensure_ascii=False).encode("utf-8")


def _published_at(item: _Json, installed_at: datetime) -> datetime:
    return installed_at + timedelta(hours=item[EXTENSION]["after_hours"])


def _dated(item: _Json, at: datetime) -> _Json:
    plain = {key: value for key, value in item.items() if key != EXTENSION}
    return {**plain, "date_published": at.isoformat(timespec="seconds")}


class SampleWeb:
    """A Web that answers sample:NAME from the bundled files and asks `fallback` for all else.

    installed_at: the aware moment the items' hours count from; clock: the aware moment of asking.
    """

    def __init__(
        self, installed_at: datetime, clock: Callable[[], datetime], fallback: Web
    ) -> None:
        self._installed_at = installed_at
        self._clock = clock
        self._fallback = fallback

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """The feed as it stands now, or 304 where `etag` says it is known. Raises Unreachable."""
        if not url.startswith(SAMPLE_SCHEME):
            return self._fallback.get(url, etag=etag, modified=modified)
        body = self._body(url.removeprefix(SAMPLE_SCHEME))
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        if etag == tag:
            return Fetched(url, 304, etag=tag)
        return Fetched(url, 200, body, CONTENT_TYPE, tag)

    def _body(self, name: str) -> bytes:
        if name not in _stored():
            known = ", ".join(_stored())
            raise Unreachable(f"The sample has no source {name!r}; choose one of {known}.")
        return published(name, installed_at=self._installed_at, now=self._clock())
