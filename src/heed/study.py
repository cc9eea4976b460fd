"""Learning as it touches the store: answers out, a fitted ranker back, and which one is in use."""

import json
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from heed import learn, store
from heed.types import Evaluation, Evidence, Item, Portrait, Ranker


class Answers(NamedTuple):
    """Everything answered so far, oldest first; the pieces by id and the sources' titles by id."""

    evidence: list[Evidence]
    items: dict[int, Item]
    titles: dict[int, str]


def answers(db: store.Database) -> Answers:
    """What the reader has answered and what it was about."""
    with db.read() as tx:
        answered = store.verdicts.latest(tx)
        items = store.items.many(tx, list(answered))
        vectors = store.vectors.load(tx, list(answered))
        held = store.sources.ever(tx)
    evidence = learn.evidence(answered, items, vectors, held)
    return Answers(evidence, items, {id: source.title for id, source in held.items()})


def fitted(db: store.Database, *, now: datetime) -> Ranker:
    """The ranker in use, fitted to every answer so far."""
    return learn.Pinning(learn.ranker(in_use(db)[0]), who(db)).fit(answers(db).evidence, now=now)


def who(db: store.Database) -> learn.Who:
    """What the reader said about themselves."""
    with db.read() as tx:
        return learn.Who.read(store.states.get(tx, learn.WHO))


def say(db: store.Database, said: learn.Who) -> None:
    """Keep what the reader says about themselves."""
    with db.write() as tx:
        store.states.put(tx, learn.WHO, bytes(said))


def portrait(db: store.Database, *, now: datetime) -> Portrait:
    """Who heed thinks the reader is: the model's own numbers."""
    given, said = answers(db), who(db)
    with db.read() as tx:
        titles = {id: source.title for id, source in store.sources.ever(tx).items()}
    return learn.portrait(given.evidence, said, titles, now=now)


def in_use(db: store.Database) -> tuple[str, int]:
    """The name of the ranker in use, and how many answers it was chosen by."""
    with db.read() as tx:
        kept = store.states.get(tx, learn.IN_USE)
    if kept is None:
        return next(iter(learn.USABLE)), 0
    told = json.loads(kept)
    return str(told["in_use"]), int(told["answers"])


def reconsider(db: store.Database, zone: tzinfo) -> int:
    """Look again at which ranker is the better one, where enough answers came since the last.

    Returns how many answers were looked at, 0 where it is not due.
    """
    looked_at = in_use(db)[1]
    with db.read() as tx:
        count = len(store.verdicts.told(tx))
    if not learn.look_due(count, looked_at):
        return 0
    evaluate(db, zone, {name: learn.by(one) for name, one in learn.USABLE.items()})
    return count


def evaluate(
    db: store.Database, zone: tzinfo, methods: dict[str, learn.Method] | None = None
) -> Evaluation:
    """Every method on every answer so far; what it finds decides who ranks the next edition."""
    given = answers(db)
    trials = learn.trials(who(db).taught(given.evidence), given.items, given.titles, zone)
    days = {one.day for one in trials}
    mornings = {day: learn.morning(date.fromordinal(day), zone) for day in days}
    found = learn.evaluate(
        trials, methods or dict(learn.methods()), mornings, usable=tuple(learn.USABLE)
    )
    kept = json.dumps({"in_use": found.in_use, "answers": found.answers})
    with db.write() as tx:
        store.states.put(tx, learn.IN_USE, kept.encode())
    return found
