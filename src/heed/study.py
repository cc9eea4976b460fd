"""Learning as it touches the store: answers out, a fitted ranker back, and which one is in use."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import NamedTuple

import numpy as np

from heed import __version__, learn, store
from heed.types import (
    ANSWERS,
    Again,
    Drafted,
    Duel,
    Edition,
    Evaluation,
    Evidence,
    Item,
    Portrait,
    Ranker,
)


class Answers(NamedTuple):
    """Everything answered so far, oldest first; the pieces by id and the sources' titles by id."""

    evidence: list[Evidence]
    items: dict[int, Item]
    titles: dict[int, str]


def answers(db: store.Database, *, again: bool = True) -> Answers:
    """What the reader has answered and what it was about; again: second thoughts stand for first.

    Without them every answer is the one of its day, as foretelling is judged by.
    """
    with db.read() as tx:
        answered = store.verdicts.latest(tx) if again else store.verdicts.at_first(tx)
        items = store.items.many(tx, list(answered))
        vectors = store.vectors.load(tx, list(answered))
        held = store.sources.ever(tx)
    evidence = learn.evidence(answered, items, vectors, held)
    return Answers(evidence, items, {id: source.title for id, source in held.items()})


def fitted(db: store.Database, *, now: datetime, without: Collection[int] = ()) -> Ranker:
    """The ranker in use, fitted to every answer so far but those to the pieces `without`."""
    said = who(db).forgetting(without)
    ranker = learn.ranker(in_use(db)[0], usable(db), half_lives(db))
    return learn.Pinning(ranker, said).fit(answers(db).evidence, now=now)


def runner_up(db: store.Database, *, now: datetime) -> Ranker:
    """The next best ranker, fitted likewise."""
    ranker = learn.ranker(_kept(db).runner_up, usable(db), half_lives(db))
    return learn.Pinning(ranker, who(db)).fit(answers(db).evidence, now=now)


def usable(db: store.Database) -> Mapping[str, Ranker]:
    """All that may rank in this home, by name."""
    with db.read() as tx:
        return learn.usable(store.states.get(tx, learn.LEARNED))


def drafted(db: store.Database, first: Edition, second: Edition) -> tuple[Drafted, ...]:
    """What the rankings of two editions of a day share, in turns, in the minutes of the first."""
    kept = _kept(db)
    return learn.shared(first, second, names=(kept.in_use, kept.runner_up))


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
    return learn.portrait(given.evidence, said, titles, now=now, half_lives=half_lives(db))


class Kept(NamedTuple):
    """The rankers' names as last chosen, and by how many answers."""

    in_use: str
    answers: int
    runner_up: str


def in_use(db: store.Database) -> tuple[str, int]:
    """The name of the ranker in use, and how many answers it was chosen by."""
    return _kept(db)[:2]


def _kept(db: store.Database) -> Kept:
    with db.read() as tx:
        kept = store.states.get(tx, learn.IN_USE)
    told = json.loads(kept) if kept else {}
    name = str(told.get("in_use") or next(iter(learn.USABLE)))
    other = str(told.get("runner_up") or next(one for one in learn.USABLE if one != name))
    return Kept(name, int(told.get("answers", 0)), other)


def reconsider(db: store.Database, zone: tzinfo) -> int:
    """Look again at which ranker is the better one, where enough answers came since the last.

    Returns how many answers were looked at, 0 where it is not due.
    """
    looked_at = in_use(db)[1]
    with db.read() as tx:
        count = len(store.verdicts.told(tx))
    if learn.forgetting_due(count, _forgetting(db)[1]):
        _choose_half_lives(db, zone, count)
    if not learn.look_due(count, looked_at):
        return 0
    compare(db, zone)
    return count


def evaluate(db: store.Database, zone: tzinfo) -> Evaluation:
    """Every method on every answer so far; what it finds decides who ranks the next edition.

    It is found once after each answer and kept: what a source is called since is told at the next.
    """
    key = _made_from(db, zone)
    with db.read() as tx:
        kept = learn.judged(store.states.get(tx, learn.JUDGED), key)
    if kept is not None:
        return kept
    found = _evaluate(db, zone, learn.methods())
    with db.write() as tx:
        store.states.put(tx, learn.JUDGED, learn.judged_bytes(found, key))
    return found


def compare(db: store.Database, zone: tzinfo) -> Evaluation:
    """The same for those that may rank an edition and no others, in a tenth of the time."""
    with db.read() as tx:
        kept = learn.judged(store.states.get(tx, learn.JUDGED), _made_from(db, zone))
    return kept or _evaluate(db, zone, {})


def _made_from(db: store.Database, zone: tzinfo) -> str:
    """What an evaluation depends on, in short: it is another when this is."""
    with db.read() as tx:
        last = store.verdicts.last_id(tx)
    return f"{__version__} {zone} {last} {bytes(who(db)).decode()}"


def _evaluate(db: store.Database, zone: tzinfo, rivals: Mapping[str, learn.Method]) -> Evaluation:
    """rivals: those that never rank an edition and are only there to be beaten."""
    trials, mornings = _trials(db, zone)
    able = usable(db)
    # A rival keeps its name: "recency" is judged as nothing but newest first, as it is told.
    methods = {**{name: learn.by(one) for name, one in able.items()}, **rivals}
    found = learn.evaluate(trials, methods, mornings, usable=tuple(able))
    found = replace(found, again=_again(db), duel=_duel(db), covered=learn.covered(_expected(db)))
    kept = json.dumps(
        {"in_use": found.in_use, "answers": found.answers, "runner_up": found.runner_up}
    )
    with db.write() as tx:
        store.states.put(tx, learn.IN_USE, kept.encode())
    return found


def half_lives(db: store.Database) -> dict[str, float]:
    """How fast answers age, days by topic, where another than the usual was proved to pay."""
    return _forgetting(db)[0]


def _forgetting(db: store.Database) -> tuple[dict[str, float], int]:
    """The half-lives kept, and by how many answers they were chosen."""
    with db.read() as tx:
        kept = store.states.get(tx, learn.FORGETTING)
    if kept is None:
        return {}, 0
    told = json.loads(kept)
    return {topic: float(days) for topic, days in told["days"].items()}, int(told["answers"])


def _choose_half_lives(db: store.Database, zone: tzinfo, count: int) -> None:
    days = learn.half_lives(*_trials(db, zone))
    kept = {topic: str(value) for topic, value in days.items()}  # JSON knows no "without end"
    with db.write() as tx:
        told = json.dumps({"days": kept, "answers": count}, ensure_ascii=False)
        store.states.put(tx, learn.FORGETTING, told.encode())


def _trials(db: store.Database, zone: tzinfo) -> tuple[list[learn.Trial], dict[int, datetime]]:
    """Every answer as of its day, and when each day began."""
    given = answers(db, again=False)
    trials = learn.trials(who(db).taught(given.evidence), given.items, given.titles, zone)
    days = {one.day for one in trials}
    return trials, {day: learn.morning(date.fromordinal(day), zone) for day in days}


def sureness(db: store.Database) -> learn.Sureness:
    """How wrong what editions expected has been so far."""
    days = _expected(db)
    return learn.Sureness.fit(*(np.concatenate([day[n] for day in days]) for n in range(3)))


def likely(db: store.Database, worth: float, sd: float) -> tuple[float, float]:
    """Between which answers four of five such pieces are expected to lie."""
    low, high = sureness(db).likely(np.array([worth]), np.array([sd]))
    return float(low[0]), float(high[0])


def _expected(db: store.Database) -> list[tuple[learn.Doubles, learn.Doubles, learn.Doubles]]:
    """Worth and sd told that morning and the answer, of each day's answered pieces.

    A piece that stood in several editions counts in the last.
    """
    with db.read() as tx:
        said = store.verdicts.latest(tx, "asked", "volunteered")
        told = {one.item_id: one for one in store.editions.expected(tx)}
    days: dict[date, list[tuple[float, float, float]]] = {}
    for one in sorted(told.values(), key=lambda one: one.day):
        if one.item_id in said:
            answer = ANSWERS[said[one.item_id].answer]
            days.setdefault(one.day, []).append((one.worth, one.sd, answer))
    empty = np.zeros((0, 3))
    rows = [np.array(day) for day in days.values()] or [empty]
    return [(day[:, 0], day[:, 1], day[:, 2]) for day in rows]


def _again(db: store.Database) -> Again | None:
    """What became of answers a week later."""
    with db.read() as tx:
        first, then = store.verdicts.at_first(tx), store.verdicts.second_thoughts(tx)
    pairs = [(ANSWERS[first[id].answer], ANSWERS[one.answer]) for id, one in then.items()]
    return learn.again(pairs)


def _duel(db: store.Database) -> Duel | None:
    """Which of two rankings that shared editions earned the better answers."""
    with db.read() as tx:
        shared = store.editions.all_drafted(tx)
        said = store.verdicts.latest(tx, "asked", "volunteered")
    return learn.duel(shared, {id: ANSWERS[one.answer] for id, one in said.items()})
