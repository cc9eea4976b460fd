"""Which items a search may look at: of a source, in a language, since a moment, read or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, or_, select, union

from heed.store.database import AnySelect
from heed.store.schema import item, reading, source, verdict

Touched = Literal["", "read", "unread", "worth"]
"""worth: the last answer was all of its minutes, or more."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is let through; an empty field lets everything through. language: "en" or "zh-CN"."""

    source_id: int | None = None
    language: str = ""
    since: datetime | None = None
    touched: Touched = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row of `item` has to meet; items of removed sources never do."""
        gone = select(source.c.id).where(source.c.removed)
        wanted: list[ColumnElement[bool]] = [item.c.source_id.not_in(gone)]
        if self.source_id is not None:
            wanted.append(item.c.source_id == self.source_id)
        if self.language:
            exactly, wider = item.c.language == self.language, f"{self.language}-"
            wanted.append(or_(exactly, item.c.language.startswith(wider, autoescape=True)))
        if self.since is not None:
            wanted.append(item.c.published_at >= self.since)
        if self.touched == "worth":
            wanted.append(item.c.id.in_(_worth()))
        elif self.touched:
            answered = select(verdict.c.item_id).where(verdict.c.asked != "picked")
            touched = union(select(reading.c.item_id), answered)
            inside = item.c.id.in_(touched)
            wanted.append(inside if self.touched == "read" else ~inside)
        return wanted


def _worth() -> AnySelect:
    later = verdict.alias()
    last = select(later.c.id).where(later.c.item_id == verdict.c.item_id)
    newest = last.order_by(later.c.id.desc()).limit(1).correlate(verdict).scalar_subquery()
    return select(verdict.c.item_id).where(
        verdict.c.answer.in_(("all", "more")), verdict.c.id == newest
    )
