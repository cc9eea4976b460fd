"""What a search or a question found, and the stretches that say so."""

from collections.abc import Mapping
from typing import NamedTuple

from heed.plain.values import Json
from heed.types import Finding, Passage, Phrased, Reply, Source


class Evidence(NamedTuple):
    """A found stretch of a passage; asked: the word it stands for, "" where written the same."""

    found: str
    asked: str
    weight: float


def evidence(passage: Passage) -> list[Evidence]:
    """What was found, in the passage's order; what overlaps is one stretch (Chinese pairs do)."""
    parts: list[tuple[int, int, str, float]] = []
    for one in sorted(passage.matches, key=lambda match: match.start):
        if parts and one.start < parts[-1][1]:
            start, end, _, weight = parts.pop()
            parts.append((start, max(end, one.end), "", weight + one.weight))
        else:
            parts.append((one.start, one.end, one.asked, one.weight))
    found = [(passage.text[start:end], asked, weight) for start, end, asked, weight in parts]
    return [
        Evidence(text, "" if text.lower() == asked else asked, weight)
        for text, asked, weight in found
    ]


def finding_json(one: Finding, held: Mapping[int, Source]) -> Json:
    """One found piece with its best sentence; weights sum to the sentence's `share`, about."""
    source = held.get(one.item.source_id)
    return {
        "item": one.item.id,
        "title": one.item.title,
        "source": source.title if source else "",
        "url": one.item.url,
        "published_at": one.item.published_at.isoformat(),
        "score": round(one.score, 4),
        "sentence": one.passage.text,
        "share": round(one.passage.score, 4),
        "words": [
            {
                "found": part.found,
                "asked": part.asked or part.found,
                "weight": round(part.weight, 4),
            }
            for part in evidence(one.passage)
        ],
    }


def reply_json(reply: Reply, held: Mapping[int, Source], phrased: Phrased) -> Json:
    """An answer as `heed ask --json` gives it; `answers` is empty where nothing was found.

    phrased: what the reader's own endpoint made of it, its [1] the first of `answers`; null where
    there is nothing, and `not_phrased` says why.
    """
    return {
        "question": reply.question,
        "about": list(reply.about),
        "phrased": phrased.text or None,
        "not_phrased": phrased.why_not or None,
        "answers": [finding_json(one, held) for one in reply.findings],
    }
