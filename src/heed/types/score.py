"""What a piece is judged worth, why, and from which evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from heed.types.item import Story

Matrix: TypeAlias = npt.NDArray[np.float32]
"""Rows of float32 vectors, shape (n, dim)."""
Answer = Literal["none", "half", "all", "more"]
ANSWERS: Mapping[Answer, float] = {"none": 0.0, "half": 0.5, "all": 1.0, "more": 2.0}
"""What each answer to "would you spend these minutes again?" is worth per minute."""
Asked = Literal["asked", "volunteered", "hindsight", "picked"]
"""picked: chosen by its title or starred elsewhere; no answer about minutes spent."""
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
    "recall",  # cards that fade without a look; subject = how many
    "anything",  # a member who said nothing of her interests; all count the same
]


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
    asked, propensity: whether heed drew the question by chance, and with which.
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
    asked: Asked = "volunteered"
    propensity: float = 1.0


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
