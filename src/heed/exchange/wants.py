"""Which pieces the team wants read today: what its needs ask for and nobody has read enough yet.

Pure. Who reads them is shared out in team.py.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from heed.team import Assignment, Member, Need, Wanted
from heed.types import Item, Source, Story

MOST_PIECES = 1000
"""Pieces on one market day; those that must be read come before the newest others."""


def wanted(
    stories: Sequence[Story],
    needs: Sequence[Need],
    members: Sequence[Member],
    past: Sequence[Assignment],
    *,
    sources: Mapping[int, Source],
    holding: Mapping[int, Collection[int]],
    today: date,
) -> list[Wanted]:
    """One entry a story that a need asks for, by item id.

    past: every assignment so far; whoever read or passed on a piece is not asked again. holding:
    need id -> ids of the items its words stand in or its watch sees. Of several needs the strictest
    counts.
    """
    live = [one for one in needs if one.until is None or one.until >= today]
    met = _Met(past)
    found: list[Wanted] = []
    for story in stories:
        asking = [one for one in live if _asks(one, story, sources, holding)]
        if asking and not met.enough(story, asking):
            found.append(_entry(story, asking, members, met, sources))
    found.sort(key=lambda one: (one.least == 0, -one.item_id))
    return sorted(found[:MOST_PIECES], key=lambda one: one.item_id)


class _Met:
    """Who has read and who has passed on which items."""

    def __init__(self, past: Sequence[Assignment]) -> None:
        self._read = [one for one in past if one.state == "read"]
        self._passed = [one for one in past if one.state == "passed"]

    def readers(self, story: Story) -> set[int]:
        """Members who read any piece of the story."""
        return _who(self._read, story)

    def refusers(self, story: Story) -> set[int]:
        """Members who passed any piece of the story on."""
        return _who(self._passed, story)

    def enough(self, story: Story, asking: Sequence[Need]) -> bool:
        """Whether the needs are closed: as many as they need have read it, one at least."""
        return len(self.readers(story)) >= max(1, *(one.least for one in asking))


def _who(assignments: Sequence[Assignment], story: Story) -> set[int]:
    ids = {item.id for item in story.items}
    return {one.member_id for one in assignments if one.item_id in ids}


def _asks(
    need: Need,
    story: Story,
    sources: Mapping[int, Source],
    holding: Mapping[int, Collection[int]],
) -> bool:
    return any(_matches(need, item, sources.get(item.source_id), holding) for item in story.items)


def _matches(
    need: Need, item: Item, source: Source | None, holding: Mapping[int, Collection[int]]
) -> bool:
    if need.scope == "piece":
        return need.subject == str(item.id)
    if need.scope == "source":
        return need.subject == str(item.source_id)
    if need.scope == "topic":
        return source is not None and source.topic.casefold() == need.subject.casefold()
    return item.id in holding.get(need.id, ())


def _entry(
    story: Story,
    asking: Sequence[Need],
    members: Sequence[Member],
    met: _Met,
    sources: Mapping[int, Source],
) -> Wanted:
    """What several needs say of one story, taken together."""
    lead, readers = story.lead, met.readers(story)
    first = max(asking, key=lambda one: (one.least, -one.id))
    dates = [one.until for one in asking if one.until and one.least]
    source = sources.get(lead.source_id)
    barred = readers | met.refusers(story)
    barred |= {one.id for one in members if not all(_may_read(one, need) for need in asking)}
    return Wanted(
        item_id=lead.id,
        title=lead.title,
        source=source.title if source else "",
        seconds=max(1, lead.seconds),
        least=max(0, first.least - len(readers)),
        most=max(1, max(one.most for one in asking) - len(readers)),
        subject=_named(first, story, sources),
        until=min(dates, default=None),
        barred=tuple(sorted(barred)),
    )


def _may_read(member: Member, need: Need) -> bool:
    skills = {one.casefold() for one in member.skills}
    return member.id not in need.barred and all(one.casefold() in skills for one in need.skills)


def _named(need: Need, story: Story, sources: Mapping[int, Source]) -> str:
    """What a need is about, as a person would call it."""
    if need.scope == "piece":
        return story.lead.title
    if need.scope == "source":
        source = sources.get(int(need.subject))
        return source.title if source else ""
    return need.subject
