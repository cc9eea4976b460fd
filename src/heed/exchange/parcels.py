"""Pieces as they travel between homes: to plain values and back, checked. Pure."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.errors import Unreadable
from heed.types import Item, Offered, Visit

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_WORDS = ("key", "url", "title", "lead", "language", "fingerprint", "author")
MOST_SECONDS = 10**7
MOST_DIMENSIONS = 8192


def stamp(moment: datetime | None) -> int:
    """Whole microseconds since 1970; 0 for no moment, or one before."""
    return 0 if moment is None else max(0, (moment - _EPOCH) // _TICK)


def card(item: Item) -> dict[str, Any]:
    """Title, lead and facts of a piece."""
    return {
        **{name: getattr(item, name) for name in _WORDS},
        "seen_at": stamp(item.seen_at),
        "published_at": stamp(item.published_at),
        "updated_at": stamp(item.updated_at),
        "seconds": item.seconds,
        "signals": list(item.signals),
    }


def body(item: Item) -> dict[str, Any]:
    """The whole text of a piece."""
    return {"text": item.text, "html": item.html, "seconds": item.seconds}


def vector(embedder_id: str, data: bytes) -> dict[str, Any]:
    """What an encoder made of a piece; data: float16, little-endian."""
    return {"embedder": embedder_id, "data": b64encode(data).decode("ascii")}


def read_card(given: Any, *, source_id: int, now: datetime) -> Item:
    """An item without a number, its text the lead until the whole comes. Raises Unreadable."""
    words = {name: _text(given, name) for name in _WORDS}
    url = words["url"] if words["url"].startswith(("http://", "https://")) else ""
    signals = _field(given, "signals")
    if not isinstance(signals, list) or not all(isinstance(one, str) for one in signals):
        raise _strange()
    updated = _number(given, "updated_at")
    return Item(
        id=0,
        source_id=source_id,
        key=words["key"],
        url=url,
        title=words["title"],
        lead=words["lead"],
        text=words["lead"],
        html="",
        language=words["language"],
        seen_at=min(now, _moment(_number(given, "seen_at"))),
        published_at=_moment(_number(given, "published_at")),
        updated_at=_moment(updated) if updated else None,
        seconds=min(_number(given, "seconds"), MOST_SECONDS),
        fingerprint=words["fingerprint"],
        author=words["author"],
        signals=tuple(signals),
    )


def read_body(given: Any, item: Item) -> Item:
    """The item with its whole text, whose markup is still the other home's. Raises Unreadable."""
    return replace(
        item,
        text=_text(given, "text"),
        html=_text(given, "html"),
        seconds=min(_number(given, "seconds"), MOST_SECONDS),
    )


def read_vector(given: Any, embedders: frozenset[str]) -> tuple[str, npt.NDArray[np.float32]]:
    """Embedder id and vector (dim,). Raises Unreadable where it is none, or of another encoder."""
    name = _text(given, "embedder")
    try:
        data = b64decode(_text(given, "data"), validate=True)
    except ValueError as error:
        raise _strange() from error
    if name not in embedders or len(data) % 2 or not 0 < len(data) <= 2 * MOST_DIMENSIONS:
        raise _strange()
    found = np.frombuffer(data, "<f2").astype(np.float32)
    if not np.isfinite(found).all():
        raise _strange()
    return name, found


def listed(offered: Offered) -> list[Any]:
    """One line of an offer."""
    return [
        offered.id,
        offered.source_url,
        offered.key,
        offered.fingerprint,
        stamp(offered.published_at),
        offered.seconds,
        offered.text_characters,
        offered.card_bytes,
        offered.text_bytes,
        offered.vector_bytes,
    ]


def read_listed(given: Any) -> Offered:
    """One line of an offer. Raises Unreadable."""
    if not isinstance(given, list) or len(given) != 10:
        raise _strange()
    id, url, key, fingerprint, published, *numbers = given
    if not all(isinstance(one, str) for one in (url, key, fingerprint)):
        raise _strange()
    if not all(type(one) is int and one >= 0 for one in (id, published, *numbers)):
        raise _strange()
    return Offered(id, url, key, fingerprint, _moment(published), *numbers)


def visited(visit: Visit, url: str) -> dict[str, Any]:
    """When a source was asked last, and with what it can be asked again."""
    return {
        "url": url,
        "checked_at": stamp(visit.checked_at),
        "next_at": stamp(visit.next_at),
        "etag": visit.etag,
        "modified": visit.modified,
        "body_sha": visit.body_sha,
    }


def read_visited(given: Any, *, now: datetime) -> tuple[str, Visit]:
    """A source's address and its visit, of source 0. Raises Unreadable."""
    etag, modified, body_sha = (_text(given, name) for name in ("etag", "modified", "body_sha"))
    checked = min(now, _moment(_number(given, "checked_at")))
    due = min(_moment(_number(given, "next_at")), now + timedelta(days=1))
    return _text(given, "url"), Visit(0, checked, due, etag, modified, body_sha)


def _field(given: Any, name: str) -> Any:
    if not isinstance(given, Mapping) or name not in given:
        raise _strange()
    return given[name]


def _text(given: Any, name: str) -> str:
    found = _field(given, name)
    if not isinstance(found, str):
        raise _strange()
    return found


def _number(given: Any, name: str) -> int:
    found = _field(given, name)
    if type(found) is not int or found < 0:
        raise _strange()
    return found


def _moment(count: int) -> datetime:
    try:
        return _EPOCH + count * _TICK
    except OverflowError as error:
        raise _strange() from error


def _strange() -> Unreadable:
    return Unreadable("The other home's answer is no message heed knows.")
