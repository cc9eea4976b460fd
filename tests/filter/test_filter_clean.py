"""A post becomes an item."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.filter import clean_post
from heed.settings import Settings
from heed.types import Item, Post, Source

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SETTINGS = Settings(home=Path("home"))
SOURCE = Source(3, "https://news.example/feed", "feed", "News", NOW, "https://news.example/")
POST = Post(
    key="k",
    url="/2026/flood?a=1",
    title="<b>River</b> rises &amp; bridge closes",
    html="<p>The river rose.<script>alert(1)</script></p><p>See <a href=map>map</a>.</p>",
    author="A. <i>Writer</i>",
    published_at=NOW - timedelta(hours=2),
)


def cleaned(post: Post, source: Source = SOURCE) -> Item:
    return clean_post(post, source, id=10**15, now=NOW, settings=SETTINGS)


def test_an_item_is_plain_where_it_says_plain_and_safe_where_it_says_html() -> None:
    item = cleaned(POST)

    assert item.title == "River rises & bridge closes"
    assert item.text == "The river rose.\nSee map."
    assert item.lead == "The river rose. See map."
    assert item.author == "A. Writer"
    assert "script" not in item.html
    assert item.url == "https://news.example/2026/flood?a=1"
    assert (item.id, item.source_id, item.key, item.language) == (10**15, 3, "k", "en")


def test_links_of_a_piece_are_relative_to_the_piece() -> None:
    item = cleaned(replace(POST, url="https://news.example/2026/flood"))

    assert 'href="https://news.example/2026/map"' in item.html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[bad"])
def test_an_address_that_is_none_is_dropped(url: str) -> None:
    assert cleaned(replace(POST, url=url)).url == ""


@given(st.one_of(st.none(), st.timedeltas(timedelta(days=-900), timedelta(days=900))))
def test_nothing_is_published_after_it_was_seen(ahead: timedelta | None) -> None:
    published = None if ahead is None else NOW + ahead
    item = cleaned(replace(POST, published_at=published, updated_at=published))

    assert item.seen_at == NOW
    assert item.published_at == (NOW if published is None else min(published, NOW))
    assert item.updated_at is None or item.updated_at <= NOW


def test_a_post_without_a_title_is_named_by_its_text_else_by_its_address() -> None:
    assert cleaned(replace(POST, title=" ")).title == "The river rose. See map."
    assert cleaned(replace(POST, title="", html="", url="https://a.example/x")).title.startswith(
        "https://a.example"
    )


def test_a_description_escaped_twice_comes_out_clean() -> None:
    item = cleaned(replace(POST, html="&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;Thr"))

    assert item.text == "One & two\nThr"
    assert "&lt;" not in item.html


def test_the_posts_own_language_wins_over_the_feeds() -> None:
    short = replace(POST, title="Gift", html="", language="en")

    assert cleaned(short, replace(SOURCE, language="de")).language == "en"
    assert cleaned(replace(short, language=""), replace(SOURCE, language="de")).language == "de"


def test_the_same_post_cleans_to_the_same_item() -> None:
    assert cleaned(POST) == cleaned(POST)
