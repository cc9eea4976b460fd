"""Marks in a piece's HTML add nothing but <mark>, wherever the words stand."""

import re

from hypothesis import given
from hypothesis import strategies as st

from heed.filter.markup import clean_html
from heed.web.marking import HERE, marked, with_place

HTML = (
    '<p>The <a href="https://x.example/?a=1&amp;b" title="t > u">tide &amp; moon</a> rise.</p>'
    "<p>So it is.</p>"
)


def bare(html: str) -> str:
    return re.sub("</?mark>", "", html)


def test_words_inside_one_paragraph_are_marked() -> None:
    assert marked("<p>High water at noon.</p>", ["water at"]) == (
        "<p>High <mark>water at</mark> noon.</p>"
    )


def test_words_across_links_and_paragraphs_are_marked_in_parts() -> None:
    made = marked(HTML, ["moon rise. So it"])
    assert made.count("<mark>") == made.count("</mark>") == 3
    assert bare(made) == HTML
    assert "<mark>moon</mark></a>" in made
    assert "<p><mark>So it</mark> is.</p>" in made


def test_an_escaped_sign_is_marked_as_it_is_shown() -> None:
    assert "<mark>tide &amp; moon</mark>" in marked(HTML, ["tide & moon"])


def test_words_that_are_only_in_an_address_are_not_marked() -> None:
    assert marked(HTML, ["x.example", "t > u"]) == HTML


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=9), max_size=3))
def test_marking_changes_nothing_but_marks(text: str, quotes: list[str]) -> None:
    html = clean_html(f"<p>{text}</p><p>and <b>so</b> on</p>", "https://x.example/")
    plain = bare(html)
    assert bare(marked(plain, quotes)) == plain


def test_the_place_is_before_the_block_the_reader_was_in() -> None:
    html = "<p>one one</p><p>two two</p><p>three</p>"
    assert with_place(html, 0.5) == f"<p>one one</p>{HERE}<p>two two</p><p>three</p>"
    assert with_place(html, 0.0) == html
    assert with_place("", 0.5) == ""
