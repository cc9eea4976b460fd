"""Subscription lists, whole, broken and hostile."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.server import opml_bomb
from heed.errors import BadInput
from heed.sources import Subscription, read_opml, write_opml
from heed.types import Source

FEED = "https://example.org/feed"


def listed(body: str) -> tuple[Subscription, ...]:
    return read_opml(f'<opml version="2.0">{body}</opml>'.encode())


def source(url: str, title: str = "T", site_url: str = "", topic: str = "") -> Source:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Source(1, url, "feed", title, at, site_url=site_url, topic=topic)


def test_folders_become_topics() -> None:
    got = listed(
        '<head><title>x</title></head><body><outline text="News"><outline text="World">'
        f'<outline text="A" title="Feed A" xmlUrl="{FEED}" htmlUrl="https://example.org"/></outline>'
        '<outline text="B" xmlUrl="https://b.org/f"/></outline>'
        '<outline text="C" xmlUrl="https://c.org/f"/></body>'
    )
    assert got == (
        Subscription(FEED, "Feed A", "https://example.org", "News / World"),
        Subscription("https://b.org/f", "B", "", "News"),
        Subscription("https://c.org/f", "C", "", ""),
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('text="A & B" xmlUrl="https://e.org/?a=1&b=2"', ("https://e.org/?a=1&b=2", "A & B")),
        ('text="A" xmlUrl="https://e.org/?a=1&amp;copy=2"', ("https://e.org/?a=1&copy=2", "A")),
        ('text="A" xmlUrl="https://e.org/?a=1&copy=2"', ("https://e.org/?a=1&copy=2", "A")),
        ('text="Caf&eacute;&nbsp;x" xmlUrl="https://e.org/"', ("https://e.org/", "Café x")),
        ('text="&nosuch; x" xmlUrl="https://e.org/"', ("https://e.org/", "&nosuch; x")),
        ('text="The "Best" Of" xmlUrl="https://e.org/"', ("https://e.org/", 'The "Best" Of')),
        (
            'text="A" description="by <a href="https://x.org" rel="t">X</a>." '
            'xmlUrl="https://e.org/"',
            ("https://e.org/", "A"),
        ),
        ('text="a\x0bb" xmlUrl=" https://e.org/ "', ("https://e.org/", "ab")),
        ("text='A' xmlurl='https://e.org/'", ("https://e.org/", "A")),
        ('TEXT="A" XMLURL="https://e.org/"', ("https://e.org/", "A")),
        ('text="A" xmlUrl="feed:https://e.org/"', ("https://e.org/", "A")),
        ('text="A" xmlUrl="feed://e.org/f"', ("https://e.org/f", "A")),
        ('text="A" type="rss" url="https://e.org/"', ("https://e.org/", "A")),
        ('xmlUrl="https://e.org/"', ("https://e.org/", "https://e.org/")),
    ],
)
def test_sloppy_outlines_are_understood(attributes: str, expected: tuple[str, str]) -> None:
    (got,) = listed(f"<body><outline {attributes} /></body>")
    assert (got.url, got.title) == expected


@pytest.mark.parametrize(
    "body",
    [
        f'<outline text="A" xmlUrl="{FEED}"/>',
        f'<body><outline text="A" xmlUrl="{FEED}"/>',
        f'<body><outline text="A" xmlUrl="{FEED}"></body>',
        f'<head><title>a < b</title></head><body><outline text="A" xmlUrl="{FEED}"/></body>',
    ],
)
def test_missing_parts_are_forgiven(body: str) -> None:
    assert [one.url for one in listed(body)] == [FEED]


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("utf-8", "cp1252"), ("us-ascii", "utf-8"), ("nonsense", "utf-8"), ("utf-8", "utf-16")],
)
def test_wrong_encoding_declarations_are_forgiven(declared: str, actual: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    text = f'{head}<opml><outline text="é" xmlUrl="{FEED}"/></opml>'
    assert read_opml(text.encode(actual))[0].title == "é"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "feed"])
def test_only_web_addresses_are_subscriptions(url: str) -> None:
    assert listed(f'<body><outline text="A" xmlUrl="{url}"/></body>') == ()


def test_an_address_is_listed_once() -> None:
    twice = f'<body><outline text="A" xmlUrl="{FEED}"/><outline text="B" xmlUrl="{FEED}"/></body>'
    assert [one.title for one in listed(twice)] == ["A"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no OPML"),
        (b"<html><body>hello</body></html>", "no OPML"),
        (b"\x89PNG\0\0", "no OPML"),
        (opml_bomb(), "entities of its own"),
        (opml_bomb().decode().encode("utf-16"), "entities of its own"),
        (b"<opml>" + b"<outline text='a'>" * 100_000, "nests more than 50"),
        (b"<opml>" + b" " * (5 * 2**20), "larger than 5 MiB"),
        (
            b"<opml>"
            + b"".join(b'<outline xmlUrl="http://e.org/%d"/>' % at for at in range(10_001)),
            "more than 10000 feeds",
        ),
    ],
    ids=["empty", "html", "image", "bomb", "bomb16", "deep", "large", "many"],
)
def test_hostile_lists_are_refused_with_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_opml(body)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "unit", [b"&", b"<", b'<outline "', b'a="', b"<!DOCTYPE [", b"<!--", b" ", b" x="]
)
def test_no_repetition_takes_long(unit: bytes) -> None:
    body = b"<opml><body><outline" + unit * (10**6 // len(unit)) + b">"
    started = time.thread_time()
    with suppress(BadInput):
        read_opml(body)
    assert time.thread_time() - started < 5


def test_what_is_written_is_well_formed_and_leaves_folders_of_files_out() -> None:
    body = write_opml([source(FEED, 'A "<&>"', topic="N & M"), source("/home/notes")])
    root = ElementTree.fromstring(body)
    assert [one.get("xmlUrl") for one in root.iter("outline")] == [None, FEED]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1
).filter(lambda text: not set(text) & set("<>&;"))


@given(st.lists(st.tuples(st.integers(0, 99), WORDS, st.sampled_from(["", "N & M", "x"]))))
def test_what_is_written_is_read_back(rows: list[tuple[int, str, str]]) -> None:
    sources = [source(f"{FEED}?a={at}&b=1", name, FEED, topic) for at, name, topic in rows]
    unique = {one.url: one for one in reversed(sources)}.values()
    got = read_opml(write_opml(list(unique)))
    assert {(one.url, one.title, one.site_url, one.topic) for one in got} == {
        (one.url, one.title, one.site_url, one.topic) for one in unique
    }
