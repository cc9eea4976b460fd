"""Who heed thinks the reader is."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from heed.types.score import Scored

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


@dataclass(frozen=True, slots=True)
class Removal:
    """A past piece that a score leans on. part: what it adds to the score's sum; worth: the score
    if its answer taught no more, everything else learned anew.
    """

    item_id: int
    title: str
    part: float
    worth: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A piece's score as it stands now, and what taking out each named past piece would make it.

    likely: between which answers four of five are expected to lie, by past errors.
    """

    scored: Scored
    removals: tuple[Removal, ...]
    likely: tuple[float, float]
