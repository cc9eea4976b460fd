"""A team for tests: members, pieces and a home with pieces whose topics say what they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes.homes import MORNING, Clock, Silence, by_spelling
from heed import store
from heed.actions import members
from heed.diet import Diet
from heed.settings import Settings
from heed.team import Member, Seat, Wanted
from heed.types import Item, Reason

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
FIRST = 1_000_000_000_000_000


def seat(number: int, minutes: float = 20, **given: object) -> Seat:
    """The seat of member `number`."""
    return replace(Seat(number, f"M{number}", round(minutes * 60)), **given)  # type: ignore[arg-type]


def wanted(
    number: int, minutes: float = 4, least: int = 0, most: int = 1, **given: object
) -> Wanted:
    """Piece `number`."""
    title = f"Piece {number}"
    made = Wanted(FIRST + number, title, "Source", round(minutes * 60), least, most, "News")
    return replace(made, **given)  # type: ignore[arg-type]


def liked(worth: float) -> tuple[Reason, ...]:
    """A liking of so much a minute."""
    return (Reason("interest", worth, "tides"),) if worth else ()


def member(number: int, *interests: str, skills: tuple[str, ...] = ()) -> Member:
    """Somebody who said what she wants."""
    return Member(number, f"M{number}", 1200, NOW, interests, skills)


def an_item(number: int, source_id: int = 1, **given: object) -> Item:
    """A piece as the store keeps it."""
    made = Item(
        id=FIRST + number,
        source_id=source_id,
        key=f"k{number}",
        url=f"https://example.org/{number}",
        title=f"Piece {number}",
        lead="A lead.",
        text="The moon pulls the water.",
        html="<p>The moon pulls the water.</p>",
        language="en",
        seen_at=MORNING,
        published_at=MORNING - timedelta(hours=number),
        seconds=240,
        fingerprint="f",
        story_id=FIRST + number,
    )
    return replace(made, **given)  # type: ignore[arg-type]


@contextmanager
def team_home(folder: Path, clock: Clock, *, pieces: int = 6) -> Iterator[Diet]:
    """Three members who want Tides, Bread and anything; as many pieces on Tides as on Bread."""
    settings = Settings(home=folder, timezone="UTC")
    with store.open(settings.database) as db:
        diet = Diet(db, Silence(), settings, clock, by_spelling)
        with db.write() as tx:
            for topic in ("Tides", "Bread"):
                url = f"https://{topic.lower()}.example/feed"
                store.sources.add(tx, url=url, kind="feed", title=topic, topic=topic, at=MORNING)
            store.items.save(tx, [an_item(n, 1 + n % 2) for n in range(pieces)])
        for name, wants in (("Ada", ["Tides"]), ("Ben", ["Bread"]), ("Chen", [])):
            members.want(diet, members.add(diet, name, 12).id, wants, [])
        yield diet
