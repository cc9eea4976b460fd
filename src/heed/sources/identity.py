"""When two posts are the same post, and when one was edited. Knows no document format."""

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from heed.sources.markup import plain
from heed.types import Post

_TRACKING = re.compile(
    r"(utm|mtm|pk|hsa|oly|vero|wt|ga)_\w+|at_(medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_\w+)"
    r"|(fb|g|msclk|dcl|yclk|twclk|ttclk|igsh|li_fat_)(cl)?id|fbclid|gclid|gclsrc|gbraid|wbraid"
    r"|igshid|mc_(cid|eid)|_hs(enc|mi)|mkt_tok|ftag|xtor|cmpid|ns_(campaign|mchannel|source)"
    r"|spm|rss|ref_src|srnd|partner|ocid|guccounter|guce_referr\w*"
)
_COMMENT_FRAGMENTS = frozenset({"", "comments", "respond", "disqus_thread", "top", "rss"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an item of a source: enough to recognise it."""

    id: int
    key: str
    url: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a document brought: new posts, (item id, post) for edited ones, and how many stayed."""

    new: tuple[Post, ...]
    updated: tuple[tuple[int, Post], ...]
    unchanged: int


def canonical_url(url: str) -> str:
    """One spelling of an address: what differs only by tracking, order or case becomes equal.

    Lower scheme and host, no default port, dot segments resolved, escapes normalised, tracking
    parameters and fragments dropped, query sorted. Idempotent. What is no http address is returned
    stripped and otherwise as it is.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return text
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return text
    return urlunsplit(
        (parts.scheme.lower(), _netloc(parts, host, port), _path(parts.path), _query(parts), "")
    ) + _fragment(parts.fragment)


def _netloc(parts: SplitResult, host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    shown = "" if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else f":{port}"
    return name + shown


def _path(path: str) -> str:
    tidy = re.sub(r"/{2,}", "/", _unescaped(path))
    resolved = posixpath.normpath(tidy) if tidy else "/"
    ends_in_folder = tidy.endswith(("/", "/.", "/.."))
    folder = resolved + ("/" if ends_in_folder and resolved != "/" else "")
    return quote(folder, safe=_PATH_SAFE)


def _unescaped(text: str) -> str:
    """Escapes of plain letters undone, all others kept in upper case."""

    def one(match: re.Match[str]) -> str:
        letter = unquote(match[0])
        return letter if re.fullmatch(r"[A-Za-z0-9~._-]", letter) else match[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", one, text)


def _query(parts: SplitResult) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())]
    return urlencode(sorted(kept))


def _fragment(fragment: str) -> str:
    """Fragments that name a part of a page stay: changelogs point at them."""
    tracking = "=" in fragment or fragment.lower() in _COMMENT_FRAGMENTS
    return "" if tracking else f"#{fragment}"


def fingerprint(post: Post) -> str:
    """A hash of the words a reader sees; markup, links and dates may change without changing it."""
    seen = f"{plain(post.title)}\n{plain(post.html)}"
    return digest(seen)


def digest(text: str) -> str:
    """32 hexadecimal characters of SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def changes(known: Sequence[Known], posts: Sequence[Post]) -> Changes:
    """What is new and what was edited, against what is remembered of the same source.

    The same key is the same item. So is the same address, where it can tell items apart and the
    remembered item's key has left the document: publishers change keys when they edit.
    """
    unique = collapse(posts)
    owner = _owners(known, unique)
    new: list[Post] = []
    updated: list[tuple[int, Post]] = []
    for post in unique:
        item = owner.get(post.key)
        if item is None:
            new.append(post)
        elif item.fingerprint != fingerprint(post):
            updated.append((item.id, post))
    return Changes(tuple(new), tuple(updated), len(unique) - len(new) - len(updated))


def _owners(known: Sequence[Known], posts: Sequence[Post]) -> dict[str, Known]:
    """Post key -> the remembered item it is."""
    by_key = {item.key: item for item in known}
    present = {post.key for post in posts}
    by_url = _by_telling_url(item for item in known if item.key not in present)
    shared = Counter(canonical_url(post.url) for post in posts)
    owners = {post.key: by_key[post.key] for post in posts if post.key in by_key}
    for post in posts:
        url = canonical_url(post.url)
        if post.key not in owners and shared[url] == 1 and url in by_url:
            owners[post.key] = by_url[url]
    return owners


def _by_telling_url(known: Iterable[Known]) -> dict[str, Known]:
    """Remembered items by address, without addresses several share or that are a whole site."""
    items = [(canonical_url(item.url), item) for item in known]
    shared = Counter(url for url, _ in items)
    return {url: item for url, item in items if shared[url] == 1 and tells_apart(url)}


def tells_apart(url: str) -> bool:
    """Whether an address names one piece rather than a whole site."""
    parts = urlsplit(url) if url else None
    return parts is not None and bool(parts.path.strip("/") or parts.query or parts.fragment)


def collapse(posts: Sequence[Post]) -> list[Post]:
    """`posts` without repeats (same key, or same address and title), first ones kept, in order."""
    kept: list[Post] = []
    keys: set[str] = set()
    named: set[tuple[str, str]] = set()
    for post in posts:
        url = canonical_url(post.url)
        name = (url, plain(post.title))
        if post.key in keys or (tells_apart(url) and name in named):
            continue
        keys.add(post.key)
        named.add(name)
        kept.append(post)
    return kept
