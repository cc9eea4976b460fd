"""Attention weights as pictures: heat maps for a terminal, as SVG and as a page; a sentence as SVG.

The SVG carries presentation attributes only (no style, no script), so it lives under a strict
content policy; text takes the page's colour, cells its accent. No weight is computed here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from heed.attention._backend import plain
from heed.attention.drawing import ACCENT, label, page, pixels, short, svg, widest
from heed.budget.arrays import Array

Table = npt.NDArray[np.float64]

_SHADES = " ░▒▓█"
_NUMBERED = 16  # at most so many columns carry numbers
_FAINT = 0.004  # cells below this share of the strongest are left white


def text_map(weights: Array, queries: Sequence[str], keys: Sequence[str] | None = None) -> str:
    """A heat map for a terminal, percent in each cell; weights (L, S), or (H, L, S) one by one.

    Without `keys` the queries attend to themselves. Past 16 keys cells are shades without numbers.
    """
    keys = queries if keys is None else keys
    tables = _tables(weights, queries, keys)
    heads = [_text(table, queries, keys) for table in tables]
    if len(heads) == 1:
        return heads[0]
    return "\n\n".join(f"head {i}\n{text}" for i, text in enumerate(heads, 1))


def _text(table: Table, queries: Sequence[str], keys: Sequence[str]) -> str:
    margin = max((_columns(short(q)) for q in queries), default=0)
    numbered = len(keys) <= _NUMBERED
    width = max(6, *(_columns(short(k)) + 1 for k in keys)) if numbered and keys else 2
    names = [short(k) if numbered else str((i + 1) % 10) for i, k in enumerate(keys)]
    lines = [" " * margin + " " + "".join(_right(name, width) for name in names)]
    strongest = table.max(initial=0)
    for query, row in zip(queries, table, strict=True):
        cells = (_cell(w, strongest, width, numbered=numbered) for w in row)
        lines.append(_right(short(query), margin) + " " + "".join(cells))
    if not numbered:
        lines.append("columns: " + " ".join(f"{i} {short(k)}" for i, k in enumerate(keys, 1)))
    return "\n".join(line.rstrip() for line in lines)


def _cell(weight: float, strongest: float, width: int, *, numbered: bool) -> str:
    level = round(weight / strongest * (len(_SHADES) - 1)) if strongest > 0 else 0
    shade = _SHADES[level] * 2
    return f"{shade}{100 * weight:3.0f}".rjust(width) if numbered else shade


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where things are, in pixels: `cell` a side, tokens on a margin left and above each panel."""

    cell: int
    left: int
    above: int
    across: int
    panel_width: int
    panel_height: int

    @classmethod
    def of(cls, heads: int, queries: Sequence[str], keys: Sequence[str]) -> "_Grid":
        """One head is drawn large enough for numbers, many as small panels side by side."""
        longest = max(len(queries), len(keys), 1)
        cell = max(5, min(40, 640 // longest)) if heads == 1 else max(4, min(16, 240 // longest))
        size = _font(cell)
        across = 1 if heads == 1 else min(4, heads)
        return cls(
            cell=cell,
            left=round(widest(queries, size)) + 12,
            above=round(widest(keys, size) * 0.87) + 14,
            across=across,
            panel_width=len(keys) * cell + 20,
            panel_height=len(queries) * cell + 34,
        )

    def corner(self, head: int) -> tuple[int, int]:
        """Top left of a panel."""
        column, row = head % self.across, head // self.across
        return self.left + column * self.panel_width, self.above + row * self.panel_height


def heat_svg(
    weights: Array,
    queries: Sequence[str],
    keys: Sequence[str] | None = None,
    *,
    title: str = "Attention weights",
    accent: str = ACCENT,
) -> str:
    """A heat map as one SVG element: queries down, keys across; weights (L, S) or (H, L, S).

    Without `keys` the queries attend to themselves. One head shows its numbers while there are at
    most 16 keys; every cell says its own on hover. All heads share one scale, drawn below. Raises
    ValueError where tokens and weights do not fit.
    """
    keys = queries if keys is None else keys
    tables = _tables(weights, queries, keys)
    grid = _Grid.of(len(tables), queries, keys)
    strongest = max(float(tables.max(initial=0)), 1e-12)
    parts = [_names(grid, len(tables), queries, keys)]
    for head, table in enumerate(tables):
        parts.append(_panel(grid, head, table, strongest, queries, keys, named=len(tables) > 1))
    rows = -(-len(tables) // grid.across)
    bottom = grid.above + rows * grid.panel_height
    parts.append(_scale(grid.left, bottom, strongest))
    width = grid.left + grid.across * grid.panel_width + grid.above // 2
    return svg(max(width, grid.left + 200), bottom + 32, title, parts, accent)


def _panel(
    grid: _Grid,
    head: int,
    table: Table,
    strongest: float,
    queries: Sequence[str],
    keys: Sequence[str],
    *,
    named: bool,
) -> str:
    x, y = grid.corner(head)
    height, width = table.shape[0] * grid.cell, table.shape[1] * grid.cell
    parts = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none"'
        ' stroke="currentColor" stroke-opacity="0.25"/>'
    ]
    for i, j in np.argwhere(table > _FAINT * strongest):
        weight = float(table[i, j])
        place = (x + int(j) * grid.cell, y + int(i) * grid.cell)
        said = f"{queries[i]} → {keys[j]}: {weight:.3f}"
        parts.append(_square(place, grid.cell, weight / strongest, said))
    if not named and len(keys) <= _NUMBERED:
        parts.append(_numbers(grid, (x, y), table, strongest))
    if named:
        parts.append(label(x + width / 2, y + height + 14, f"head {head + 1}", 11, "middle"))
    return "".join(parts)


def _square(place: tuple[int, int], cell: int, strength: float, said: str) -> str:
    x, y = place
    side = cell - 1 if cell > 6 else cell
    return (
        f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill-opacity="{strength:.3f}">'
        f"<title>{escape(said)}</title></rect>"
    )


def _numbers(grid: _Grid, corner: tuple[int, int], table: Table, strongest: float) -> str:
    """White on strong cells, the page's own ink on pale ones."""
    x, y = corner
    size = min(12, grid.cell // 3 + 1)
    parts = []
    for (i, j), weight in np.ndenumerate(table):
        ink = "#ffffff" if weight / strongest > 0.6 else "currentColor"
        at_x = x + (j + 0.5) * grid.cell
        at_y = y + (i + 0.5) * grid.cell + size * 0.36
        number = f"{weight:.2f}".removeprefix("0") if weight < 0.995 else "1"
        parts.append(label(at_x, at_y, number, size, "middle", ink=ink))
    return "".join(parts)


def _names(grid: _Grid, heads: int, queries: Sequence[str], keys: Sequence[str]) -> str:
    """Queries left of every row of panels, keys leaning above every column of the first row."""
    size, half = _font(grid.cell), grid.cell / 2
    parts = []
    for head in range(0, heads, grid.across):
        _, y = grid.corner(head)
        for i, query in enumerate(queries):
            at = y + i * grid.cell + half + size * 0.36
            parts.append(label(grid.left - 8, at, short(query), size, "end"))
    for head in range(min(heads, grid.across)):
        x, y = grid.corner(head)
        for j, key in enumerate(keys):
            at = x + j * grid.cell + half + size * 0.3
            parts.append(label(at, y - 7, short(key), size, "start", lean=-60))
    return "".join(parts)


def _scale(x: int, y: int, strongest: float) -> str:
    """The legend: from no weight to the strongest drawn."""
    steps = "".join(
        f'<rect x="{x + 24 + 8 * i}" y="{y + 6}" width="8" height="8" fill-opacity="{i / 15:.3f}"/>'
        for i in range(16)
    )
    ends = label(x + 12, y + 14, "0", 11, "middle") + label(
        x + 160, y + 14, f"{strongest:.2f}", 11, "start"
    )
    return steps + ends


def heads_html(
    weights: Array,
    queries: Sequence[str],
    keys: Sequence[str] | None = None,
    *,
    title: str = "Attention weights",
    accent: str = ACCENT,
) -> str:
    """A whole page that opens offline, in the reader's light or dark.

    weights (L, S), (H, L, S), or (layers, H, L, S): then one picture a layer, all heads in it.
    """
    table = plain(weights)
    layers = list(table) if table.ndim == 4 else [table]
    pictures = []
    for number, layer in enumerate(layers, 1):
        name = f"Layer {number}" if len(layers) > 1 else title
        head = f"<h2>{name}</h2>" if len(layers) > 1 else ""
        pictures.append(head + heat_svg(layer, queries, keys, title=name, accent=accent))
    return page(title, "".join(pictures))


def sentence_picture(
    tokens: Sequence[str], received: Array, *, width: int = 640, accent: str = ACCENT
) -> str:
    """A sentence as SVG, each word on a ground as deep as the attention it received.

    received (L,), any scale: the deepest is the largest. A token that begins with ## continues the
    word before it. Every word says its share on hover.
    """
    share = plain(received).astype(np.float64)
    if share.shape != (len(tokens),):
        raise ValueError(
            f"received has shape {share.shape}; expected ({len(tokens)},), one a token."
        )
    total, strongest = max(float(share.sum()), 1e-12), max(float(share.max(initial=0)), 1e-12)
    parts, x, y = [], 8.0, 8
    for token, weight in zip(tokens, share, strict=True):
        word = token.removeprefix("##") if len(token) > 2 else token
        wide = pixels(word, 17)
        gap = 0.0 if word != token or x == 8 else 7.0
        if x + gap + wide > width - 8 and x > 8:
            x, y, gap = 8.0, y + 40, 0.0
        said = f"{token}: {100 * weight / total:.1f} %"
        parts.append(_word(x + gap, y, wide, word, weight / strongest, said))
        x += gap + wide
    return svg(width, y + 40, "Attention each word received", parts, accent)


def _word(x: float, y: int, wide: float, word: str, strength: float, said: str) -> str:
    """Ground no deeper than a third, so ink stays readable; the bar below shows the full range."""
    return (
        f'<g><title>{escape(said)}</title><rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="26"'
        f' fill-opacity="{0.34 * strength:.3f}"/><rect x="{x:.1f}" y="{y + 26}" width="{wide:.1f}"'
        f' height="3" fill-opacity="{strength:.3f}"/>'
        f'<text x="{x:.1f}" y="{y + 19}" font-size="17" fill="currentColor"'
        f' textLength="{wide:.1f}" lengthAdjust="spacing">{escape(word)}</text></g>'
    )


def _tables(weights: Array, queries: Sequence[str], keys: Sequence[str]) -> Table:
    """Weights as (H, L, S) in NumPy."""
    table = plain(weights).astype(np.float64)
    if table.ndim not in (2, 3) or table.shape[-2:] != (len(queries), len(keys)):
        expected = f"({len(queries)}, {len(keys)}), or heads of them"
        raise ValueError(f"weights has shape {table.shape}; expected {expected}.")
    return table if table.ndim == 3 else table[None]


def _font(cell: int) -> int:
    return max(5, min(13, cell - 2))


def _columns(text: str) -> int:
    """Terminal columns: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _right(text: str, columns: int) -> str:
    return " " * (columns - _columns(text)) + text
