"""Who may enter a home that is served to several people, and what opens its door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AccessKind = Literal["session", "token", "invitation"]


@dataclass(frozen=True, slots=True)
class Person:
    """One who may enter: the owner of the home, or somebody who has a home of her own within it."""

    name: str
    owner: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """What lets a request in. The secret itself is kept nowhere, only its hash.

    person: whom it lets in, empty for an invitation; label: as its maker called it; ends_at: None
    where it holds until it is taken back.
    """

    id: int
    person: str
    kind: AccessKind
    label: str
    made_at: datetime
    ends_at: datetime | None
