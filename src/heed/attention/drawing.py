"""What every picture of attention is made of: text whose width is guessed, an SVG, a page.

Presentation attributes only (no style, no script), so a picture lives under a strict content
policy; text takes the page's colour, fills the accent.
"""

import unicodedata
from collections.abc import Sequence
from html import escape

ACCENT = "#c2410c"
_LONGEST = 18  # characters of a token that are drawn


class Picture(str):
    """An SVG as the text it is; a notebook draws it."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """As a part of the page, so that its ink is the page's."""
        return str(self)


def svg(width: float, height: float, title: str, parts: Sequence[str], accent: str) -> Picture:
    """One SVG element of `parts`, which says what it is."""
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" role="img" class="attention"'
        f' aria-label="{escape(title)}" fill="{escape(accent)}"'
        f' font-family="system-ui, sans-serif"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def page(title: str, body: str) -> str:
    """A whole page that opens offline, in the reader's light or dark."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>"
        f"{body}</body></html>\n"
    )


def label(
    x: float,
    y: float,
    text: str,
    size: int,
    anchor: str,
    *,
    ink: str = "currentColor",
    lean: int = 0,
) -> str:
    """A line of text at its baseline, leaning by degrees."""
    turn = f' transform="rotate({lean} {x:.1f} {y:.1f})"' if lean else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"'
        f"{turn}>{escape(text)}</text>"
    )


def short(token: str) -> str:
    """A token as it is drawn: on one line, and not longer than the margin bears."""
    line = " ".join(token.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def pixels(text: str, size: float) -> float:
    """About how wide a sans-serif draws a text."""
    return size * sum(_em(character) for character in text)


def widest(tokens: Sequence[str], size: float) -> float:
    """About how wide the widest of some tokens is drawn, in pixels."""
    return max((pixels(short(token), size) for token in tokens), default=0)


def _em(character: str) -> float:
    """Width over font size: Chinese characters are square, an i is thin and an m is not."""
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "iljtfrI.,:;!'|()[] ":
        return 0.36
    return 0.84 if character in "mwMW@%" else 0.66 if character.isupper() else 0.58
