"""What slow work costs this machine, who holds which share of it, and the work that waits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

WorkKind = Literal["fetch", "encode", "fit", "text", "rank", "learn", "exchange", "summary"]
WORK_KINDS: tuple[WorkKind, ...] = get_args(WorkKind)
"""Asking sources, making vectors, fitting an encoder, whole pages, an edition, looking at how well
heed foretells answers, talking to another home, and summaries made ahead.
"""
Flow: TypeAlias = tuple[WorkKind, str]
"""Work of one kind for one tenant."""
HOME = "home"
"""The tenant of what nobody else asked for."""
JobState = Literal["waiting", "taken", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one piece of work took: CPU of the whole process, the clock, and the most memory the
    process had held by its end (resident, in MB). count: how many things were worked on.
    """

    kind: WorkKind
    tenant: str
    cpu_s: float
    wall_s: float
    peak_mb: float
    count: int


@dataclass(frozen=True, slots=True)
class Metered:
    """A day's work of one kind for one tenant; peak_mb is the greatest of its runs."""

    day: date
    kind: WorkKind
    tenant: str
    runs: int
    count: int
    cpu_s: float
    wall_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Share:
    """A claim on this machine's CPU-seconds, of a kind of work or of a tenant.

    share counts against the shares of the others that have work waiting.
    """

    of: Literal["kind", "tenant"]
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Job:
    """Work that waits its turn. taken_until: when a worker that fell silent loses it."""

    id: int
    kind: WorkKind
    tenant: str
    subject: str
    state: JobState
    queued_at: datetime
    tries: int = 0
    taken_until: datetime | None = None
    cpu_s: float = 0.0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class FlowUse:
    """What work of one kind took for one tenant over some days.

    part: of the machine, were work of every flow listed waiting; waits: jobs queued.
    """

    kind: WorkKind
    tenant: str
    part: float
    runs: int
    count: int
    cpu_s: float
    wall_s: float
    peak_mb: float
    waits: int


@dataclass(frozen=True, slots=True)
class KindPrice:
    """seconds: what the kind's share of the machine comes to; price: of one of them, 1 on average.

    None where nobody wants work of this kind.
    """

    kind: WorkKind
    seconds: float
    price: float | None


@dataclass(frozen=True, slots=True)
class ComputeUse:
    """Flows by what they took, the price of every kind, and the shares that were set."""

    flows: tuple[FlowUse, ...]
    prices: tuple[KindPrice, ...]
    shares: tuple[Share, ...]
