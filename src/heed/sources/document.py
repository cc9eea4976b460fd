"""What a fetched body is, decided by looking at it, and its posts made whole; no parsing."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from heed.errors import Unreadable
from heed.sources.feed import parse_feed
from heed.sources.identity import canonical_url, collapse, digest
from heed.sources.jsonfeed import parse_json
from heed.sources.markup import escaped, opening_words, plain
from heed.sources.page import parse_page
from heed.types import Document, Fetched, Post

Format = Literal["json", "feed", "page", "opml", "sitemap", "binary", "text", "empty", "xml"]

MAX_POSTS = 500
_LOOK_BYTES = 64 * 1024
# Unclosed asides end with the text, so that none is searched twice.
_ASIDE = re.compile(
    r"<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!doctype\s+(?!html)[^<>\[]*(\[[^\]]{0,8000}\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(!doctype\s+html|[a-z_][\w.:-]*)", re.I)
_FEED_INSIDE = re.compile(r"<(rss|feed|rdf:RDF)[\s>]", re.I)
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_ROOTS: dict[str, Format] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "opml": "opml",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "page",
    "head": "page",
    "body": "page",
}
_REFUSALS: dict[Format, str] = {
    "opml": "{url} is a list of feeds (OPML): import it instead of adding it.",
    "sitemap": "{url} is a sitemap, a list for search engines; add the site's feed or a page.",
    "binary": "{url} is no text: heed reads feeds and web pages.",
    "text": "{url} is neither a feed nor a web page.",
    "empty": "{url} is empty.",
}


def read_document(fetched: Fetched, *, now: datetime) -> Document:
    """A feed or page as a document; every post has a key and a title, repeats are collapsed.

    Raises Unreadable with one sentence for anything else. At most the newest 500 posts are kept;
    `now` ranks the undated among them.
    """
    kind = format_of(fetched.body, fetched.content_type)
    if kind in _REFUSALS:
        raise Unreadable(_REFUSALS[kind].format(url=fetched.url))
    if kind == "json":
        document = parse_json(fetched.body, fetched.url)
    elif kind == "page":
        document = parse_page(fetched)
    else:
        document = parse_feed(fetched)
    return replace(document, posts=_whole(document.posts, fetched.url, now))


def format_of(body: bytes, content_type: str = "") -> Format:
    """What a body is by its first characters; the content type only settles a doubt."""
    if body.startswith(_BINARY):
        return "binary"
    start = _decoded_start(body).lstrip("\ufeff \t\r\n\0")
    if not start:
        return "empty"
    if start.startswith(("{", "[")):
        return "json"
    root = _ROOT.search(_ASIDE.sub("", start))
    name = root[1].lower().rpartition(":")[2] if root else ""
    if name.startswith("!doctype"):
        return "page"
    if name in _ROOTS:
        return _ROOTS[name]
    return _doubtful(start, name, content_type.lower())


def _doubtful(start: str, root: str, content_type: str) -> Format:
    """A body of unknown root: a feed after noise, a page without <html>, or no document."""
    if _FEED_INSIDE.search(start):
        return "feed"
    if "html" in content_type and root:
        return "page"
    if start.startswith("<?xml") or ("xml" in content_type and root):
        return "xml"
    return "page" if start.startswith("<") and root else "text"


def _decoded_start(body: bytes) -> str:
    """The first characters, well enough to recognise markup in any encoding."""
    head = body[:_LOOK_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head[:4].count(0) == 2:
        return head.decode("utf-16-be" if head[0] == 0 else "utf-16-le", "replace")
    return head.decode("utf-8", "replace")


def _whole(posts: Sequence[Post], url: str, now: datetime) -> tuple[Post, ...]:
    """Keys and titles filled in, repeats collapsed, the newest kept."""
    return tuple(_newest(collapse([_titled(post, url) for post in _keyed(posts)]), now))


def _keyed(posts: Sequence[Post]) -> Iterable[Post]:
    """guid, else canonical link, else a hash; a guid that several different links share is none."""
    links = {(post.key, canonical_url(post.url)) for post in posts if post.key}
    shared = Counter(key for key, _ in links)
    for post in posts:
        guid = post.key if shared[post.key] <= 1 else ""
        yield replace(post, key=guid or canonical_url(post.url) or _hashed(post))


def _hashed(post: Post) -> str:
    """A key for what has neither guid nor link: its title and date, else its text."""
    title = plain(post.title)
    day = post.published_at.isoformat() if post.published_at else ""
    return "hash:" + digest(f"{title}\n{day}" if title else plain(post.html))


def _titled(post: Post, url: str) -> Post:
    if plain(post.title):
        return post
    return replace(post, title=opening_words(post.html) or escaped(post.url or url))


def _newest(posts: list[Post], now: datetime) -> list[Post]:
    if len(posts) <= MAX_POSTS:
        return posts
    moments = [post.published_at or post.updated_at or now for post in posts]
    order = sorted(range(len(posts)), key=lambda at: moments[at].astimezone(UTC), reverse=True)
    kept = set(order[:MAX_POSTS])
    return [post for at, post in enumerate(posts) if at in kept]
