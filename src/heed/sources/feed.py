"""RSS, Atom and RDF feeds through feedparser in raw mode: nothing is cleaned here.

A post's title, author and text are markup, whatever the feed wrote: plain text arrives escaped.
"""

import codecs
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax import SAXException

from heed.errors import Unreadable
from heed.sources.dates import from_tuple
from heed.sources.markup import absolute_links, escaped, joined, paragraphs, plain
from heed.sources.patience import PARSE_S, TooLong, patience
from heed.types import Document, Fetched, Post

_PERIODS_S = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 7 * 86400,
    "monthly": 30 * 86400,
    "yearly": 365 * 86400,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a feed stands: what its links and languages are relative to."""

    url: str
    language: str


def parse_feed(fetched: Fetched, *, seconds: float = PARSE_S) -> Document:
    """The feed as a document, entries in its own order.

    Raises Unreadable where it is none, or takes more than `seconds` of processor time to read.
    """
    parsed = _parsed(fetched, seconds)
    about: Mapping[str, Any] = parsed.get("feed", {})
    broken = isinstance(parsed.get("bozo_exception"), SAXException)
    if not parsed.get("entries") and broken and parsed.get("version"):
        raise Unreadable(f"{fetched.url} breaks off or is malformed: no entry in it can be read.")
    if not parsed.get("entries") and not parsed.get("version") and not about.get("title"):
        raise Unreadable(f"{fetched.url} holds no feed heed can read.")
    place = _Place(_link(about) or fetched.url, _words(about.get("language")))
    entries = (_post(entry, fetched.url, place) for entry in parsed.get("entries", ()))
    return Document(
        title=plain(_marked(about, "title")),
        posts=tuple(entries),
        site_url=joined(fetched.url, _link(about)) if _link(about) else "",
        language=place.language,
        ttl_s=_ttl(about),
    )


def _parsed(fetched: Fetched, seconds: float) -> Mapping[str, Any]:
    """feedparser's own result; bytes go in as a stream, for a string would be opened as a file."""
    import feedparser  # late: a page can be shown without it

    # No content-location: feedparser would resolve guids against it, and they must not depend on
    # where the feed happens to live. Links are resolved here instead.
    stated = "xml" in fetched.content_type.lower()
    headers = {"content-type": fetched.content_type} if stated else {}
    body = _tidy(fetched.body)
    try:
        with patience(len(body), seconds=seconds):
            result: Mapping[str, Any] = feedparser.parse(
                io.BytesIO(body),
                response_headers=headers,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
    except TooLong as error:
        raise Unreadable(f"{fetched.url} is built so that it takes too long to read.") from error
    # Somebody else's parser over hostile bytes: whatever it trips over cannot be read.
    except Exception as error:
        raise Unreadable(f"{fetched.url} holds a feed that cannot be read.") from error
    return result


def _tidy(body: bytes) -> bytes:
    """The body as UTF-8 where it was UTF-16, and no run of white space before its root element.

    feedparser searches that part for entities in time quadratic in its white space.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", "replace")
        body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    root = re.search(rb"<\w", body)
    start = root.start() if root else len(body)
    return re.sub(rb"\s+", b"\n", body[:start]) + body[start:]


def _post(entry: Mapping[str, Any], feed_url: str, place: _Place) -> Post:
    link = joined(feed_url, _link(entry)) if _link(entry) else ""
    text, base = _content(entry)
    published = _moment(entry, "published_parsed") or _moment(entry, "created_parsed")
    updated = _moment(entry, "updated_parsed")
    return Post(
        key=_words(entry.get("id")),
        url=link,
        title=_marked(entry, "title"),
        html=absolute_links(text, joined(link or place.url, base)),
        author=escaped(_words(entry.get("author"))),
        published_at=published or updated,
        updated_at=updated,
        language=_language(entry) or place.language,
    )


def _link(holder: Mapping[str, Any]) -> str:
    """The link a person would follow: alternate first, then any page, then a web address as id."""
    links = [one for one in holder.get("links", ()) if one.get("href")]
    ranked = sorted(links, key=lambda one: _LINK_RANK.get(one.get("rel", "alternate"), 9))
    usable = [str(one["href"]) for one in ranked if one.get("rel", "alternate") in _LINK_RANK]
    if usable:
        return usable[0].strip()
    named = _words(holder.get("link")) or _words(holder.get("id"))
    return named if named.startswith(("http://", "https://")) else ""


_LINK_RANK = {"alternate": 0, "": 1, "related": 2, "via": 3}


def _content(entry: Mapping[str, Any]) -> tuple[str, str]:
    """(The longest text of an entry as markup, the base its links are relative to)."""
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [(_as_markup(one), _words(one.get("base"))) for one in details]
    return max(texts, key=lambda pair: len(pair[0]))


def _as_markup(detail: Mapping[str, Any]) -> str:
    value = str(detail.get("value") or "")
    return paragraphs(value) if detail.get("type") == "text/plain" else value


def _marked(holder: Mapping[str, Any], name: str) -> str:
    """A one-line field as markup: escaped where the feed says it is plain text."""
    value = _words(holder.get(name))
    detail = holder.get(f"{name}_detail") or {}
    return escaped(value) if detail.get("type") == "text/plain" else value


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    """A date of the entry's own; feedparser's dictionary would give one name's date for another."""
    return from_tuple(dict.get(entry, name)) if isinstance(entry, dict) else None


def _language(entry: Mapping[str, Any]) -> str:
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    named = (_words(one.get("language")) for one in [*details, entry.get("title_detail") or {}])
    return next((name for name in named if name), "")


def _ttl(about: Mapping[str, Any]) -> int | None:
    """Seconds between updates the feed asks for: RSS ttl (minutes), else the syndication module."""
    minutes = _words(about.get("ttl"))
    if minutes.isdecimal() and 0 < int(minutes) < 10**6:
        return int(minutes) * 60
    period = _PERIODS_S.get(_words(about.get("sy_updateperiod")).lower())
    often = _words(about.get("sy_updatefrequency"))
    times = int(often) if often.isdecimal() and 0 < int(often) < 10**4 else 1
    return period // times if period else None


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
