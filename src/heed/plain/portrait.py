"""Who heed thinks the reader is."""

from collections.abc import Sequence

from heed.plain.values import Json, four
from heed.types import PastPiece, Portrait, Tag


def portrait_json(found: Portrait) -> Json:
    """Who heed thinks the reader is, as `heed who --json` gives it."""

    def pieces(given: Sequence[PastPiece]) -> list[Json]:
        return [
            {
                "item": one.item_id,
                "title": one.title,
                "answer": one.answer,
                "weight": four(one.weight),
            }
            for one in given
        ]

    def tags(given: Sequence[tuple[Tag, str]]) -> list[Json]:
        return [{"kind": tag.kind, "name": name} for tag, name in given]

    return {
        "answers": found.answers,
        "mean": four(found.mean),
        "pieces": pieces(found.pieces),
        "forgotten": pieces(found.forgotten),
        "sources": [
            {"id": id, "title": title, "beyond_mean": four(beyond), "answers": count}
            for id, title, beyond, count in found.sources
        ],
        "pinned": tags(found.pinned),
        "muted": tags(found.muted),
    }
