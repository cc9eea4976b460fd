"""What a body is, and what becomes of its posts, format by format."""

import json
import time
from datetime import UTC, datetime

import pytest

from fakes.server import rss
from heed.errors import Unreadable
from heed.sources import read_document
from heed.sources.document import MAX_POSTS, format_of
from heed.types import Document, Fetched, Post

NOW = datetime(2026, 8, 10, 12, tzinfo=UTC)
URL = "https://example.org/blog/feed.xml"


def read(body: bytes | str, content_type: str = "", url: str = URL) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return read_document(Fetched(url, 200, raw, content_type), now=NOW)


def item(inner: str, head: str = "") -> Post:
    (post,) = read(f'<rss version="2.0"><channel>{head}<item>{inner}</item></channel></rss>').posts
    return post


def refusal(body: bytes | str, content_type: str = "") -> str:
    with pytest.raises(Unreadable) as caught:
        read(body, content_type)
    return str(caught.value)


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"
 xml:base="https://example.org/atom/"><title>T &lt;b&gt;x&lt;/b&gt;</title>
<link rel="self" href="self.xml"/><link href="/site/"/><entry><id>urn:1</id>
<title type="text">Using &lt;b&gt; well</title><link rel="edit" href="e"/><link href="one"/>
<author><name>A &amp; B</name></author><published>2026-08-01T10:00:00+02:00</published>
<updated>2026-08-02T10:00:00Z</updated><summary>short</summary>
<content type="html" xml:base="deep/">&lt;p&gt;Long &lt;a href="two"&gt;text&lt;/a&gt;</content>
</entry></feed>"""


def test_atom_keeps_names_dates_languages_and_bases() -> None:
    document = read(ATOM)
    (post,) = document.posts
    assert (document.title, document.language) == ("T <b>x</b>", "de")
    assert document.site_url == "https://example.org/site/"
    assert (post.key, post.language, post.author) == ("urn:1", "de", "A &amp; B")
    assert post.url == "https://example.org/atom/one"
    assert post.published_at == datetime(2026, 8, 1, 8, tzinfo=UTC)
    assert post.updated_at == datetime(2026, 8, 2, 10, tzinfo=UTC)


def test_a_plain_text_title_stays_plain_text() -> None:
    (post,) = read(ATOM).posts
    assert post.title == "Using &lt;b&gt; well"


def test_links_in_a_text_are_resolved_against_its_own_base() -> None:
    (post,) = read(ATOM).posts
    assert post.html == '<p>Long <a href="https://example.org/atom/deep/two">text</a>'


def test_rss_gives_title_text_and_update_interval() -> None:
    document = read(
        '<rss version="2.0"><channel><title>News</title><ttl>90</ttl><item>'
        "<title>A &lt;i&gt;big&lt;/i&gt; day</title><link>/a</link><guid>7</guid>"
        "<description>&lt;img src='i.png'&gt; Text</description>"
        "<pubDate>Sat, 01 Aug 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    (post,) = document.posts
    assert (document.title, document.ttl_s) == ("News", 5400)
    assert (post.key, post.url) == ("7", "https://example.org/a")
    assert post.title == "A <i>big</i> day"
    assert post.html == '<img src="https://example.org/i.png"> Text'


def test_rdf_is_read_too() -> None:
    document = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>R</title>'
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        '</channel><item rdf:about="https://example.org/1"><title>One</title>'
        "<link>https://example.org/1</link><dc:date>2026-08-01</dc:date></item></rdf:RDF>"
    )
    assert (document.title, document.ttl_s, len(document.posts)) == ("R", 43200, 1)
    assert document.posts[0].published_at == datetime(2026, 8, 1, tzinfo=UTC)


def test_json_feed_is_read_by_shape_not_by_type() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "https://example.org/j/",
        "language": "en",
        "items": [
            {
                "id": 3,
                "content_text": "Tom & Jerry\n\nAgain",
                "url": "x",
                "authors": [{"name": "A"}],
            },
            {"content_html": "<a href='y'>y</a>", "external_url": "https://other.org/z"},
            "noise",
        ],
    }
    document = read(json.dumps(feed), "text/html")
    first, second = document.posts
    assert (first.key, first.url, first.author) == ("3", "https://example.org/j/x", "A")
    assert first.html == "<p>Tom &amp; Jerry</p>\n<p>Again</p>"
    assert first.title == "Tom &amp; Jerry Again"
    assert second.html == '<a href="https://other.org/y">y</a>'
    assert second.key == "https://other.org/z"


@pytest.mark.parametrize(
    "odd", [{"id": None}, {"id": [1]}, {"title": 4}, {"url": {}}, {"authors": "me"}, {"author": []}]
)
def test_json_members_of_the_wrong_kind_count_as_absent(odd: dict[str, object]) -> None:
    assert len(read(json.dumps({"items": [{"content_text": "words", **odd}]})).posts) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_believed_when_right(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = rss("Café au lait").decode().replace('"1.0"?', f'"1.0" encoding="{name}"?')
    assert read(text.encode(encoding)).posts[0].title == "Café au lait"


def test_a_wrong_encoding_declaration_is_forgiven() -> None:
    text = rss("Café au lait").decode().replace('"1.0"?', '"1.0" encoding="us-ascii"?')
    assert read(text.encode()).posts[0].title == "Café au lait"


@pytest.mark.parametrize(
    ("damage", "titles"),
    [
        (lambda body: body.replace(b"One", b"One & more &nbsp; \x0b"), 2),
        (lambda body: body[: body.index(b"</rss>") - 3], 2),
        (lambda body: b"Warning: in line 3<br />\n" + body, 2),
        (lambda body: b"\n\n  " + body, 2),
    ],
)
def test_damaged_feeds_still_give_their_posts(damage: object, titles: int) -> None:
    assert len(read(damage(rss("One", "Two"))).posts) == titles  # type: ignore[operator]


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<description>Only some words here.</description>", "Only some words here."),
        ("<title> </title><description>&lt;p&gt;&lt;/p&gt;</description><link>/x</link>", "/x"),
        ("<description>a &amp;lt;b&amp;gt; c</description>", "a &lt;b&gt; c"),
    ],
)
def test_no_post_is_without_a_title(inner: str, title: str) -> None:
    assert item(inner).title.endswith(title)


def test_keys_are_guid_else_canonical_link_else_a_hash() -> None:
    assert item("<title>t</title><guid>g</guid>").key == "g"
    link = "<link>HTTPS://Example.org:443/a?utm_source=rss&amp;b=1</link>"
    assert item(f"<title>t</title>{link}").key == "https://example.org/a?b=1"
    hashed = item("<title>t</title>").key
    assert hashed.startswith("hash:")
    assert hashed == item("<title>t</title><description>edited</description>").key


def test_a_guid_shared_by_different_links_is_no_key() -> None:
    body = rss("One", "Two").replace(b"<guid>one<", b"<guid>0<").replace(b"<guid>two<", b"<guid>0<")
    assert [post.key for post in read(body).posts] == [
        "https://example.org/one",
        "https://example.org/two",
    ]


def test_repeats_within_a_document_collapse() -> None:
    assert len(read(rss("One", "One", "Two")).posts) == 2


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Mon, 01 Jan 1900 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("not a date", None),
        ("Fri, 01 Jan 2100 00:00:00 GMT", datetime(2100, 1, 1, tzinfo=UTC)),
        ("Sat, 01 Aug 2026 10:00:00 +0200", datetime(2026, 8, 1, 8, tzinfo=UTC)),
    ],
)
def test_dates_are_aware_and_absurd_ones_dropped(date: str, expected: datetime | None) -> None:
    assert item(f"<title>t</title><pubDate>{date}</pubDate>").published_at == expected


def test_the_newest_posts_are_kept_in_the_feeds_order() -> None:
    entries = "".join(
        f"<item><guid>{at}</guid><title>n{at}</title>"
        f"<pubDate>{'02' if at >= 3 else '01'} Aug 2026 00:00:00 GMT</pubDate></item>"
        for at in range(MAX_POSTS + 3)
    )
    posts = read(f'<rss version="2.0"><channel>{entries}</channel></rss>').posts
    assert [post.key for post in posts] == [str(at) for at in range(3, MAX_POSTS + 3)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7", "binary"),
        (b"\x89PNG", "binary"),
        (b"{}", "json"),
        (b"just words", "text"),
        (b"<?xml version='1.0'?><!-- <rss> --><opml>", "opml"),
        (b"<?xml version='1.0'?><urlset>", "sitemap"),
        (b"<!DOCTYPE html><p>About &lt;rss> <rss>", "page"),
        (b"<?xml version='1.0'?><html><feed>", "page"),
        (b"<!DOCTYPE rdf:RDF [<!ENTITY % x 'y'>]><rdf:RDF>", "feed"),
        ("<rss>".encode("utf-16"), "feed"),
    ],
)
def test_a_body_is_what_its_first_characters_say(body: bytes, kind: str) -> None:
    assert format_of(body) == kind
    assert format_of(body, "application/rss+xml") == kind


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-",
        b"{}",
        b"[]",
        b"{",
        b"words",
        b"<opml/>",
        b"<urlset/>",
        b"<html></html>",
        b"<?xml?>",
    ],
)
def test_every_refusal_is_one_sentence_naming_the_address(body: bytes) -> None:
    sentence = refusal(body)
    assert sentence.startswith(f"{URL} ")
    assert sentence.endswith(".")


def test_a_feed_is_never_opened_as_a_file_or_address() -> None:
    assert "neither a feed" in refusal(b"/etc/passwd", "application/xml")
    assert "neither a feed" in refusal(b"https://127.0.0.1/", "application/rss+xml")


def _laughs() -> bytes:
    entities = "\n".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">\n{entities}]><rss version="2.0">'
        "<channel><title>t</title><item><title>&l9;</title><guid>1</guid></item></channel></rss>"
    ).encode()


def _quadratic() -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [\n<!ENTITY a "{"x" * 50000}">\n]><rss version="2.0">'
        f"<channel><title>t</title><item><guid>1</guid><description>{'&a;' * 20000}</description>"
        "</item></channel></rss>"
    ).encode()


@pytest.mark.parametrize("bomb", [_laughs(), _quadratic()], ids=["laughs", "quadratic"])
def test_entity_bombs_do_not_go_off(bomb: bytes) -> None:
    started = time.thread_time()
    (post,) = read(bomb).posts
    assert len(post.title) + len(post.html) < 10 * len(bomb)
    assert time.thread_time() - started < 5


def test_entities_cannot_read_files() -> None:
    body = rss("One").replace(
        b'"1.0"?>', b'"1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    (post,) = read(body.replace(b"About One", b"&f;")).posts
    assert "root:" not in post.html


def test_white_space_before_the_root_costs_nothing() -> None:
    started = time.thread_time()
    read(
        b"<?xml version='1.0'?>" + b"\n" * 40000 + rss("One").removeprefix(b'<?xml version="1.0"?>')
    )
    assert time.thread_time() - started < 2
