"""One call of attention on its way: scores, scaled and masked, weights, output; told for one row.

The numbers come from the functions a call uses itself. Drawing them is in computation.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
import numpy.typing as npt

from heed.attention._backend import plain
from heed.attention.call import AuxRequest
from heed.attention.functional import attention
from heed.attention.masks import exclude
from heed.attention.normalize import (
    Budget,
    Entmax,
    Linear,
    Normalizer,
    Softmax,
    TopK,
    find_normalizer,
)
from heed.attention.score import Additive, Bilinear, Cosine, Dot, Score, find_score
from heed.budget.arrays import Array

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """One head's numbers, in NumPy.

    query (L, E), key (S, D), value (S, Ev) as given; agreement before any scale, scaled before any
    mask, scores with -inf where nothing may be seen, weights: (L, S) each; output (L, Ev).
    """

    query: Table
    key: Table
    value: Table
    agreement: Table
    scaled: Table
    scores: Table
    weights: Table
    output: Table
    score: Score
    normalize: Normalizer
    scale: float | None


def steps(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None = None,
    *,
    score: str | Score = "dot",
    normalize: str | Normalizer = "softmax",
    scale: float | None = None,
    is_causal: bool = False,
) -> Steps:
    """What `attention` of the same arguments does, number by number; one head, (L, E) and (S, E).

    Raises ValueError for more than one head and for what `attention` refuses.
    """
    for name, array in (("query", query), ("key", key), ("value", value)):
        if array.ndim != 2:
            shape = tuple(array.shape)
            raise ValueError(f"{name} has shape {shape}; expected (length, width) of one head.")
    output, seen = attention(
        query,
        key,
        value,
        attn_mask,
        score=score,  # type: ignore[arg-type]  # names it does not know it refuses itself
        normalize=normalize,
        scale=scale,
        is_causal=is_causal,
        return_aux=AuxRequest(weights=True),
    )
    normalizer = find_normalizer(normalize)
    scorer = normalizer.kernel if isinstance(normalizer, Linear) else find_score(score)
    scores = exclude(scorer(query, key, scale), attn_mask, is_causal=is_causal)
    return Steps(
        query=_numbers(query),
        key=_numbers(key),
        value=_numbers(value),
        agreement=_numbers(scorer(query, key, 1.0)),
        scaled=_numbers(scorer(query, key, scale)),
        scores=_numbers(scores),
        weights=_numbers(seen.weights),
        output=_numbers(output),
        score=scorer,
        normalize=normalizer,
        scale=scale,
    )


def _numbers(table: Array) -> Table:
    return plain(table).astype(np.float64)


def score_name(found: Steps) -> str:
    """How a query and a key are compared, as a formula."""
    if isinstance(found.normalize, Linear):
        return "φ(q) · φ(k)"
    formulas = {
        Dot: "q · k",
        Bilinear: "q W k",
        Additive: "v · tanh(W q + U k)",
        Cosine: "cos(q, k)",
    }
    return formulas.get(type(found.score), "score(q, k)")


def scale_name(found: Steps) -> str:
    """What the agreement is multiplied with; empty where it stays as it is."""
    if isinstance(found.normalize, Linear):
        return ""
    if found.scale is not None:
        return f"× {found.scale:.4g}"
    return f"÷ √{found.query.shape[-1]}" if isinstance(found.score, Dot) else ""


def normalize_name(found: Steps) -> str:
    """How a row of scores becomes weights."""
    match found.normalize:
        case Softmax():
            return "softmax"
        case TopK(k):
            return f"softmax of the {k} best"
        case Entmax(alpha):
            return "sparsemax" if alpha == 2 else f"entmax {alpha:.4g}"
        case Linear():
            return "a row over its sum"
        case Budget():
            return "allocate"
    return "normalize"


def written(table: Table) -> list[list[str]]:
    """A table's numbers, all with the decimals they need: at most two, more where all are tiny."""
    finite = np.abs(table[np.isfinite(table)])
    exact = (d for d in (0, 1) if np.allclose(finite, finite.round(d), rtol=1e-6, atol=1e-6))
    largest = float(finite.max(initial=0))
    decimals = next(exact, 2) if largest == 0 or largest >= 0.1 else min(6, 1 - _magnitude(largest))
    return [[number(x, decimals) for x in row] for row in table.tolist()]


def _magnitude(x: float) -> int:
    return floor(log10(x))


def number(x: float, decimals: int) -> str:
    """A number with a true minus; 0 is nothing but zero, what is merely small is 0.00."""
    if x == 0:
        return "0"
    if np.isinf(x):
        return "−∞" if x < 0 else "∞"
    if abs(x) >= 1e5:
        return f"{x:.1e}".replace("-", "−")
    text = f"{x:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def told(found: Steps, row: int, queries: Sequence[str], keys: Sequence[str]) -> list[str]:
    """One query's way by hand, a line a step, with the key it looked at most."""
    if not found.weights[row].any():
        return [f"{queries[row]} looks nowhere: its weights and its output are zeros."]
    column = int(found.weights[row].argmax())
    pair = f"({queries[row]}, {keys[column]})"
    return [
        f"score{pair} = {_products(found, row, column)}",
        _scaled(found, row, column, queries[row], keys),
        f"weight{pair} = {_share(found, row, column)}",
        f"output({queries[row]}) = {_mixture(found, row, keys)}",
    ]


def _products(found: Steps, row: int, column: int) -> str:
    answer = written(found.agreement)[row][column]
    if not isinstance(found.score, Dot) or found.query.shape[-1] > 4:
        return f"{score_name(found)} = {answer}"
    left, right = written(found.query)[row], written(found.key)[column]
    return " + ".join(f"{_signed(q)}×{_signed(k)}" for q, k in zip(left, right, strict=True)) + (
        f" = {answer}"
    )


def _scaled(found: Steps, row: int, column: int, query: str, keys: Sequence[str]) -> str:
    agreement, scaled = (written(t)[row][column] for t in (found.agreement, found.scaled))
    scores = written(found.scores)[row]
    line = f"{agreement} {scale_name(found)} = {scaled}" if scale_name(found) else scaled
    added = found.scores[row, column] - found.scaled[row, column]
    if added:
        line += f";  {scaled} + {_signed(number(added, 2))} of the mask = {scores[column]}"
    forbidden = [key for key, score in zip(keys, scores, strict=True) if score == "−∞"]
    return line + (f";  {query} may not look at {', '.join(forbidden)}" if forbidden else "")


def _share(found: Steps, row: int, column: int) -> str:
    scores, weight = written(found.scores)[row], written(found.weights)[row][column]
    if not isinstance(found.normalize, Softmax | TopK | Linear):
        return f"{normalize_name(found)}({', '.join(scores)}) = {weight}"
    form = "{}" if isinstance(found.normalize, Linear) else "exp({})"
    among = zip(scores, found.weights[row], strict=True)
    total = " + ".join(form.format(score) for score, share in among if share)
    return f"{form.format(scores[column])} ÷ ({total}) = {weight}"


def _mixture(found: Steps, row: int, keys: Sequence[str]) -> str:
    weights, output = written(found.weights)[row], written(found.output)[row]
    parts = [
        f"{text} {key}"
        for text, weight, key in zip(weights, found.weights[row], keys, strict=True)
        if weight
    ]
    many = len(output) > 4
    return f"{' + '.join(parts)} = ({', '.join(output[:4])}{', …' if many else ''})"


def _signed(text: str) -> str:
    return f"({text})" if text.startswith("−") else text
