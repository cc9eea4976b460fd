"""The nouns of heed: frozen values that travel between rooms. No behaviour beyond derived fields.

Units: times are UTC and aware; durations are whole seconds (`*_s`) and become minutes only at a
door; worth is the expected answer to "would you spend these minutes again?" in [0, 2], per minute;
value is worth times minutes, again in minutes; a price is worth per minute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol, Self, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

Matrix: TypeAlias = npt.NDArray[np.float32]
"""Rows of float32 vectors, shape (n, dim)."""

Answer = Literal["none", "half", "all", "more"]
ANSWERS: Mapping[Answer, float] = {"none": 0.0, "half": 0.5, "all": 1.0, "more": 2.0}
"""What each answer to "would you spend these minutes again?" is worth per minute."""

SourceKind = Literal["feed", "page", "folder", "sample"]
SlotKind = Literal["core", "explore", "must", "review", "team"]
Asked = Literal["asked", "volunteered", "hindsight", "picked"]
"""picked: chosen by its title or starred elsewhere; no answer about minutes spent."""
Bound = Literal["floor", "ceiling"]
Scope = Literal["topic", "source"]
Account = Literal["granted", "open", "spent", "returned"]
ReasonKind = Literal[
    "liked",  # a past piece worth its minutes pulls this one up; subject: its title, and item_id
    "disliked",  # a past piece that was not worth it pulls it down
    "source",  # what the source has been worth so far; subject = source title
    "topic",  # what the topic has been worth so far; subject = the topic
    "recency",  # new things start higher; subject = ""
    "outlets",  # several outlets tell it; subject = how many
    "prior",  # what we assume before you answered anything
    "opening",  # the moment it takes to open a piece; short ones pay more for it
    "quality",  # signs of clickbait or noise; subject = the sign
    "explore",  # outside your habits, one piece in ten
    "unsure",  # we do not know you well here
    "pinned",  # you pinned its topic, its source or a word of its title
    "rule",  # a floor you set; subject = the rule's sentence
    "need",  # the team needs it read; subject = what its rule names
    "interest",  # near what a member said she wants; subject = her words
    "named",  # of a topic or source a member named; subject = that name
    "taken",  # she would take it at its price; nobody asked why
    "passed",  # another member passed it on; subject = her name
    "anything",  # a member who said nothing of her interests; all count the same
]

ITEM_ID_FIRST = 10**15
ITEM_ID_END = 2**53


@dataclass(frozen=True, slots=True)
class Source:
    """Something that produces items: a feed, a page, a folder, or a part of the sample."""

    id: int
    url: str
    kind: SourceKind
    title: str
    added_at: datetime
    site_url: str = ""
    topic: str = ""
    language: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """How the last fetch of a source went and when the next one is due."""

    source_id: int
    checked_at: datetime | None = None
    next_at: datetime | None = None
    etag: str = ""
    modified: str = ""
    body_sha: str = ""
    failures: int = 0
    trouble: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back over the wire; `status` 304: nothing changed, `body` is empty."""

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    max_age_s: int | None = None
    moved_to: str = ""


class Web(Protocol):
    """How heed asks the world; the real one is wire.http.GuardedWeb, tests own others."""

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch `url`, conditionally where validators are given. Raises Unreachable."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """One entry as its source published it: untrusted text, not cleaned yet.

    key: guid, else canonical link, else a hash; unique and stable within the source.
    """

    key: str
    url: str
    title: str
    html: str
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source's document, parsed: its own description, its posts, and feeds it points to."""

    title: str
    posts: tuple[Post, ...]
    site_url: str = ""
    language: str = ""
    feeds: tuple[str, ...] = ()
    ttl_s: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder the reader keeps; `path` is relative to it, with forward slashes."""

    path: str
    modified_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One piece, cleaned: the title and text are plain, `html` is safe to show."""

    id: int
    source_id: int
    key: str
    url: str
    title: str
    lead: str
    text: str
    html: str
    language: str
    seen_at: datetime
    published_at: datetime
    seconds: int
    fingerprint: str
    author: str = ""
    updated_at: datetime | None = None
    story_id: int = 0
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Items about one event; the first is the one to read."""

    id: int
    items: tuple[Item, ...]

    @property
    def lead(self) -> Item:
        """The item to read."""
        return self.items[0]

    @property
    def outlets(self) -> int:
        """How many different sources tell it."""
        return len({item.source_id for item in self.items})


@dataclass(frozen=True, slots=True)
class Reason:
    """One additive part of a score, in worth per minute; a score's reasons sum to it."""

    kind: ReasonKind
    weight: float
    subject: str = ""
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A story with what the reader model expects of it."""

    story: Story
    worth: float
    sd: float
    reasons: tuple[Reason, ...]

    @property
    def seconds(self) -> int:
        """Minutes it takes, as seconds."""
        return self.story.lead.seconds

    @property
    def value(self) -> float:
        """Expected worth in minutes."""
        return self.worth * self.seconds / 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answered piece, as the reader model learns from it.

    answer: worth in [0, 2]; weight: how much this kind of evidence counts (1: a plain answer).
    picked: chosen among unseen others, so it says what is liked, and nothing of how often.
    """

    item_id: int
    title: str
    source_id: int
    topic: str
    embedder_id: str
    vector: npt.NDArray[np.float32]
    answer: float
    at: datetime
    weight: float = 1.0
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One story, as the reader model sees it; `vector` None: nothing could encode it."""

    item_id: int
    source_id: int
    source_title: str
    topic: str
    embedder_id: str
    vector: npt.NDArray[np.float32] | None
    age_s: float
    outlets: int = 1
    signals: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a ranker says of one candidate; reasons sum to worth before it is clipped to [0, 2]."""

    worth: float
    sd: float
    p_worth: float
    reasons: tuple[Reason, ...]


class Ranker(Protocol):
    """Anything that can judge candidates after seeing evidence; works before any evidence too."""

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """A new ranker that has seen exactly this evidence."""
        ...

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """One judgement per candidate, in order."""
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors; vectors of different ids are never compared."""

    @property
    def id(self) -> str:
        """Name, version and weights in one word."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def coverage(self, text: str) -> float:
        """Share of the text this embedder can read, in [0, 1]."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Centred unit rows, shape (len(texts), dim)."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared diet: at least (floor) or at most (ceiling) so many seconds a day."""

    id: int
    scope: Scope
    subject: str
    bound: Bound
    seconds: int


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What one rule cost today, in worth per minute of it. met False: it could not hold."""

    rule: Rule
    price: float
    met: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in an edition. Title, source and url are kept as they were when it was issued."""

    item_id: int
    story_id: int
    title: str
    source: str
    url: str
    kind: SlotKind
    seconds: int
    worth: float
    sd: float
    propensity: float
    reasons: tuple[Reason, ...]
    outlets: int = 1

    @property
    def value(self) -> float:
        """Expected worth in minutes."""
        return self.worth * self.seconds / 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story the edition did not take, and the budget from which it would (None: not today)."""

    item_id: int
    story_id: int
    title: str
    source: str
    seconds: int
    worth: float
    enters_at_s: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A day's finite reading, issued once and never changed; reproducible from its seed."""

    id: int
    day: date
    made_at: datetime
    granted_s: int
    price: float
    bound: float
    gap: float
    reservation_rate: float
    seed: int
    slots: tuple[Slot, ...]
    left_out: tuple[LeftOut, ...]
    rules: tuple[RulePrice, ...] = ()

    @property
    def planned_s(self) -> int:
        """Minutes of all slots, as seconds."""
        return sum(slot.seconds for slot in self.slots)

    @property
    def value(self) -> float:
        """Expected worth of all slots in minutes."""
        return sum(slot.value for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Reading:
    """Time really spent with an item. via "estimate" marks a time nobody measured."""

    item_id: int
    started_at: datetime
    active_s: int
    via: Literal["web", "cli", "estimate"]
    edition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to "would you spend these minutes again?"."""

    item_id: int
    answer: Answer
    at: datetime
    asked: Asked = "volunteered"
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the double-entry ledger; the seconds of a transaction sum to zero."""

    tx: int
    at: datetime
    account: Account
    seconds: int
    edition_id: int | None = None
    item_id: int | None = None
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day's minutes in seconds; granted = spent + returned + still_open."""

    day: date
    granted_s: int
    spent_s: int
    returned_s: int
    still_open_s: int


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """What one source took and what the answered part of it was worth.

    worth_per_minute is None where nothing of it was answered; surplus_s: (worth - 1) of the
    answered time.
    """

    source_id: int | None
    title: str
    topic: str
    spent_s: int
    answers: int
    worth_per_minute: float | None
    surplus_s: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Totals in seconds. worth_* are per minute of answered readings; None: too few answers."""

    granted_s: int
    spent_s: int
    returned_s: int
    still_open_s: int
    answers: int
    worth_per_minute: float | None
    worth_low: float | None
    worth_high: float | None
    regret_s: float
    days: tuple[LedgerDay, ...]
    sources: tuple[LedgerSource, ...]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one visit brought. `trouble` is one sentence, empty when all went well."""

    source: Source
    new: int = 0
    updated: int = 0
    unchanged: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one gathering brought, source by source."""

    reports: tuple[SourceReport, ...] = field(default=())

    @property
    def new(self) -> int:
        """New pieces from all sources."""
        return sum(report.new for report in self.reports)

    @property
    def updated(self) -> int:
        """Known pieces that changed."""
        return sum(report.updated for report in self.reports)

    @property
    def troubles(self) -> tuple[SourceReport, ...]:
        """The visits that went wrong."""
        return tuple(report for report in self.reports if report.trouble)


FEWEST_ANSWERS = 20
"""With fewer answers nothing is said about which method foretells them better."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its 95 % interval over days, drawn anew."""

    mean: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Score:
    """One method on the reader's answers.

    log_loss: lower is better; auc: .5 is chance; ndcg10 of each day's order, mean over days; ece:
    how far its probabilities are off; found: how many of the reader's best it puts first.
    """

    log_loss: Interval
    auc: float
    ndcg10: float
    ece: float
    found: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Pieces given about the same probability: what was said, what came, how many."""

    said: float
    came: float
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All methods on the same answers, and which of them ranks editions from now on."""

    answers: int
    best: int
    methods: Mapping[str, Score]
    in_use: str
    curve: tuple[Bin, ...]

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say anything."""
        return self.answers >= FEWEST_ANSWERS


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a passage that an asked word looked at; weight: its part of the passage's score.

    asked: the word of the query; start, end: where the stretch lies in the passage, in characters.
    """

    asked: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an item, what share of the query it holds, and the words that decided so."""

    text: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """An item with the sentence of it that fits best. score orders the findings of one query."""

    item: Item
    score: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class Reply:
    """What a library answers: one to three sentences, best first, or none.

    about: the words that were looked for; score of a finding: how likely it holds the answer.
    """

    question: str
    about: tuple[str, ...]
    findings: tuple[Finding, ...]


TagKind = Literal["topic", "source", "word"]
TAG_KINDS: tuple[TagKind, ...] = get_args(TagKind)


class Tag(NamedTuple):
    """A topic, a source (by its id as text) or a word of a title, pinned or muted."""

    kind: TagKind
    name: str


@dataclass(frozen=True, slots=True)
class PastPiece:
    """One answered piece, as the model keeps it; weight: what it moves a piece just like it by."""

    item_id: int
    title: str
    answer: float
    weight: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """Who heed thinks the reader is.

    pieces: what taught it, the heaviest first; forgotten: what was told to teach no more; sources:
    (id, title, worth a minute beyond the mean, answers), best first; pinned, muted: as the reader
    said, with a name to show for each.
    """

    answers: int
    mean: float
    pieces: tuple[PastPiece, ...]
    forgotten: tuple[PastPiece, ...]
    sources: tuple[tuple[int, str, float, float], ...]
    pinned: tuple[tuple[Tag, str], ...]
    muted: tuple[tuple[Tag, str], ...]
