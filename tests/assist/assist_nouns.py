"""Hand-made pieces and a query for tests of the assistants."""

from datetime import UTC, datetime

from heed.assist.ask import Question
from heed.assist.matching import asked
from heed.assist.words import content
from heed.models.encoder.hashing import Hashed
from heed.types import Item

NOW = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)


def piece(number: int, title: str, text: str) -> Item:
    return Item(
        id=10**15 + number,
        source_id=1,
        key=str(number),
        url="",
        title=title,
        lead=text[:100],
        text=text,
        html="",
        language="en",
        seen_at=NOW,
        published_at=NOW,
        seconds=60,
        fingerprint="",
    )


def question(text: str) -> Question:
    about = content(text)
    vector = Hashed().encode([text])[0]
    return Question(text, text, "", asked(about, [1] * len(about), 100), Hashed().id, vector)
