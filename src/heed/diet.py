"""THE LOOP: gather -> edition -> read -> learn -> publish, and round again.

Each verb fetches what a room needs, lets the room decide, and writes the decision down. There is no
arithmetic, no SQL and no HTTP here; every other write is in heed.actions.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property, partial
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from heed import allocate, consume, filter, growth, intake, issue, produce, store, study, workers
from heed.intake import Progress, quiet
from heed.models.encoder import Encoder, load_encoder
from heed.settings import Settings
from heed.types import (
    Answer,
    Asked,
    DueCard,
    Edition,
    Gathered,
    Item,
    Ranker,
    Scored,
    Source,
    Verdict,
    Web,
    WorkKind,
)
from heed.wording import Words

Load: TypeAlias = Callable[[bytes | None], Encoder]
Clock: TypeAlias = Callable[[], datetime]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Diet:
    """One person's information diet. Everything it touches is handed in."""

    def __init__(
        self,
        db: store.Database,
        web: Web,
        settings: Settings,
        clock: Clock,
        load: Load = load_encoder,
    ) -> None:
        self.db = db
        self.web = web
        self.settings = settings
        self.clock = clock
        self._load = load

    # -- produced, filtered ----------------------------------------------------------------------

    def gather(self, *, force: bool = False, progress: Progress = quiet) -> Gathered:
        """Ask every source that is due (all with `force`), keep what is new and prepare it."""
        gathered = self.fetch(force=force, progress=progress)
        self.prepare(progress)
        with self._metered("learn") as meter:
            meter.count = study.reconsider(self.db, self.zone)
        if gathered.new:
            self.complete(progress)
        return gathered

    def fetch(self, *, force: bool = False, progress: Progress = quiet) -> Gathered:
        """The first step of a gathering: ask, and keep what is new."""
        now = self.clock()
        with self.db.read() as tx:
            due = store.visits.due(tx, END_OF_TIME if force else now)
        with self._metered("fetch") as meter:
            meter.count = len(due)
            return intake.fetch(
                self.db, self.web, due, now=now, settings=self.settings, progress=progress
            )

    def prepare(self, progress: Progress = quiet) -> None:
        """Make stored items ready for an edition: a vector each, and the story they tell.

        Also what an interrupted gathering left undone.
        """
        self._encode(progress)
        self.refit(progress)
        intake.group(self.db, now=self.clock())

    def refit(self, progress: Progress = quiet, *, due: bool = True) -> None:
        """Fit what reads the texts that are not English, once there are enough more of them.

        due: False fits it now, however few are new.
        """
        with self._metered("fit") as meter:
            meter.count = intake.refit(self.db, due=due)
        if meter.count:
            vars(self).pop("encoder", None)  # the next use loads what was fitted
            self._encode(progress)

    def _encode(self, progress: Progress) -> None:
        since = self._window()
        with self._metered("encode") as meter:
            meter.count = intake.encode(self.db, self.encoder, since=since, progress=progress)

    def complete(self, progress: Progress = quiet) -> None:
        """Fetch the whole page of the best pieces of which a feed brought only the beginning."""
        with self.db.read() as tx:
            held = {source.id: source for source in store.sources.all(tx)}
        pieces = self.settings.full_text_pieces
        ranked = self._rank(self.today(), held, self.learn())
        teasers = intake.teasers(ranked, held, self.clock())[:pieces]
        with self._metered("text") as meter:
            meter.count = len(teasers)
            intake.complete_all(
                self.db, self.web, teasers, settings=self.settings, progress=progress
            )

    def _metered(self, kind: WorkKind) -> AbstractContextManager[workers.Meter]:
        return intake.metered(self.db, kind, at=self.clock())

    @cached_property
    def encoder(self) -> Encoder:
        """What reads the texts; loaded at first use."""
        with self.db.read() as tx:
            return self._load(store.states.get(tx, intake.FITTED))

    # -- allocated -------------------------------------------------------------------------------

    def edition(self, minutes: float | None = None, *, again: bool = False) -> Edition:
        """Today's edition: the one in hand, else a new one, which then never changes.

        Other minutes take up another edition of today, the same one when asked for again. A day
        without candidates is not issued (its id is 0), so that the first sources still make one.
        again: compose anew, as after a change of sources, while nothing of it was read.
        """
        current = self.current()
        granted_s = self._granted_s(minutes)
        if current and minutes is None:
            granted_s = current.granted_s
        renewed = again and self.put_down()
        if current and not renewed and granted_s == current.granted_s:
            return current
        known = issue.known(self.db, self.today(), granted_s)
        with self._metered("rank") as meter:
            wanted = known or self.preview(self.today(), granted_s / 60)
            meter.count = 0 if known else len(wanted.slots) + len(wanted.left_out)
        return issue.take_up(self.db, wanted, at=self.clock())

    def current(self) -> Edition | None:
        """The edition of today that is in hand, if one was taken up."""
        return issue.current(self.db, self.today())

    def put_down(self) -> bool:
        """Put the edition in hand aside; says whether that was done: one begun is kept."""
        current = self.current()
        return current is not None and issue.put_down(self.db, current, at=self.clock())

    def preview(self, day: date, minutes: float | None = None) -> Edition:
        """What a day's edition would be, as things stand; looking issues and costs nothing."""
        granted_s = self._granted_s(minutes)
        with self.db.read() as tx:
            rules = store.rules.all(tx)
            held = {source.id: source for source in store.sources.all(tx)}
        composed = partial(
            allocate.compose,
            day=day,
            made_at=self.clock(),
            granted_s=granted_s,
            rules=[*rules, *growth.floors(self.db, at=self._as_of(day))],
            seed=_seed(day, granted_s),
            policy=allocate.Policy.of(self.settings),
            sources=held,
            cards=self.due(day),
        )
        ranked = self._rank(day, held, self.learn())
        first = composed(ranked)
        if not self.settings.interleave:
            return first
        second = composed(self._rank(day, held, study.runner_up(self.db, now=self.clock())))
        return composed(ranked, drafted=study.drafted(self.db, first, second))

    def due(self, day: date) -> list[DueCard]:
        """The cards due on a day, those of which a look keeps most first."""
        midnight = datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
        rate = self.settings.recall_minutes
        return growth.due(self.db, at=self._as_of(day), by=midnight, recall_minutes=rate)

    def _granted_s(self, minutes: float | None) -> int:
        return round((minutes or self.settings.minutes) * 60)

    def ranked(self, day: date, held: Mapping[int, Source]) -> list[Scored]:
        """What may enter a day's edition, best first, as things stand; held: sources by id."""
        return self._rank(day, held, self.learn())

    def _rank(self, day: date, held: Mapping[int, Source], ranker: Ranker) -> list[Scored]:
        as_of = self._as_of(day)
        with self.db.read() as tx:
            found = store.items.candidates(tx, since=self._window(), day=day)
            published = [item for item in found if item.published_at <= as_of]
            vectors = store.vectors.load(tx, [item.id for item in published])
        published = study.who(self.db).heard(published, held)
        return filter.rank(filter.stories(published), held, vectors, ranker, now=as_of)

    # -- consumed --------------------------------------------------------------------------------

    def read(
        self,
        item_id: int,
        *,
        active_s: int | None = None,
        answer: Answer | None = None,
        via: Literal["web", "cli", "api"] = "web",
    ) -> None:
        """Write down time spent with an item, the answer given to it, or both. Raises NotFound.

        An answer about a piece nobody timed books its planned minutes, marked as an estimate. One
        that an edition drew to be asked about is kept as asked for, with its chance.
        """
        now, current = self.clock(), self.current()
        with self.db.write() as tx:
            item = store.items.get(tx, item_id)
            untimed = not store.readings.total_s(tx, item_id)
            if active_s is not None or (answer and untimed):
                edition_id = _holding(current, item)
                spent = consume.reading(
                    item, active_s=active_s, at=now, via=via, edition_id=edition_id
                )
                store.readings.add(tx, spent)
                store.entries.post(
                    tx, consume.spend(spent, item, tx=store.entries.next_tx(tx), at=now)
                )
            if answer:
                chance = store.editions.asked(tx, item_id)
                asked: Asked = "volunteered" if chance is None else "asked"
                store.verdicts.add(tx, Verdict(item_id, answer, now, asked, chance or 1.0))

    # -- learned from ----------------------------------------------------------------------------

    def learn(self) -> Ranker:
        """The reader model in use, fitted to every answer so far."""
        return study.fitted(self.db, now=self.clock())

    # -- produced again --------------------------------------------------------------------------

    def publish(self, edition: Edition, words: Words) -> str:
        """The edition as Markdown, for notes, mail or another reader."""
        return produce.markdown(edition, words)

    # -- the day ---------------------------------------------------------------------------------

    @property
    def zone(self) -> tzinfo:
        """Where the reader lives; a day starts at its midnight."""
        named = self.settings.timezone
        return ZoneInfo(named) if named else self.clock().astimezone().tzinfo or UTC

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
