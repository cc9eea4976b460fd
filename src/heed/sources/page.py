"""Web pages: the feeds they point to, and their own text as one post. No fetching, no cleaning."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

from heed.errors import Unreadable
from heed.sources.dates import from_text
from heed.sources.markup import escaped, joined, plain
from heed.sources.patience import TooLong, patience
from heed.types import Document, Fetched, Post

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/x-rss+xml",
)
_FEED_PATH = re.compile(
    r"(/|^)(feeds?|rss|atom)(/|$)|\.(rss|atom)$|(^|/)(feed|rss|atom|index)\.(xml|json)$|/feed\.php$",
    re.IGNORECASE,
)
_DATES = (
    "article:published_time",
    "date",
    "dc.date",
    "datepublished",
    "pubdate",
    "dcterms.created",
)
MAX_FEEDS = 20
MAX_PAGE_BYTES = 5 * 2**20


@dataclass(frozen=True, slots=True)
class FullText:
    """A page's own text: markup not yet cleaned, the same as plain text, and its title (plain)."""

    html: str
    text: str
    title: str


def full_text(fetched: Fetched) -> FullText:
    """The article of a page without its furniture. Raises Unreadable where there is none."""
    tree = _tree(fetched)
    found = _extract(tree, fetched)
    if not found.text:
        raise Unreadable(f"{fetched.url} shows no readable text without running its programs.")
    return found


def parse_page(fetched: Fetched) -> Document:
    """The page as a document: one post where it has text, and the feeds it points to.

    Raises Unreadable where it has neither.
    """
    tree = _tree(fetched)
    feeds = tuple(_feeds(tree, fetched.url))
    found = _extract(tree, fetched)
    if not found.text and not feeds:
        raise Unreadable(f"{fetched.url} shows no readable text and points to no feed.")
    language = str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    post = Post(
        key="",
        url=_canonical(tree, fetched.url),
        title=escaped(found.title),
        html=found.html,
        author=escaped(_meta(tree, ("author", "article:author"))),
        published_at=from_text(_meta(tree, _DATES)),
        language=language,
    )
    posts = (post,) if found.text else ()
    title = plain(_meta(tree, ("og:site_name",))) or found.title
    return Document(title, posts, site_url=fetched.url, language=language, feeds=feeds)


def _tree(fetched: Fetched) -> lxml.html.HtmlElement:
    """The page as lxml reads it: its own declared encoding, else the header's, else UTF-8."""
    if len(fetched.body) > MAX_PAGE_BYTES:
        raise Unreadable(f"{fetched.url} is a page of more than {MAX_PAGE_BYTES // 2**20} MiB.")
    marked = fetched.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    body = fetched.body if marked else fetched.body.replace(b"\0", b"")
    for encoding in _encodings(fetched.content_type, body, marked=marked):
        try:
            parser = lxml.html.HTMLParser(encoding=encoding, no_network=True)
            tree = lxml.html.document_fromstring(body, parser=parser)
        except (LookupError, ValueError, lxml.etree.LxmlError, AssertionError):
            continue
        if tree is not None:
            # trafilatura resolves links against the site's root; they are made absolute before.
            tree.make_links_absolute(fetched.url, resolve_base_href=True, handle_failures="ignore")
            return tree
    raise Unreadable(f"{fetched.url} is an empty page.")


def _encodings(content_type: str, body: bytes, *, marked: bool) -> list[str | None]:
    """Encodings to try, in order; None leaves it to the page's own declaration."""
    charset = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    named: list[str | None] = ["utf-16"] if marked else []
    if charset:
        named.append(charset[1])
    try:
        body.decode("utf-8")
        named.append("utf-8")
    except UnicodeDecodeError:
        pass
    return [*named, None]


def _extract(tree: lxml.html.HtmlElement, fetched: Fetched) -> FullText:
    """Text by trafilatura's fast path; it is loaded here, for it costs half a second."""
    import trafilatura

    title = _title(tree)
    try:
        with patience(len(fetched.body)):
            markup = trafilatura.extract(
                tree,
                url=fetched.url,
                fast=True,
                output_format="html",
                include_comments=False,
                include_links=True,
                include_formatting=True,
                with_metadata=False,
            )
    except TooLong as error:
        raise Unreadable(f"{fetched.url} is built so that it takes too long to read.") from error
    text = plain(markup or "")
    return FullText(markup or "", text, title or text[:80])


def _title(tree: lxml.html.HtmlElement) -> str:
    heading = " ".join(tree.xpath("string((//h1)[1])").split())
    return _meta(tree, ("og:title", "twitter:title")) or _head_title(tree) or heading


def _head_title(tree: lxml.html.HtmlElement) -> str:
    return " ".join(tree.xpath("string((//head/title|//title)[1])").split())


def _meta(tree: lxml.html.HtmlElement, names: tuple[str, ...]) -> str:
    """The first of these meta fields that is filled in, in the order asked."""
    found: dict[str, str] = {}
    for field in tree.iter("meta"):
        name = field.get("property") or field.get("name") or field.get("itemprop") or ""
        found.setdefault(name.lower(), (field.get("content") or "").strip())
    return next((found[name] for name in names if found.get(name)), "")


def _canonical(tree: lxml.html.HtmlElement, url: str) -> str:
    """The page's own name for itself, where it lies on the same host."""
    stated = tree.xpath("string((//link[translate(@rel,'CANOIL','canoil')='canonical']/@href)[1])")
    named = joined(url, stated) if stated else url
    try:
        same = urlsplit(named).hostname == urlsplit(url).hostname
    except ValueError:
        same = False
    return named if same else url


def _feeds(tree: lxml.html.HtmlElement, url: str) -> list[str]:
    """Absolute addresses of the feeds a page declares; where none, of links that look like one."""
    found = list(_declared(tree)) or list(_linked(tree))
    web = (one for one in found if one.startswith(("http://", "https://")) and one != url)
    return list(dict.fromkeys(web))[:MAX_FEEDS]


def _declared(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().split(";")[0].strip()
        if link.get("href") and (
            ("alternate" in relations and kind in _FEED_TYPES) or "feed" in relations
        ):
            yield link.get("href")


def _linked(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for anchor in tree.iter("a"):
        href = anchor.get("href") or ""
        if _FEED_PATH.search(href.split("?")[0].split("#")[0]):
            yield href
