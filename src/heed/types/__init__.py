"""The nouns of heed: frozen values that travel between rooms. No behaviour beyond derived fields.

Units: times are UTC and aware; durations are whole seconds (`*_s`) and become minutes only at a
door; worth is the expected answer to "would you spend these minutes again?" in [0, 2], per minute;
value is worth times minutes, again in minutes; a price is worth per minute.
"""

from heed.types.edition import Edition, LeftOut, Reading, Slot, SlotKind, Verdict
from heed.types.evaluation import FEWEST_ANSWERS, Bin, Evaluation, Interval, Score
from heed.types.finding import Finding, Match, Passage, Reply
from heed.types.item import ITEM_ID_END, ITEM_ID_FIRST, Item, Story
from heed.types.ledger import Account, Entry, Ledger, LedgerDay, LedgerSource
from heed.types.portrait import (
    TAG_KINDS,
    Explained,
    PastPiece,
    Portrait,
    Removal,
    Tag,
    TagKind,
)
from heed.types.rule import Bound, Rule, RulePrice, Scope
from heed.types.score import (
    ANSWERS,
    Answer,
    Asked,
    Candidate,
    Embedder,
    Evidence,
    Judgement,
    Matrix,
    Ranker,
    Reason,
    ReasonKind,
    Scored,
)
from heed.types.source import (
    Document,
    Fetched,
    File,
    Gathered,
    Post,
    Source,
    SourceKind,
    SourceReport,
    Visit,
    Web,
)

__all__ = [
    "ANSWERS",
    "FEWEST_ANSWERS",
    "ITEM_ID_END",
    "ITEM_ID_FIRST",
    "TAG_KINDS",
    "Account",
    "Answer",
    "Asked",
    "Bin",
    "Bound",
    "Candidate",
    "Document",
    "Edition",
    "Embedder",
    "Entry",
    "Evaluation",
    "Evidence",
    "Explained",
    "Fetched",
    "File",
    "Finding",
    "Gathered",
    "Interval",
    "Item",
    "Judgement",
    "Ledger",
    "LedgerDay",
    "LedgerSource",
    "LeftOut",
    "Match",
    "Matrix",
    "Passage",
    "PastPiece",
    "Portrait",
    "Post",
    "Ranker",
    "Reading",
    "Reason",
    "ReasonKind",
    "Removal",
    "Reply",
    "Rule",
    "RulePrice",
    "Scope",
    "Score",
    "Scored",
    "Slot",
    "SlotKind",
    "Source",
    "SourceKind",
    "SourceReport",
    "Story",
    "Tag",
    "TagKind",
    "Verdict",
    "Visit",
    "Web",
]
