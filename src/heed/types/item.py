"""A piece as it is kept, and a story that several outlets tell."""

from dataclasses import dataclass
from datetime import datetime

ITEM_ID_FIRST = 10**15
ITEM_ID_END = 2**53


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
