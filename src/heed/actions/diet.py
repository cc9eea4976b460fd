"""What the reader's diet was made of in the last four weeks, and the map of what they know."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from heed import consume, growth, learn
from heed.diet import Diet
from heed.store import Tx, cards, editions, entries, goals, highlights, items, rules, sources
from heed.types import (
    Card,
    DietFacts,
    Entry,
    Highlight,
    Item,
    KnownTopic,
    Rule,
    RuleCost,
    RulePrice,
    Source,
)

DAYS = 28


def facts(diet: Diet) -> DietFacts:
    """The last four weeks; the map is of all time."""
    now, last = diet.clock(), diet.today()
    with diet.db.read() as tx:
        lines = [one for one in entries.all(tx) if one.account == "spent" and one.source_id]
        held = sources.ever(tx)
        present = {one.topic for one in sources.all(tx) if one.topic}
        declared, priced = _declared(tx, last)
        kept, marks = cards.all(tx), highlights.all(tx)
        touched = {one.item_id for one in kept} | {one.item_id for one in marks}
        touched |= {one.item_id for one in lines if one.item_id}
        pieces = items.many(tx, touched)
    recent, first = _recent(diet, lines)
    by_topic, by_source = _by(recent, held)
    known = _known(lines, pieces, (kept, marks), held, at=now)
    return DietFacts(
        first=first,
        last=last,
        seconds=sum(by_topic.values()),
        topics=consume.portions(by_topic),
        sources=consume.portions(by_source),
        effective_topics=consume.effective_number(by_topic.values()),
        effective_sources=consume.effective_number(by_source.values()),
        rules=_costs((declared, priced), recent, held, (last - first).days + 1),
        known=known,
        gaps=tuple(sorted(present - {one.name for one in known})),
    )


def rule_costs(diet: Diet) -> tuple[RuleCost, ...]:
    """What every rule and goal brought and cost in the same four weeks, and no more."""
    last = diet.today()
    with diet.db.read() as tx:
        declared, priced = _declared(tx, last)
        if not declared:
            return ()
        lines = [one for one in entries.all(tx) if one.account == "spent" and one.source_id]
        held = sources.ever(tx)
    recent, first = _recent(diet, lines)
    return _costs((declared, priced), recent, held, (last - first).days + 1)


def _declared(tx: Tx, last: date) -> tuple[list[Rule], list[RulePrice]]:
    declared = [*rules.all(tx), *(growth.floor(one, 0) for one in goals.all(tx))]
    return declared, editions.rule_prices(tx, last - timedelta(days=DAYS - 1))


def _recent(diet: Diet, lines: Sequence[Entry]) -> tuple[list[Entry], date]:
    """The lines of the last four weeks, and the day of the first of them."""
    last = diet.today()
    since = datetime.combine(last - timedelta(days=DAYS - 1), time(), diet.zone)
    recent = [one for one in lines if one.at >= since]
    return recent, min((one.at.astimezone(diet.zone).date() for one in recent), default=last)


def _costs(
    ruled: tuple[Sequence[Rule], Sequence[RulePrice]],
    recent: Sequence[Entry],
    held: Mapping[int, Source],
    days: int,
) -> tuple[RuleCost, ...]:
    declared, priced = ruled
    return consume.rule_costs(declared, priced, _by_rule(declared, recent, held), days)


def _by(
    lines: Sequence[Entry], held: Mapping[int, Source]
) -> tuple[dict[str, int], dict[str, int]]:
    topics: dict[str, int] = {}
    names: dict[str, int] = {}
    for one in lines:
        source = held.get(one.source_id or 0)
        topic, name = (source.topic, source.title or source.url) if source else ("", "")
        topics[topic] = topics.get(topic, 0) + one.seconds
        names[name] = names.get(name, 0) + one.seconds
    return topics, names


def _by_rule(
    declared: Sequence[Rule], lines: Sequence[Entry], held: Mapping[int, Source]
) -> dict[int, int]:
    spent = {one.id: 0 for one in declared}
    for line in lines:
        source = held.get(line.source_id or 0)
        for one in declared:
            wanted = source and (str(source.id) if one.scope == "source" else source.topic)
            if wanted == one.subject:
                spent[one.id] += line.seconds
    return spent


def _known(
    lines: Sequence[Entry],
    pieces: Mapping[int, Item],
    kept: tuple[Sequence[Card], Sequence[Highlight]],
    held: Mapping[int, Source],
    *,
    at: datetime,
) -> tuple[KnownTopic, ...]:
    topics = {id: held[one.source_id].topic for id, one in pieces.items() if one.source_id in held}
    seconds: dict[str, int] = {}
    read: dict[str, set[int]] = {}
    for one in lines:
        if one.item_id in topics:
            name = topics[one.item_id]
            seconds[name] = seconds.get(name, 0) + one.seconds
            read.setdefault(name, set()).add(one.item_id)
    mine = learn.by_topic(kept[0], topics)
    marked = [topics.get(one.item_id, "") for one in kept[1]]
    names = {*seconds, *mine, *marked}
    rows = [
        KnownTopic(
            name,
            seconds.get(name, 0),
            len(read.get(name, ())),
            marked.count(name),
            len(mine.get(name, ())),
            learn.known(mine.get(name, ()), at),
        )
        for name in names
    ]
    return tuple(sorted(rows, key=lambda one: (-one.seconds, one.name)))
