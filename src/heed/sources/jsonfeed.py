"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read leniently. No other format."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from heed.errors import Unreadable
from heed.sources.dates import from_text
from heed.sources.markup import absolute_links, escaped, joined, paragraphs, plain
from heed.types import Document, Post


def parse_json(body: bytes, url: str) -> Document:
    """The feed as a document. Raises Unreadable where the JSON is broken or is no feed."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{url} is JSON that breaks off or is malformed.") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Unreadable(f"{url} is JSON, but not a JSON Feed: it has no list of items.")
    base = joined(url, _text(feed, "home_page_url")) or url
    language = _text(feed, "language")
    posts = [_post(item, base, language) for item in feed["items"] if isinstance(item, dict)]
    return Document(
        title=plain(_text(feed, "title")),
        posts=tuple(posts),
        site_url=base if feed.get("home_page_url") else "",
        language=language,
    )


def _post(item: Mapping[str, Any], base: str, language: str) -> Post:
    raw = _text(item, "url") or _text(item, "external_url")
    link = joined(base, raw) if raw else ""
    return Post(
        key=_text(item, "id"),
        url=link,
        title=escaped(_text(item, "title")),
        html=absolute_links(_content(item), link or base),
        author=_author(item),
        published_at=from_text(item.get("date_published")),
        updated_at=from_text(item.get("date_modified")),
        language=_text(item, "language") or language,
    )


def _content(item: Mapping[str, Any]) -> str:
    """content_html, else content_text and summary as paragraphs."""
    return _text(item, "content_html") or paragraphs(
        _text(item, "content_text") or _text(item, "summary")
    )


def _author(item: Mapping[str, Any]) -> str:
    """Names of 1.1's `authors`, else of 1.0's `author`, as markup."""
    listed = item.get("authors")
    people: Sequence[Any] = listed if isinstance(listed, list) else [item.get("author")]
    names = (_text(one, "name") for one in people if isinstance(one, dict))
    return escaped(", ".join(name for name in names if name))


def _text(holder: Mapping[str, Any], name: str) -> str:
    """A member as text: numbers are ids some feeds write bare; all else counts as absent."""
    value = holder.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""
