"""Plain text and its lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.filter.text import LEAD_CHARACTERS, lead_of, plain_text, plain_title, tidy


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two<br>three</p>", "One\ntwo\nthree"),
        ("One &amp; two", "One & two"),
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;thr", "One & two\nthr"),
        ("<p>a &lt; b</p>", "a < b"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("x<script>alert(1)</script><style>p{}</style>y", "xy"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("  much \n\n  white\t space  ", "much white space"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<b>bold</b>er", "bolder"),
        ("<img src=x alt='no text of mine'>caption", "caption"),
        ("", ""),
    ],
)
def test_text_is_what_a_reader_would_see(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_title_is_one_line_without_tags() -> None:
    assert plain_title("<b>Tea</b> &amp; <i>toast</i>\n again") == "Tea & toast again"


@given(st.text(max_size=60))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=900))
def test_a_lead_is_never_longer_than_asked(text: str) -> None:
    assert len(lead_of(text)) <= LEAD_CHARACTERS


def test_a_lead_ends_where_a_sentence_ends() -> None:
    sentences = "The river rose by 3.5 metres in a night. " * 20

    lead = lead_of(sentences)

    assert lead.endswith("in a night.")
    assert len(lead) > LEAD_CHARACTERS / 2


def test_a_chinese_lead_ends_where_a_sentence_ends() -> None:
    assert lead_of("河水一夜之间上涨了三米。" * 60).endswith("三米。")


def test_a_lead_without_a_sentence_ends_at_a_word() -> None:
    lead = lead_of("word " * 200)

    assert lead.endswith("word…")


def test_a_short_text_is_its_own_lead() -> None:
    assert lead_of("One.\nTwo") == "One. Two"
