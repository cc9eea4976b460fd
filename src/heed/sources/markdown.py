"""A Markdown file as a title and markup, read as CommonMark with tables. Reads no disk."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from heed.sources.markup import escaped

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_HEADING = ("heading_open", "inline", "heading_close")


def read_markdown(text: str) -> tuple[str, str]:
    """Title and markup: the title is stated in front of it, else the first heading, else empty.

    Markup inside is text; of a link that leads nowhere on the web, and of a picture, the words
    stay.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    front = _FRONT_MATTER.match(text)
    stated = _TITLE.search(front[1]) if front else None
    blocks = reader.parse(text[front.end() :] if front else text)
    for block in blocks:
        block.children = list(_words(block.children or ()))
    place = next((n for n, one in enumerate(blocks) if one.type == "heading_open"), None)
    title = ""
    if place is not None:
        title = str(reader.renderer.render(blocks[place + 1 : place + 2], reader.options, {}))
        del blocks[place : place + len(_HEADING)]
    markup = str(reader.renderer.render(blocks, reader.options, {}))
    return escaped(stated[1]) if stated else title, markup


def _words(parts: Sequence[Token]) -> list[Token]:
    """Without pictures, and without links to anything but web pages."""
    kept, inside = [], []
    for one in parts:
        if one.type == "image":
            kept.append(Token("text", "", 0, content=one.content))
        elif one.type == "link_open":
            inside.append(str(one.attrs.get("href", "")).startswith(("http://", "https://")))
            kept += [one] if inside[-1] else []
        elif one.type == "link_close":
            kept += [one] if inside.pop() else []
        else:
            kept.append(one)
    return kept
