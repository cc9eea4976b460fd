"""A home whose sources speak of Arvo every day, and a little of Belz; and a bad day to add."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from fakes.homes import MORNING, Clock, Silence, by_spelling
from fakes.teams import an_item
from heed import store
from heed.diet import Diet
from heed.settings import Settings
from heed.types import Item

CALM = (
    "Arvo opens a second berth in the old harbour",
    "Arvo profit rises a little",
    "A slow week at Arvo, and nobody minds",
    "Arvo and Belz share a warehouse",
    "阿沃在港口开了新办公室",
)
BAD = (
    "Arvo slumps after a probe into its books",
    "Arvo sued by its suppliers",
    "Regulators warn Arvo of heavy penalty",
    "Arvo shares plunge as a scandal grows; Belz gains",
    "阿沃暴跌，涉嫌造假",
    "A crisis at Arvo: two directors resign",
    "Arvo default feared, Belz rallies",
    "Arvo halts trading after terrible losses",
)
DAYS = 40


def calm(now: datetime = MORNING) -> list[Item]:
    """Two or three pieces a day up to yesterday."""
    return [
        an_item(
            10 * day + n,
            1 + n % 2,
            title=CALM[(day + 2 * n) % len(CALM)],
            lead="",
            published_at=now - timedelta(days=day, hours=3 + n),
        )
        for day in range(1, DAYS)
        for n in range(2 + day % 2)
    ]


def bad_day(now: datetime = MORNING, titles: Sequence[str] = BAD) -> list[Item]:
    """Eight pieces of the last hours."""
    return [
        an_item(
            5000 + n,
            1 + n % 2,
            title=title,
            lead="Nobody at the harbour was surprised.",
            published_at=now - timedelta(minutes=20 * n + 5),
        )
        for n, title in enumerate(titles)
    ]


@contextmanager
def watched_home(folder: Path, clock: Clock, **given: object) -> Iterator[Diet]:
    """Forty quiet days; `given` are settings."""
    settings = Settings(home=folder, timezone="UTC", **given)  # type: ignore[arg-type]
    with store.open(settings.database) as db:
        with db.write() as tx:
            for name in ("Harbour Post", "Quay Letter"):
                url = f"https://{name.split()[0].lower()}.example/feed"
                old = MORNING - timedelta(days=DAYS)
                store.sources.add(tx, url=url, kind="feed", title=name, at=old)
            store.items.save(tx, calm())
        yield Diet(db, Silence(), settings, clock, by_spelling)
