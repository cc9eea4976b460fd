"""The nouns of a help desk: what it may answer, what was asked, and who answers the rest.

Durations are whole seconds (`*_s`). intent is a short name for what a customer wants; "" means that
it is nothing this desk answers. confidence is calibrated: of all messages with .8, 8 in 10 are what
they were taken for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from heed.types.finding import Passage

DeskOrigin = Literal["faq", "labelled", "corrected"]
DeskState = Literal["answered", "waiting", "replied"]


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One question with its answer, as the desk's owner wrote it. language: "en", "zh" or ""."""

    id: int
    question: str
    answer: str
    intent: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class DeskExample:
    """A message whose intent is known. entry_id: the entry whose question it is, if any."""

    id: int
    text: str
    intent: str
    language: str
    origin: DeskOrigin
    added_at: datetime
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeskAgent:
    """Somebody who answers what the desk does not. offer_s: how much of it at a time, at most.

    skills: intents she answers in half the time others need.
    """

    id: int
    name: str
    offer_s: int
    skills: tuple[str, ...]
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class DeskLike:
    """A known message that a new one was like; weight: its part of all looking, in [0, 1]."""

    text: str
    intent: str
    weight: float


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """What the desk makes of one message. entry None: it hands over.

    passage: the sentence of the entry that fits best, with the words that decided; sure: the
    confidence it would have needed.
    """

    asked: str
    intent: str
    confidence: float
    sure: float
    entry: DeskEntry | None = None
    passage: Passage | None = None
    likes: tuple[DeskLike, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskTurn:
    """One message of a customer and what became of it. talk: the conversation's name.

    entry_id: the entry it was answered with, None where it was handed over at once. answer: what
    the customer reads, of the entry or of the agent. wrong: the desk's own answer was no answer.
    """

    id: int
    talk: str
    asked_at: datetime
    asked: str
    language: str
    intent: str
    confidence: float
    state: DeskState
    entry_id: int | None = None
    answer: str = ""
    agent_id: int | None = None
    settled_at: datetime | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class DeskIntentLine:
    """One intent in a report."""

    intent: str
    asked: int
    handed: int
    wrong: int


@dataclass(frozen=True, slots=True)
class DeskReport:
    """What the desk did. answered: by the desk; handed: at once; wrong: of the answered.

    saved_s: seconds of people not needed, at `each_s` a message that stayed answered.
    """

    asked: int
    answered: int
    handed: int
    wrong: int
    waiting: int
    replied: int
    each_s: int
    saved_s: int
    intents: tuple[DeskIntentLine, ...]


@dataclass(frozen=True, slots=True)
class DeskTrained:
    """What a desk knows, and how well it foretold each known message from the others.

    tested: messages whose intent another one has too; right: of these; error: expected calibration
    error of its confidence over these, None below 50; left_out: right answers among those it would
    hand over although it knew.
    """

    entries: int
    examples: int
    intents: int
    tested: int
    right: int
    handed: int
    error: float | None
