"""Pages: their feeds, their text, their refusals."""

from datetime import UTC, datetime

import pytest

from heed.errors import Unreadable
from heed.sources import full_text, read_document
from heed.types import Document, Fetched

NOW = datetime(2026, 8, 10, tzinfo=UTC)
URL = "https://example.org/blog/post.html"
SENTENCE = "The harbour opened again on Monday after three weeks of repairs to its oldest pier. "
ARTICLE = f"<article><h1>Harbour</h1>{f'<p>{SENTENCE * 2}</p>' * 4}</article>"


def page(body: str, head: str = "", **given: str) -> Document:
    html = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return read_document(Fetched(URL, 200, html.encode(), **given), now=NOW)


def test_a_page_is_one_post_with_its_own_text() -> None:
    document = page(
        f"<nav><a href=/>Home page</a></nav>{ARTICLE}<footer>All rights reserved</footer>",
        "<title>Harbour opens</title><meta name=author content='A. Pilot'>"
        "<meta property=article:published_time content=2026-08-01T10:00:00+02:00>",
    )
    (post,) = document.posts
    assert (post.key, post.title, post.author) == (URL, "Harbour opens", "A. Pilot")
    assert post.published_at == datetime(2026, 8, 1, 8, tzinfo=UTC)
    assert (document.title, document.language) == ("Harbour opens", "en")
    assert SENTENCE.strip() in post.html
    assert "Home page" not in post.html


def test_links_of_the_text_are_absolute() -> None:
    linked = ARTICLE.replace("three weeks", "<a href='../weeks'>three weeks</a>")
    (post,) = page(linked, "<base href='https://example.org/news/today/'>").posts
    assert 'href="https://example.org/news/weeks"' in post.html


def test_declared_feeds_are_found_and_resolved() -> None:
    head = (
        "<link rel=alternate type=application/rss+xml href=/feed.xml>"
        "<LINK REL='Alternate home' TYPE='application/atom+xml; charset=utf-8' HREF='atom'>"
        "<link rel=alternate type=application/feed+json href=https://other.org/f.json>"
        "<link rel=alternate type=application/rss+xml href=/feed.xml>"
        "<link rel=alternate hreflang=de href=/de><link rel=stylesheet href=/rss>"
    )
    assert page(ARTICLE, head).feeds == (
        "https://example.org/feed.xml",
        "https://example.org/blog/atom",
        "https://other.org/f.json",
    )


def test_feeds_are_guessed_from_links_only_where_none_is_declared() -> None:
    links = "<a href=/blog/feed/>RSS</a><a href=index.xml>x</a><a href=/feedback>y</a>"
    guessed = ("https://example.org/blog/feed/", "https://example.org/blog/index.xml")
    assert page(ARTICLE + links).feeds == guessed
    declared = "<link rel=alternate type=application/rss+xml href=/one>"
    assert page(ARTICLE + links, declared).feeds == ("https://example.org/one",)


def test_feeds_elsewhere_than_on_the_web_are_ignored() -> None:
    head = "<link rel=alternate type=application/rss+xml href=javascript:alert(1)>"
    assert page(ARTICLE, head).feeds == ()


def test_a_canonical_address_counts_on_the_same_host_only() -> None:
    same = page(ARTICLE, "<link rel=canonical href=/harbour>")
    other = page(ARTICLE, "<link rel=canonical href=https://evil.org/harbour>")
    assert same.posts[0].url == "https://example.org/harbour"
    assert other.posts[0].url == URL


@pytest.mark.parametrize(
    ("encoding", "given"),
    [
        ("utf-8", {}),
        ("utf-8", {"content_type": "text/html; charset=no-such-thing"}),
        ("gb18030", {"content_type": "text/html; charset=gb18030"}),
    ],
)
def test_a_page_is_decoded_as_it_says_or_as_it_is(encoding: str, given: dict[str, str]) -> None:
    text = "<html><body><article>" + "<p>港口在星期一重新开放，人们很高兴。</p>" * 8
    got = full_text(Fetched(URL, 200, text.encode(encoding), **given))
    assert "港口在星期一重新开放" in got.text


def test_a_page_without_text_or_feed_is_refused_with_a_sentence() -> None:
    with pytest.raises(Unreadable, match="no readable text and points to no feed"):
        page("<div id=root></div><script>draw()</script>")


def test_a_page_with_feeds_but_no_text_gives_its_feeds() -> None:
    document = page("", "<link rel=alternate type=application/rss+xml href=/f>")
    assert (document.posts, document.feeds) == ((), ("https://example.org/f",))


def test_full_text_gives_markup_words_and_title() -> None:
    got = full_text(Fetched(URL, 200, f"<html><title>T</title><body>{ARTICLE}".encode()))
    assert got.title == "T"
    assert got.text.startswith("Harbour The harbour opened")
    assert "<p>" in got.html


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<body><script>x</script>", b"\0\0"])
def test_full_text_of_nothing_is_a_sentence(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        full_text(Fetched(URL, 200, body))


def test_huge_pages_are_refused_and_deep_ones_survived() -> None:
    with pytest.raises(Unreadable, match="more than 5 MiB"):
        page("x" * (5 * 2**20))
    with pytest.raises(Unreadable):
        page("<div>" * 100_000)
