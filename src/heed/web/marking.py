"""Marks in sanitised HTML: highlighted words underlined, and the place to read on from.

Works on the text between tags only, so nothing it adds can open, close or run anything.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

_TAG = re.compile(r"""(<(?:[^"'<>]|"[^"]*"|'[^']*')*>)""")
_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|blockquote|pre|figure|table)\b")
_ENTITY = re.compile(r"&[^;\s]{1,12};|.", re.DOTALL)
Piece = tuple[int, str, str]
"""(number of the part it is in, how the character is written, the character itself)"""
HERE = '<span id="here"></span>'


def marked(html: str, quotes: Sequence[str], *, kind: str = "") -> str:
    """`html` with every quote in <mark>, across links and paragraphs; one not found stays out.

    kind: the class of the marks, none where it is empty.
    """
    parts = _TAG.split(html)
    pieces = list(_pieces(parts))
    shown = "".join(character for _, _, character in pieces)
    inside = [False] * len(pieces)
    for quote in quotes:
        match = re.search(r"\s*".join(re.escape(word) for word in quote.split()), shown)
        if match and match[0]:
            inside[match.start() : match.end()] = [True] * (match.end() - match.start())
    opening = f'<mark class="{kind}">' if kind else "<mark>"
    return _joined(parts, pieces, inside, opening)


def with_place(html: str, share: float) -> str:
    """`html` with an anchor before the block at which `share` of it lies behind the reader."""
    if not 0 < share < 1:
        return html
    starts = [match.start() for match in _BLOCK.finditer(html)]
    passed = [start for start in starts if start <= share * len(html)]
    if not passed or passed[-1] == 0:
        return html
    return html[: passed[-1]] + HERE + html[passed[-1] :]


def _pieces(parts: Sequence[str]) -> Iterator[Piece]:
    """Every shown character; tags stand at odd places, and a block's end parts words."""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            for match in _ENTITY.finditer(part):
                yield number, match[0], unescape(match[0])[:1]


def _joined(
    parts: Sequence[str], pieces: Sequence[Piece], inside: Sequence[bool], opening: str
) -> str:
    texts: dict[int, list[str]] = {}
    open_in = -1
    for (number, written, _), marked_here in zip(pieces, inside, strict=True):
        said = texts.setdefault(number, [])
        if open_in >= 0 and (not marked_here or open_in != number):
            texts[open_in].append("</mark>")
            open_in = -1
        if marked_here and open_in < 0:
            said.append(opening)
            open_in = number
        said.append(written)
    if open_in >= 0:
        texts[open_in].append("</mark>")
    return "".join(
        part if number % 2 else "".join(texts.get(number, ())) for number, part in enumerate(parts)
    )
