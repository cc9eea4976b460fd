"""Which past pieces moved a judgement: the largest by name, the others together."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from heed.models.reader.plain import NAMED, NAMED_FROM, TINY
from heed.types import Evidence, Reason, ReasonKind

Floats = npt.NDArray[np.float32]


def named(
    parts: Floats, likeness: Floats, evidence: Sequence[Evidence]
) -> Iterator[tuple[Reason, ...]]:
    """For each row of parts (n, m) the largest by name, up and down, and the rest as one.

    A piece is named where it is alike enough to be seen, and pulls the way it was answered: one
    that was not worth it may pull up a little where others like it already pull further down.
    """
    liked = np.array([one.answer >= 1 for one in evidence])
    seen = (likeness >= NAMED_FROM) & (np.abs(parts) >= TINY) & ((parts > 0) == liked)
    whole = parts.sum(axis=1).tolist()
    shown = np.where(seen, parts, 0.0)
    for row, total in zip(shown, whole, strict=True):
        reasons: list[Reason] = []
        for kind, side in (("liked", row), ("disliked", -row)):
            reasons += _best(kind, side, row, evidence)  # type: ignore[arg-type]  # both are kinds
        rest = total - sum(reason.weight for reason in reasons)
        if abs(rest) >= TINY / 10:
            count = str(len(row) - len(reasons))
            reasons.append(Reason("liked" if rest > 0 else "disliked", rest, count))
        elif reasons:  # too little to tell: the sum stays whole
            first = reasons[0]
            reasons[0] = Reason(first.kind, first.weight + rest, first.subject, first.item_id)
        yield tuple(reasons)


def _best(
    kind: ReasonKind, side: Floats, row: Floats, evidence: Sequence[Evidence]
) -> Iterator[Reason]:
    columns = np.argsort(-side, kind="stable")[:NAMED].tolist()
    for j in columns:
        if side[j] > 0:
            yield Reason(kind, float(row[j]), evidence[j].title, evidence[j].item_id)
