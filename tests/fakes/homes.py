"""Parts of a hand-held home: a clock that moves when told, a web nobody answers on, no weights."""

from datetime import UTC, datetime, timedelta

from heed.errors import Unreachable
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing
from heed.types import Fetched

MORNING = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def next_day(self) -> None:
        self.now += timedelta(days=1)


class Silence:
    """A web nobody answers on."""

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        raise Unreachable(f"{url} did not answer (timeout after 20 s).")


def by_spelling(_: bytes | None) -> Encoder:
    """An encoder that needs no weights and no time."""
    return Encoder(lambda: Missing("The English weights are not installed."), None, Hashed())
