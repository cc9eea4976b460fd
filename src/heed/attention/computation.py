"""One call of attention as a picture: queries and keys, scores, scale and mask, weights, output.

Every row is one query, on one height through all tables; colour is attention and nothing else. The
numbers and the lines below are worked in steps.py.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from heed.attention.drawing import ACCENT, label, pixels, short, svg
from heed.attention.normalize import Normalizer
from heed.attention.score import Score
from heed.attention.sheet import HIGH, MOST, SIZE, SUM, Grid, Sheet, lay
from heed.attention.steps import (
    Steps,
    Table,
    normalize_name,
    scale_name,
    score_name,
    steps,
    told,
    written,
)
from heed.budget.arrays import Array

Place = tuple[int, int | None]
"""The followed query and the key it looked at most, if it looked at any."""


def computation_svg(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None = None,
    *,
    queries: Sequence[str],
    keys: Sequence[str] | None = None,
    follow: int = 0,
    score: str | Score = "dot",
    normalize: str | Normalizer = "softmax",
    scale: float | None = None,
    is_causal: bool = False,
    accent: str = ACCENT,
) -> str:
    """One head's call, (L, E), (S, E) and (S, Ev), number by number, as one SVG element.

    queries and keys are the tokens' names, at most 8 each; without `keys` the queries attend to
    themselves. The row of query number `follow` is ringed and worked by hand below. Of a vector the
    first 8 numbers are drawn. All else is as in `attention`. Raises ValueError where it would, and
    for what does not fit.
    """
    found = steps(
        query,
        key,
        value,
        attn_mask,
        score=score,
        normalize=normalize,
        scale=scale,
        is_causal=is_causal,
    )
    rows, columns = _names(found, queries, queries if keys is None else keys)
    if not 0 <= follow < len(rows):
        raise ValueError(
            f"follow is {follow}; expected the number of a query, 0 to {len(rows) - 1}."
        )
    return _drawn(found, rows, columns, follow, accent)


def _drawn(
    found: Steps, queries: Sequence[str], keys: Sequence[str], follow: int, accent: str
) -> str:
    sheet = lay(found, queries, keys)
    row = found.weights[follow]
    place = (follow, int(row.argmax()) if row.any() else None)
    lines = told(found, follow, queries, keys)
    parts = [
        *(_heading(x, *words) for x, words in zip(sheet.steps, _headings(found), strict=True)),
        _tables(sheet, found, place),
        _names_drawn(sheet, queries, keys),
        _captions(sheet, found),
        _way(sheet, place),
        _lines(sheet.left, sheet.bottom + 62, queries[follow], lines),
    ]
    width = max(sheet.right, sheet.left + 28 + max(pixels(line, SIZE) for line in lines))
    height = sheet.bottom + 76 + 22 * len(lines)
    return svg(width + 12, height, "Attention, step by step", parts, accent)


def _names(
    found: Steps, queries: Sequence[str], keys: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The tokens as they are drawn. Raises ValueError where they do not fit."""
    for name, tokens, length in zip(
        ("queries", "keys"), (queries, keys), found.weights.shape, strict=True
    ):
        if len(tokens) != length or not 0 < length <= MOST:
            raise ValueError(
                f"{name} has {len(tokens)} tokens for {length} rows;"
                f" expected one a row, 1 to {MOST}."
            )
    return [short(q) for q in queries], [short(k) for k in keys]


def _headings(found: Steps) -> list[tuple[str, str]]:
    masked = {"": "no mask", "forbids": "−∞ where forbidden", "adds": "+ mask"}[_masked(found)]
    return [
        ("1. Score", score_name(found)),
        ("2. Scale and mask", f"{scale_name(found) or 'no scale'}, {masked}"),
        ("3. Normalise", f"{normalize_name(found)}, row by row"),
        ("4. Weighted sum", "weights × values"),
    ]


def _masked(found: Steps) -> str:
    """What the mask does: it adds, it only forbids, or there is nothing to see of it."""
    if np.any(np.isfinite(found.scores) & (found.scores != found.scaled)):
        return "adds"
    return "forbids" if np.isneginf(found.scores).any() else ""


def _heading(x: float, words: str, formula: str) -> str:
    return _strong(label(x, 24, words, 15, "start")) + _faint(label(x, 43, formula, 12, "start"))


def _tables(sheet: Sheet, found: Steps, place: Place) -> str:
    """Weights as deep as they are; a value as deep as the followed query weighs it."""
    depth = found.weights / max(float(found.weights.max()), 1e-12)
    row = found.weights[place[0]] / max(float(found.weights[place[0]].max()), 1e-12)
    # No deeper than a third, so ink stays readable.
    taken = np.repeat(0.34 * row[:, None], len(sheet.value.texts[0]), axis=1)
    tables = [
        _table(sheet.query),
        _table(sheet.key),
        _table(sheet.agreement, strong=place),
        _table(sheet.scores, strong=place),
        _table(sheet.weights, depth, strong=place),
        _table(sheet.value, taken),
        _table(sheet.output),
    ]
    return "".join([*tables, _sums(sheet.weights, found.weights)])


def _table(grid: Grid, depth: Table | None = None, *, strong: Place | None = None) -> str:
    """Numbers on plates, on the accent to a depth of 0 to 1; one of them strong."""
    parts = []
    for i, row in enumerate(grid.texts):
        for j, text in enumerate(row):
            deep = 0.0 if depth is None else float(depth[i, j])
            plate = _plate(grid.x + j * grid.cell, grid.y + i * HIGH, grid.cell, deep)
            # White is the better ink only on the full accent.
            ink = "#ffffff" if deep > 0.9 else "currentColor"
            x = grid.x + (j + 0.5) * grid.cell
            word = label(x, grid.middle(i) + 4.5, text, SIZE, "middle", ink=ink)
            faint = text in ("−∞", "…", "0")
            word = _strong(word) if (i, j) == strong else _faint(word) if faint else word
            said = "" if text == "…" else f"<title>{grid.exact[i, j]:.6g}</title>"
            parts.append(f"<g>{said}{plate}{word}</g>")
    return "".join(parts)


def _plate(x: float, y: float, width: float, depth: float) -> str:
    ground = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 1:.1f}" height="{HIGH - 1}"'
    shade = f'{ground} fill-opacity="{depth:.3f}"/>' if depth else ""
    return f'{ground} fill="currentColor" fill-opacity="0.06"/>{shade}'


def _strong(text: str) -> str:
    return f'<g font-weight="700">{text}</g>'


def _faint(text: str) -> str:
    return f'<g opacity="0.7">{text}</g>'


def _sums(grid: Grid, weights: Table) -> str:
    """What each row of weights comes to, right of it."""
    x = grid.x + grid.width + 8
    texts = [text for (text,) in written(weights.sum(axis=1, keepdims=True))]
    return _faint(
        "".join(
            label(x, grid.middle(i) + 4.5, f"= {text}", 12, "start") for i, text in enumerate(texts)
        )
    )


def _names_drawn(sheet: Sheet, queries: Sequence[str], keys: Sequence[str]) -> str:
    """Queries left of their row, keys leaning above their column, values left of theirs."""
    parts = []
    for names, grid in ((queries, sheet.query), (keys, sheet.value)):
        for i, name in enumerate(names):
            parts.append(label(grid.x - 8, grid.middle(i) + 4.5, name, SIZE, "end"))
    for grid in (sheet.key, sheet.scores, sheet.weights):
        for i, name in enumerate(keys):
            x = grid.x + (i + 0.5) * grid.cell + 4
            parts.append(label(x, grid.y - 7, name, SIZE, "start", lean=-60))
    return "".join(parts)


def _captions(sheet: Sheet, found: Steps) -> str:
    """What each table is."""
    scores = "scaled, masked" if _masked(found) else "scaled"
    under = {"queries": sheet.query, "scores": sheet.agreement, scores: sheet.scores}
    under |= {"weights": sheet.weights, "outputs": sheet.output}
    parts = [
        _caption(grid.x + grid.width / 2, sheet.bottom + 19, words, "middle")
        for words, grid in under.items()
    ]
    key, value = sheet.key, sheet.value
    parts.append(_caption(key.x - 10, key.y + key.height / 2 + 4, "keys", "end"))
    parts.append(_caption(value.x + value.width / 2, value.y - 8, "values", "middle"))
    return "".join(parts)


def _caption(x: float, y: float, text: str, anchor: str) -> str:
    return _faint(label(x, y, text, 12, anchor))


def _way(sheet: Sheet, place: Place) -> str:
    """The followed row ringed in every table, its strongest key, and arrows between the tables."""
    row, column = place
    y = sheet.query.y + row * HIGH
    tables = (sheet.query, sheet.agreement, sheet.scores, sheet.weights, sheet.output)
    key = sheet.key
    parts = [_ring(grid.x, y, grid.width, HIGH) for grid in tables]
    if column is not None:
        parts.append(_ring(key.x + column * key.cell, key.y, key.cell, key.height))
    middle = sheet.query.middle(row)
    for before, after in pairwise(tables[1:]):
        beside = SUM if before is sheet.weights else 0
        parts.append(_arrow(before.x + before.width + beside + 8, after.x - 8, middle))
    return "".join(parts)


def _ring(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x - 1:.1f}" y="{y - 1:.1f}" width="{width + 1:.1f}" height="{height + 1:.1f}"'
        ' rx="3" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    )


def _arrow(start: float, end: float, y: float) -> str:
    return (
        f'<path d="M{start:.1f} {y:.1f}H{end:.1f}m-6 -4l6 4l-6 4" fill="none"'
        ' stroke="currentColor" stroke-width="1.5" opacity="0.7"/>'
    )


def _lines(x: float, y: float, query: str, lines: Sequence[str]) -> str:
    parts = [
        _strong(label(x, y, "By hand", 15, "start")),
        _caption(x + 80, y, f"the row of {query}; numbers are rounded", "start"),
    ]
    for i, line in enumerate(lines, 1):
        parts.append(_faint(label(x, y + 2 + 22 * i, f"{i}.", SIZE, "start")))
        parts.append(label(x + 20, y + 2 + 22 * i, line, SIZE, "start"))
    return "".join(parts)
