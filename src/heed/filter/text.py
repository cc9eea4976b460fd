"""Plain text out of HTML, its lead and its words. What makes HTML safe lives in markup.py."""

import re
from html import unescape

import nh3

from heed.filter.markup import GONE_WITH_CONTENT, shallow, unescape_once

LEAD_CHARACTERS = 400
_BLOCK_TAGS = """
    p div br li ul ol tr table h1 h2 h3 h4 h5 h6 blockquote pre hr dd dt dl figure figcaption
    section article header footer aside main nav
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_TAG = re.compile(r"<[^>]*>")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_SENTENCE_END = re.compile(r"[。！？!?…][」』”’\"')）]*|\.[”’\"')]*(?=\s|$)")
_SPACE_CUT = re.compile(r"\s+\S*$")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


def plain_text(html: str) -> str:
    """The text of `html`, one line a block, without markup, scripts or invisible characters."""
    blocks = nh3.clean(
        shallow(unescape_once(html)),
        tags=set(_BLOCKS),
        attributes={},
        clean_content_tags=set(GONE_WITH_CONTENT),
    )
    text = unescape(_TAG.sub("\n", blocks.replace("\n", " ")))
    return tidy(text)


def plain_title(title: str) -> str:
    """`title` on one line, without tags or entities."""
    return plain_text(title).replace("\n", " ")


def tidy(text: str) -> str:
    """`text` with single spaces, single line ends and no invisible characters."""
    visible = _INVISIBLE.sub("", text)
    return _LINES.sub("\n", _SPACES.sub(" ", visible)).strip()


def lead_of(text: str, characters: int = LEAD_CHARACTERS) -> str:
    """The first `characters` of `text` on one line, ended at a sentence, else at a word."""
    line = text.replace("\n", " ")
    if len(line) <= characters:
        return line
    head = line[: characters + 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(head) if match.end() <= characters]
    if ends and ends[-1] >= characters // 3:
        return head[: ends[-1]]
    cut = head[:characters] if CJK.search(head[-20:]) else _SPACE_CUT.sub("", head)
    return cut[: characters - 1].rstrip() + "…"
