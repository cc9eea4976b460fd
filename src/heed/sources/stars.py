"""What was starred or saved in another reader: its export files, read tolerantly. Fetches nothing.

FreshRSS (and others that write Google Reader's JSON), Miniflux's starred entries, Pocket's HTML and
CSV, Instapaper's CSV. The format is told by the content, never by the file's name.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import lxml.etree
import lxml.html

from heed.errors import BadInput
from heed.sources.dates import from_text, moment
from heed.sources.identity import canonical_url
from heed.sources.markup import plain

MAX_BYTES = 100 * 2**20
MOST = 1000
"""So many of the newest are taken: the reader model keeps fewer, and old ones say little."""
NO_ADDRESS = "no web address"
NO_TITLE = "no title"
NOT_STARRED = "not starred"
TWICE = "twice in the file"
OLDER = f"older than the newest {MOST}"
_STATE = "/state/"
_STARRED = "/starred"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Star:
    """One starred piece. when: starred, saved or, where the file tells no more, published."""

    title: str
    url: str
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stars:
    """What a file brought, newest first, and how many pieces were passed over, by the reason."""

    rows: tuple[Star, ...]
    passed: Mapping[str, int]


_Read = Iterator[Star | str]
"""A piece, or why it is passed over."""


def read_stars(body: bytes) -> Stars:
    """The pieces of an export, each address once. Raises BadInput for what is no such file."""
    if len(body) > MAX_BYTES:
        raise BadInput(f"The file of stars is larger than {MAX_BYTES // 2**20} MiB; split it.")
    text = body.decode("utf-8-sig", "replace").strip()
    if text.startswith(("{", "[")):
        return _taken(_json(text))
    if text.startswith("<"):
        return _taken(_html(text))
    return _taken(_csv(text))


def _taken(found: _Read) -> Stars:
    kept: dict[str, Star] = {}
    passed: Counter[str] = Counter()
    for one in found:
        reason = one if isinstance(one, str) else _flaw(one)
        if isinstance(one, str) or reason:
            passed[reason] += 1
        elif canonical_url(one.url) in kept:
            passed[TWICE] += 1
        else:
            kept[canonical_url(one.url)] = one
    newest = sorted(kept.values(), key=lambda one: one.when or _LONG_AGO, reverse=True)
    if len(newest) > MOST:
        passed[OLDER] = len(newest) - MOST
    return Stars(tuple(newest[:MOST]), dict(passed))


def _flaw(one: Star) -> str:
    """Why a piece cannot be taken. Pocket writes the address where it found no title."""
    if not one.url.startswith(("http://", "https://")):
        return NO_ADDRESS
    return NO_TITLE if not one.title or "://" in one.title.split(" ")[0] else ""


def _json(text: str) -> _Read:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("The JSON file of stars breaks off or is malformed; export it again.") from (
            error
        )
    for name, read in (("items", _google), ("entries", _miniflux)):
        pieces = document.get(name) if isinstance(document, dict) else None
        if isinstance(pieces, list):
            return (read(one) if isinstance(one, dict) else NO_ADDRESS for one in pieces)
    raise BadInput("The JSON file holds no stars: it has neither a list of items nor of entries.")


def _google(item: Mapping[str, Any]) -> Star | str:
    """An item of Google Reader's format. A file of a whole feed marks the starred ones."""
    listed = item.get("categories")
    marks = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    states = [one for one in marks if _STATE in one]
    if states and not any(one.endswith(_STARRED) for one in states):
        return NOT_STARRED
    links = (_first_link(item.get(name)) for name in ("canonical", "alternate"))
    url = next((link for link in links if link), "")
    return Star(plain(_text(item, "title")), url, _seconds(item.get("published")))


def _first_link(links: object) -> str:
    first = links[0] if isinstance(links, list) and links else None
    return _text(first, "href") if isinstance(first, dict) else ""


def _miniflux(entry: Mapping[str, Any]) -> Star | str:
    if entry.get("starred") is False:
        return NOT_STARRED
    title, url = plain(_text(entry, "title")), _text(entry, "url")
    return Star(title, url, from_text(entry.get("published_at")))


def _html(text: str) -> _Read:
    """Pocket's list of links, each with the second it was added."""
    try:
        links = lxml.html.document_fromstring(text.encode(), _parser()).xpath("//a[@time_added]")
    except (lxml.etree.LxmlError, ValueError):
        links = []
    if not links:
        raise BadInput("The HTML file is no Pocket export: none of its links says when it came.")
    return (
        Star(
            " ".join(link.text_content().split()),
            link.get("href", "").strip(),
            _seconds(link.get("time_added")),
        )
        for link in links
    )


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _csv(text: str) -> _Read:
    """Pocket's columns (title, url, time_added) or Instapaper's (URL, Title, Timestamp)."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise BadInput("The CSV file of stars is malformed; export it again.") from error
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if not {"url", "title"} <= set(names):
        raise BadInput(
            "The file holds no stars heed can read: give JSON of FreshRSS or Miniflux, HTML or CSV "
            "of Pocket, or CSV of Instapaper."
        )
    return (_row(dict(zip(names, row, strict=False))) for row in rows[1:] if any(row))


def _row(fields: Mapping[str, str]) -> Star:
    added = fields.get("time_added") or fields.get("timestamp")
    title = " ".join(fields.get("title", "").split())
    return Star(title, fields.get("url", "").strip(), _seconds(added))


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _seconds(value: object) -> datetime | None:
    """A moment in seconds since 1970, as a number or its digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return moment(datetime.fromtimestamp(float(value), UTC))
    except (ValueError, OverflowError, OSError):
        return None
