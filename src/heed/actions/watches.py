"""Watches: what the reader keeps an eye on, how each stands, and when one speaks up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heed.actions import toning
from heed.assist import watch as watching
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.filter.language import language_of
from heed.store import alerts, items, sources, vectors, watches
from heed.types import Alert, Entity, Item, Sighting, Watch, WatchReport

LONGEST_NAME, LONGEST, MOST = 60, 300, 40
BACKTEST_DAYS = 30
AGAIN = 4
"""New pieces since its last alert that a watch needs for another within a day."""
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Library:
    """What watches look at: pieces by date, their vectors, and since when each source is known."""

    pieces: Sequence[Item]
    vectors: watching.Vectors
    oldest: dict[int, datetime]


def add(
    diet: Diet,
    name: str,
    *,
    words: Sequence[str] = (),
    examples: Sequence[str] = (),
    entities: Sequence[Entity] = (),
    urgent: bool = False,
) -> Watch:
    """Keep an eye on words, entities and what example sentences are about. Raises BadInput."""
    name = " ".join(name.split())
    words = [one.strip() for one in words if one.strip()]
    examples = [one.strip() for one in examples if one.strip()]
    if not name or len(name) > LONGEST_NAME or name.isdecimal():
        raise BadInput("A watch needs a name of 1 to 60 characters that is not a number.")
    if not (words or examples or entities):
        raise BadInput("A watch needs a word, an entity or an example sentence to look for.")
    every = [*words, *examples, *(one for e in entities for one in (e.name, *e.aliases))]
    if len(every) > MOST:
        raise BadInput("A watch looks for at most 40 words, names and examples. Make it two.")
    if max(map(len, every)) > LONGEST:
        raise BadInput("A word, name or example of a watch has at most 300 characters.")
    with diet.db.write() as tx:
        return watches.add(
            tx,
            name,
            at=diet.clock(),
            words=words,
            examples=examples,
            entities=entities,
            urgent=urgent,
        )


def entity(text: str) -> Entity:
    """`Arvo = ARV, Arvo Corp` as an entity with its aliases. Raises BadInput."""
    name, _, rest = text.partition("=")
    if not name.strip():
        raise BadInput("An entity has a name; write it as: Arvo = ARV, Arvo Corp")
    parts = rest.replace("，", ",").split(",")
    return Entity(name.strip(), tuple(one.strip() for one in parts if one.strip()))


def named(diet: Diet, text: str) -> Watch:
    """A watch by its number or name. Raises NotFound."""
    with diet.db.read() as tx:
        kept = watches.all(tx)
    for one in kept:
        if text in (str(one.id), one.name) or text.casefold() == one.name.casefold():
            return one
    raise NotFound(f"No watch is called {text}.")


def mute(diet: Diet, watch_id: int, muted: bool) -> Watch:
    """Let a watch be silent, or speak again. Raises NotFound."""
    with diet.db.write() as tx:
        return watches.set_muted(tx, watch_id, muted)


def remove(diet: Diet, watch_id: int) -> Watch:
    """Forget a watch and its alerts. Raises NotFound."""
    with diet.db.write() as tx:
        return watches.remove(tx, watch_id)


def reports(diet: Diet, asked: Sequence[Watch]) -> list[WatchReport]:
    """How watches stand now."""
    library = _library(diet, asked, watching.BASELINE_DAYS + 1)
    return [_report(diet, one, library) for one in asked]


def seen_ids(diet: Diet, name: str, *, days: int) -> set[int]:
    """The pieces of the last days that the watch of this name sees; none where it is gone."""
    with diet.db.read() as tx:
        kept = [one for one in watches.all(tx) if one.name == name]
    if not kept:
        return set()
    library, (watch,) = _library(diet, kept, days), kept
    seen = watching.sightings(watch, library.pieces, _close(diet, watch, library))
    return {one.item_id for one in seen}


def backtest(diet: Diet, watch: Watch) -> list[Alert]:
    """The alerts of the last month, had the watch been there and looked at this time of day."""
    library = _library(diet, [watch], BACKTEST_DAYS + watching.BASELINE_DAYS + 1)
    seen, now = _seen(diet, watch, library), diet.clock()
    return watching.backtest(
        watch, seen, library.oldest, now=now, zone=diet.zone, count=BACKTEST_DAYS
    )


def check(diet: Diet) -> list[Alert]:
    """Ask every watch that is not muted; keeps what they say and gives it back.

    A watch speaks at most once for a day's edition; an urgent one again, but only of new pieces. In
    quiet hours nothing is asked; the first check after them looks back over a day.
    """
    now = diet.clock()
    if diet.settings.is_quiet(now.astimezone(diet.zone).hour):
        return []
    with diet.db.read() as tx:
        said = {one.watch_id: one for one in alerts.since(tx, now - RECENT)}
        kept = [one for one in watches.all(tx) if _may_speak(one, said.get(one.id), diet.today())]
    if not kept:
        return []
    library = _library(diet, kept, watching.BASELINE_DAYS + 1)
    found = [_alert(diet, one, library, said.get(one.id)) for one in kept]
    with diet.db.write() as tx:
        if {one.watch_id: one for one in alerts.since(tx, now - RECENT)} != said:
            return []  # another request was faster
        return [alerts.add(tx, one) for one in found if one]


def _may_speak(watch: Watch, last: Alert | None, today: date) -> bool:
    return not watch.muted and (watch.urgent or last is None or last.day != today)


def _library(diet: Diet, asked: Sequence[Watch], days: int) -> _Library:
    now = diet.clock()
    with diet.db.read() as tx:
        pieces = [
            one
            for one in items.heads(tx, since=now - timedelta(days=days))
            if one.published_at <= now
        ]
        followed = {one.id: one.added_at for one in sources.all(tx)}
        oldest = {
            id: min(since, followed.get(id, since))
            for id, since in items.first_published(tx).items()
        }
        wanted = any(one.examples for one in asked)
        known = vectors.load(tx, [one.id for one in pieces]) if wanted else {}
    return _Library(pieces, known, oldest)


def _seen(diet: Diet, watch: Watch, library: _Library) -> list[Sighting]:
    close, read = _close(diet, watch, library), toning.reader(diet, watch)
    return watching.sightings(watch, library.pieces, close, read)


def _close(diet: Diet, watch: Watch, library: _Library) -> dict[int, str]:
    """The pieces an example sentence of the watch is about, and which one."""
    if not watch.examples:
        return {}
    languages = [language_of(one) for one in watch.examples]
    examples = {
        watch.examples[row]: (found.embedder_id, found.vectors[n])
        for found in diet.encoder.encode(watch.examples, languages)
        for n, row in enumerate(found.rows)
    }
    return watching.alike(library.vectors, examples)


def _report(diet: Diet, watch: Watch, library: _Library) -> WatchReport:
    now, seen = diet.clock(), _seen(diet, watch, library)
    known, settled = watching.settled(library.oldest, now)
    counted = [one for one in seen if one.source_id in settled]
    run = watching.days(counted, now=now, count=known + 1)
    shown = watching.days(seen, now=now, count=watching.BASELINE_DAYS + 1)
    fresh = tuple(one for one in seen if one.at > now - timedelta(days=1))
    return WatchReport(watch, shown, watching.signals(run, diet.zone), fresh)


def _alert(diet: Diet, watch: Watch, library: _Library, last: Alert | None) -> Alert | None:
    report = _report(diet, watch, library)
    if last and sum(one.at > last.at for one in report.seen) < AGAIN:
        return None
    return watching.alert(watch, report.seen, report.signals, day=diet.today(), at=diet.clock())
