"""What readers say about themselves beside their answers: what to forget, to pin, to mute.

It is theirs to change at any time, and the next edition follows.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from heed.models.reader.plain import judgement
from heed.types import Candidate, Evidence, Item, Judgement, Ranker, Reason, Source, Tag

PINNED = 0.5
"""What a pin adds to a piece's worth, once, however many pins it fits."""


@dataclass(frozen=True, slots=True)
class Who:
    """forgotten: pieces (by id) whose answers teach no more; pinned, muted: topics, sources, words.

    A source is named by its id, as text; a word is looked for in titles.
    """

    forgotten: frozenset[int] = frozenset()
    pinned: frozenset[Tag] = frozenset()
    muted: frozenset[Tag] = frozenset()

    @classmethod
    def read(cls, kept: bytes | None) -> Self:
        """As `bytes` wrote it; nothing said where nothing is kept."""
        if kept is None:
            return cls()
        told = json.loads(kept)
        pinned, muted = (frozenset(Tag(*one) for one in told[name]) for name in ("pinned", "muted"))
        return cls(frozenset(told["forgotten"]), pinned, muted)

    def __bytes__(self) -> bytes:
        told = {
            "forgotten": sorted(self.forgotten),
            "pinned": sorted(self.pinned),
            "muted": sorted(self.muted),
        }
        return json.dumps(told, ensure_ascii=False).encode()

    def taught(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The answers that still teach."""
        return [one for one in evidence if one.item_id not in self.forgotten]

    def heard(self, items: Sequence[Item], held: Mapping[int, Source]) -> list[Item]:
        """The pieces that are not muted."""
        if not self.muted:
            return list(items)
        return [one for one in items if not self._mutes(one, held.get(one.source_id))]

    def _mutes(self, item: Item, source: Source | None) -> bool:
        topic = source.topic if source else ""
        return any(_fits(tag, item.source_id, topic, item.title) for tag in self.muted)

    def pins(self, one: Candidate) -> Tag | None:
        """The pin that fits a candidate, the first by name where several do."""
        fitting = [tag for tag in self.pinned if _fits(tag, one.source_id, one.topic, one.title)]
        return min(fitting, default=None)

    def pinning(self, tag: Tag) -> Self:
        """With a pin, and so without the same mute."""
        return replace(self, pinned=self.pinned | {tag}, muted=self.muted - {tag})

    def muting(self, tag: Tag) -> Self:
        """With a mute, and so without the same pin."""
        return replace(self, muted=self.muted | {tag}, pinned=self.pinned - {tag})

    def clearing(self, tag: Tag) -> Self:
        """Without either."""
        return replace(self, pinned=self.pinned - {tag}, muted=self.muted - {tag})

    def forgetting(self, items: Collection[int]) -> Self:
        """Without what these pieces taught."""
        return replace(self, forgotten=self.forgotten | frozenset(items))

    def remembering(self, items: Collection[int]) -> Self:
        """With what these pieces taught, again."""
        return replace(self, forgotten=self.forgotten - frozenset(items))


def _fits(tag: Tag, source_id: int, topic: str, title: str) -> bool:
    if tag.kind == "source":
        return tag.name == str(source_id)
    if tag.kind == "topic":
        return tag.name.casefold() == topic.casefold()
    return tag.name.casefold() in title.casefold()


@dataclass(frozen=True, slots=True)
class Pinning:
    """A ranker that also knows what the reader pinned."""

    inner: Ranker
    who: Who

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """The inner ranker fitted to what still teaches."""
        return replace(self, inner=self.inner.fit(self.who.taught(evidence), now=now))

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """The inner judgements, and the pins as reasons of their own."""
        judged = self.inner.judge(candidates)
        if not self.who.pinned:
            return judged
        return [self._pinned(*pair) for pair in zip(candidates, judged, strict=True)]

    def _pinned(self, one: Candidate, judged: Judgement) -> Judgement:
        tag = self.who.pins(one)
        if tag is None:
            return judged
        subject = one.source_title if tag.kind == "source" else tag.name
        return judgement((*judged.reasons, Reason("pinned", PINNED, subject)), judged.sd)
