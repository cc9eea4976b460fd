"""What comes out of clean_html can be shown; what goes in was written by a stranger."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.filter.markup import LINK_REL, SCHEMES, TAGS, clean_html, safe_url
from heed.filter.text import plain_text

BASE = "https://news.example/2026/piece.html"

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script >alert(1)</script >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script/x>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    '<img src="x" onerror="alert(1)" alt="hello">',
    "<img/src='x'/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<img alt="<img src=x onerror=alert(1)>" src="/a.png">',
    "<img alt='\"><script>alert(1)</script>' src='/a.png'>",
    "<body onload=alert(1)>text",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<svg><p><style><g title='</style><img src=x onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<form><button formaction=javascript:alert(1)>go</button></form>",
    "<isindex action=javascript:alert(1) type=image>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<div style=width:expression(alert(1))>x</div>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#x6A;avascript&colon;alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='\u3000javascript:alert(1)'>x</a>",
    "<a href='\u00a0java\u200bscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https://ok.example' onclick=alert(1) target=_top>x</a>",
    "<a href='https://ok.example' style='position:fixed;inset:0'>x</a>",
    "<video src=x onerror=alert(1)><source src=javascript:alert(1)></video>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<table background=javascript:alert(1)><td>x</table>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>x",
    "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;x&lt;/p&gt;",
    "&lt;p&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/p&gt;",
    "&amp;lt;p&amp;gt;&lt;p&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p id=csrf name=token class=admin>x</p>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<plaintext><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<a href='https://a.example/\"><script>alert(1)</script>'>x</a>",
]
ALLOWED = {"href", "title", "rel", "dir", "lang", "start", "colspan", "rowspan", "datetime"}


class Seen(HTMLParser):
    """Every tag and attribute a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    assert set(seen.tags) <= TAGS - {"img"}, html
    assert {name for name, _ in seen.attributes} <= ALLOWED, html
    for name, value in seen.attributes:
        if name == "href":
            assert urlsplit(value).scheme in SCHEMES, html
    assert "<!--" not in html
    assert "<?" not in html


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_attack_can_run(attack: str) -> None:
    assert_harmless(clean_html(attack, BASE))
    assert_harmless(clean_html(f"<div><p>before {attack} after</p></div>", BASE))


@pytest.mark.parametrize("attack", ATTACKS)
def test_cleaning_an_attack_twice_is_cleaning_it_once(attack: str) -> None:
    once = clean_html(attack, BASE)

    assert clean_html(once, BASE) == once


PIECES = st.sampled_from(
    [*ATTACKS, "<p>", "</p>", "<a href='/x'>", "</a>", "<b>", "<table>", "<li>"]
)
TANGLE = st.lists(PIECES | st.text(max_size=8), max_size=6).map("".join)


@given(TANGLE)
def test_any_tangle_of_markup_comes_out_harmless_and_settled(html: str) -> None:
    once = clean_html(html, BASE)

    assert_harmless(once)
    assert clean_html(once, BASE) == once


NOISE = st.text(
    st.sampled_from("\t\n\r\x00\x01\x1f \u00a0\u1680\u2003\u2028\u200b\u3000\ufeff"), max_size=3
)


@st.composite
def disguised_schemes(draw: st.DrawFn) -> str:
    scheme = draw(st.sampled_from(["javascript", "vbscript", "data", "file", "blob", "about"]))
    letters = [draw(NOISE) + (c.upper() if draw(st.booleans()) else c) for c in scheme]
    return "".join(letters) + draw(NOISE) + ":" + draw(NOISE) + "alert(1)"


@given(disguised_schemes(), st.booleans())
def test_no_disguise_gets_a_running_scheme_through(url: str, as_entities: bool) -> None:
    written = "".join(f"&#{ord(c)};" for c in url) if as_entities else url
    assert safe_url(url, BASE) is None

    cleaned = clean_html(f"<a href='{written}'>x</a>", BASE)

    assert_harmless(cleaned)
    assert "alert" not in cleaned


def test_links_become_absolute_and_say_nothing_of_the_reader() -> None:
    cleaned = clean_html("<a href='../other?a=1&amp;b=2#c' target=_blank>x</a>", BASE)

    assert cleaned == f'<a href="https://news.example/other?a=1&amp;b=2#c" rel="{LINK_REL}">x</a>'


@pytest.mark.parametrize("url", ["http://[bad", "https://", "//", "http://a:b:c/"])
def test_an_address_nobody_can_parse_is_dropped_not_raised(url: str) -> None:
    assert_harmless(clean_html(f"<a href='{url}'>x</a>", BASE))


def test_a_link_without_a_base_keeps_its_text_only() -> None:
    assert clean_html("<a href='/x'>text</a>", "") == f'<a rel="{LINK_REL}">text</a>'


def test_an_image_becomes_a_link_named_by_its_alternative_text() -> None:
    cleaned = clean_html("<p><img src=/cat.png alt='A cat &amp; a <dog>'></p>", BASE)

    link = (
        f'<a href="https://news.example/cat.png" rel="{LINK_REL}">[A cat &amp; a &lt;dog&gt;]</a>'
    )
    assert cleaned == f"<p>{link}</p>"


def test_an_image_inside_a_link_becomes_that_links_text() -> None:
    cleaned = clean_html("<a href=/piece><img src=/cat.png alt='A cat'></a>", BASE)

    assert cleaned == f'<a href="https://news.example/piece" rel="{LINK_REL}">[A cat]</a>'


@pytest.mark.parametrize(
    "pixel",
    [
        "<img src=https://t.example/i.gif width=1 height=1>",
        "<img src=https://t.example/i.gif height='1px'>",
        "<img src=https://t.example/i.gif width=0>",
        "<img src=https://pixel.wp.com/b.gif?x=1>",
        "<img src=https://feeds.feedburner.com/~r/x/~4/abc>",
        "<img src=https://stats.example/1x1.gif>",
        "<img>",
    ],
)
def test_tracking_pixels_leave_nothing(pixel: str) -> None:
    assert clean_html(f"<p>text{pixel}</p>", BASE) == "<p>text</p>"


def test_markup_that_arrived_escaped_twice_is_markup() -> None:
    assert clean_html("&lt;p&gt;One &amp;amp; two&lt;/p&gt;", BASE) == "<p>One &amp; two</p>"


def test_code_that_shows_a_tag_stays_text() -> None:
    code = "<p>Write <code>&lt;p&gt;x&lt;/p&gt;</code> here.</p>"

    assert clean_html(code, BASE) == code


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<a href=x>", "<ul><li>", "&lt;div&gt;"])
def test_a_hundred_thousand_nested_tags_cost_no_more_than_their_text(opening: str) -> None:
    nested = opening * 100_000 + "x" + "&lt;/div&gt;" * 2

    started = time.process_time()
    cleaned, text = clean_html(nested, BASE), plain_text(nested)

    assert time.process_time() - started < 30  # one look a tag at all before it takes minutes
    assert_harmless(cleaned)
    assert "x" in text


def test_long_lists_of_unclosed_paragraphs_keep_their_markup() -> None:
    assert clean_html("<p>one<br>" * 1_000, BASE).count("<p>") == 1_000


def test_an_endless_address_is_dropped() -> None:
    assert safe_url("https://a.example/" + "x" * 10_000, BASE) is None
