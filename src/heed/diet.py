"""THE LOOP: gather -> edition -> read -> learn -> publish, and round again.

Each verb fetches what a room needs, lets the room decide, and writes the decision down. There is no
arithmetic, no SQL and no HTTP here; every other write is in heed.actions.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from heed import allocate, consume, filter, learn, produce, sources, store, workers
from heed.errors import Unreachable, Unreadable
from heed.models.encoder import Encoder, load_encoder
from heed.models.reader import Rocchio
from heed.settings import Settings
from heed.sources.reply import Reply, described, understand
from heed.types import (
    Answer,
    Asked,
    Edition,
    Gathered,
    Item,
    Ranker,
    Scored,
    Source,
    SourceReport,
    Verdict,
    Visit,
    Web,
)
from heed.wire.folder import read_folder
from heed.wording import Words

Clock: TypeAlias = Callable[[], datetime]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done and how far: ("fetch", 3, 12)."""
Vectors: TypeAlias = Mapping[int, tuple[str, npt.NDArray[np.float32]]]

ASKED_AT_ONCE = 8
ENCODED_AT_ONCE = 64
STORY_DAYS = 3


def quiet(step: str, done: int, total: int) -> None:
    """The progress nobody watches."""


class Diet:
    """One person's information diet. Everything it touches is handed in."""

    def __init__(
        self,
        db: store.Database,
        web: Web,
        settings: Settings,
        clock: Clock,
        load: Callable[[bytes | None], Encoder] = load_encoder,
    ) -> None:
        self.db = db
        self.web = web
        self.settings = settings
        self.clock = clock
        self._load = load

    # -- produced, filtered ----------------------------------------------------------------------

    def gather(self, *, force: bool = False, progress: Progress = quiet) -> Gathered:
        """Ask every source that is due (all with `force`), keep what is new and prepare it."""
        now = self.clock()
        with self.db.read() as tx:
            due = store.visits.due(tx, datetime.max.replace(tzinfo=UTC) if force else now)
        reports: list[SourceReport] = []
        for (source, visit), reply in workers.threads(self._ask, due, count=ASKED_AT_ONCE):
            reports.append(self._keep(source, visit, reply, now))
            progress("fetch", len(reports), len(due))
        self._encode(progress)
        self._group()
        return Gathered(tuple(reports))

    def _ask(self, pair: tuple[Source, Visit]) -> Reply:
        source, visit = pair
        try:
            if source.kind == "folder":
                return sources.files_document(read_folder(Path(source.url)))
            return self.web.get(source.url, etag=visit.etag, modified=visit.modified)
        except (
            Unreachable,
            Unreadable,
        ) as error:  # a failing source is a value, never the end of a gathering
            return error

    def _keep(self, source: Source, visit: Visit, reply: Reply, now: datetime) -> SourceReport:
        """Write down what one source answered, in one transaction."""
        document, outcome = understand(reply, source, visit, now=now)
        with self.db.write() as tx:
            known = [sources.Known(*row) for row in store.items.known(tx, source.id)]
            changes = sources.changes(known, document.posts if document else ())
            posts = [(store.items.next_id(tx, now), post) for post in changes.new]
            store.items.save(
                tx,
                [
                    filter.clean_post(post, source, id=one, now=now, settings=self.settings)
                    for one, post in (*posts, *changes.updated)
                ],
            )
            store.sources.update(tx, described(source, document))
            following = sources.next_visit(
                source,
                visit,
                outcome,
                now=now,
                ttl_s=document.ttl_s if document else None,
                new=len(changes.new),
                jitter=_jitter(source.url, now),
            )
            store.visits.save(tx, following)
        return SourceReport(
            source,
            new=len(changes.new),
            updated=len(changes.updated),
            unchanged=document is None,
            trouble=following.trouble,
        )

    @cached_property
    def encoder(self) -> Encoder:
        """What reads the texts; loaded at first use."""
        with self.db.read() as tx:
            return self._load(store.states.get(tx, "lsa"))

    def _encode(self, progress: Progress) -> None:
        with self.db.read() as tx:
            missing = store.vectors.missing(tx, self._window())
        for start in range(0, len(missing), ENCODED_AT_ONCE):
            batch = missing[start : start + ENCODED_AT_ONCE]
            progress("encode", start, len(missing))
            texts = [f"{item.title}. {item.lead}" for item in batch]
            found = self.encoder.encode(texts, [item.language for item in batch])
            with self.db.write() as tx:
                for one in found:
                    ids = [batch[row].id for row in one.rows]
                    store.vectors.save(tx, one.embedder_id, ids, one.vectors)

    def _group(self) -> None:
        """New items join the story they tell, or start one."""
        with self.db.read() as tx:
            recent = store.items.recent(tx, since=self.clock() - timedelta(days=STORY_DAYS))
            vectors = store.vectors.load(tx, [item.id for item in recent])
        new = [item for item in recent if not item.story_id]
        told = [item for item in recent if item.story_id]
        with self.db.write() as tx:
            store.items.set_stories(tx, filter.story_ids(new, told, vectors))

    # -- allocated -------------------------------------------------------------------------------

    def edition(self, day: date | None = None, minutes: float | None = None) -> Edition:
        """The day's edition: the one already issued, else a new one, which then never changes.

        Another number of minutes is another edition. A day without candidates is not issued, so
        that the first sources added still make the day's edition; its id is 0.
        """
        now = self.clock()
        day = day or self.today()
        granted_s = round((minutes or self.settings.minutes) * 60)
        with self.db.read() as tx:
            issued = (
                store.editions.latest(tx, day)
                if minutes is None
                else (store.editions.find(tx, day, granted_s))
            )
            rules = store.rules.all(tx)
            held = {source.id: source for source in store.sources.all(tx)}
        if issued:
            return issued
        composed = allocate.compose(
            self._rank(day, held),
            day=day,
            made_at=now,
            granted_s=granted_s,
            rules=rules,
            seed=_seed(day, granted_s),
            reservation_rate=self.settings.reservation_rate,
            explore_share=self.settings.explore_share,
            source_share=self.settings.source_share,
            sources=held,
        )
        return self._issue(composed) if composed.slots or composed.left_out else composed

    def _rank(self, day: date, held: Mapping[int, Source]) -> list[Scored]:
        as_of = self._as_of(day)
        with self.db.read() as tx:
            found = store.items.candidates(tx, since=self._window(), day=day)
            published = [item for item in found if item.published_at <= as_of]
            vectors = store.vectors.load(tx, [item.id for item in published])
        return filter.rank(filter.stories(published), held, vectors, self.learn(), now=as_of)

    def _issue(self, composed: Edition) -> Edition:
        """Store the edition, give it its minutes, and take back what earlier ones did not spend."""
        with self.db.write() as tx:
            issued = store.editions.save(tx, composed)
            past = store.entries.all(tx)
            closing = consume.close(past, tx=store.entries.next_tx(tx), at=issued.made_at)
            store.entries.post(tx, closing)
            opening = consume.grant(issued, tx=store.entries.next_tx(tx), at=issued.made_at)
            store.entries.post(tx, opening)
        return issued

    # -- consumed --------------------------------------------------------------------------------

    def read(
        self,
        item_id: int,
        *,
        active_s: int | None = None,
        answer: Answer | None = None,
        via: Literal["web", "cli"] = "web",
        asked: Asked = "volunteered",
    ) -> None:
        """Write down time spent with an item, the answer given to it, or both. Raises NotFound.

        An answer about a piece nobody timed books its planned minutes, marked as an estimate.
        """
        now = self.clock()
        with self.db.write() as tx:
            item = store.items.get(tx, item_id)
            untimed = not store.readings.total_s(tx, item_id)
            if active_s is not None or (answer and untimed):
                edition_id = _holding(store.editions.latest(tx), item)
                spent = consume.reading(
                    item, active_s=active_s, at=now, via=via, edition_id=edition_id
                )
                store.readings.add(tx, spent)
                store.entries.post(
                    tx, consume.spend(spent, item, tx=store.entries.next_tx(tx), at=now)
                )
            if answer:
                store.verdicts.add(tx, Verdict(item_id, answer, now, asked))

    # -- learned from ----------------------------------------------------------------------------

    def learn(self) -> Ranker:
        """The reader model, fitted to every answer so far."""
        with self.db.read() as tx:
            answered = store.verdicts.latest(tx)
            known = store.items.many(tx, list(answered))
            vectors = store.vectors.load(tx, list(answered))
            held = {source.id: source for source in store.sources.all(tx)}
        evidence = learn.evidence(answered, known, vectors, held)
        return Rocchio().fit(evidence, now=self.clock())

    # -- produced again --------------------------------------------------------------------------

    def publish(self, edition: Edition, words: Words) -> str:
        """The edition as Markdown, for notes, mail or another reader."""
        return produce.markdown(edition, words)

    # -- the day ---------------------------------------------------------------------------------

    @cached_property
    def zone(self) -> tzinfo:
        """Where the reader lives; a day starts at its midnight."""
        named = self.settings.timezone
        local = datetime.now().astimezone().tzinfo or UTC
        return ZoneInfo(named) if named else local

    def today(self) -> date:
        """The reader's day now."""
        return self.clock().astimezone(self.zone).date()

    def _as_of(self, day: date) -> datetime:
        """The moment a day is looked at from: now, moved to that day."""
        return self.clock() + timedelta(days=(day - self.today()).days)

    def _window(self) -> datetime:
        return self.clock() - timedelta(days=self.settings.window_days)


def _holding(edition: Edition | None, item: Item) -> int | None:
    """The edition that planned this item's story, if it is the open one."""
    if edition and any(slot.story_id == item.story_id for slot in edition.slots):
        return edition.id
    return None


def _seed(day: date, granted_s: int) -> int:
    """A day's seed: the same home, day and minutes draw the same explore slot."""
    return day.toordinal() * 100_000 + granted_s


def _jitter(url: str, now: datetime) -> float:
    """In [0, 1): spreads visits of many sources over time, the same for the same moment."""
    digest = hashlib.sha256(f"{url} {now.timestamp()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
