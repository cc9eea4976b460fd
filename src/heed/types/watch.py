"""Watches: what is looked for, what was seen and in what tone, and when one speaks up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something a watch asks about, and the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """What the reader keeps an eye on: a piece is seen by a word, an entity or its meaning.

    examples: sentences; a piece close to one of them in meaning is seen. urgent: it may alert
    between two editions.
    """

    id: int
    name: str
    added_at: datetime
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    urgent: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says something of an entity: what, in [-1, 1], and its share of the looking.

    start, end: where it stands in the text, in characters.
    """

    word: str
    start: int
    end: int
    polarity: float
    share: float

    @property
    def part(self) -> float:
        """What it adds to the tone."""
        return self.polarity * self.share


@dataclass(frozen=True, slots=True)
class Tone:
    """How a text speaks of an entity, in [-1, 1]: the sum of its cues' polarity times share.

    entity "": of nothing it names.
    """

    entity: str
    value: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A piece a watch saw. text: its title and lead, where cues stand; by: what gave it away."""

    item_id: int
    story_id: int
    source_id: int
    at: datetime
    text: str
    by: tuple[str, ...]
    tones: tuple[Tone, ...]

    @property
    def tone(self) -> float | None:
        """The mean over its entities; None: it names none."""
        values = [one.value for one in self.tones]
        return sum(values) / len(values) if values else None

    @property
    def unproven(self) -> bool:
        """Whether it has a tone nobody measured: Chinese is read by words, not tried on finance."""
        return bool(self.tones) and any("\u4e00" <= char <= "\u9fff" for char in self.text)


@dataclass(frozen=True, slots=True)
class WatchDay:
    """What a watch saw in the 24 hours up to `until`; tones: of the pieces that have one."""

    until: datetime
    pieces: int
    tones: tuple[float, ...] = ()

    @property
    def tone(self) -> float | None:
        """The mean tone."""
        return sum(self.tones) / len(self.tones) if self.tones else None


SignalKind = Literal["volume", "tone", "negative", "disagreement"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A number of one day against the days before it.

    usual: their median; away: how far the value is from it, in robust standard deviations;
    days: how many there were; raised: far enough for an alert.
    """

    kind: SignalKind
    value: float
    usual: float
    away: float
    days: int
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """Why a watch speaks up now: the numbers, and the pieces they rest on. id 0: not kept."""

    id: int
    watch_id: int
    day: date
    at: datetime
    signals: tuple[Signal, ...]
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class WatchReport:
    """How a watch stands. days: oldest first, the last one ends now; signals: of that day, empty
    where too few days are known; seen: its pieces, newest first.
    """

    watch: Watch
    days: tuple[WatchDay, ...]
    signals: tuple[Signal, ...]
    seen: tuple[Sighting, ...]


class Messenger(Protocol):
    """How an alert leaves the home; the real ones are in wire."""

    def post(self, url: str, body: bytes) -> None:
        """Send JSON to an address. Raises Unreachable."""
        ...

    def mail(self, to: str, subject: str, text: str) -> None:
        """Send a plain text. Raises Unreachable."""
        ...
