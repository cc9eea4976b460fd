"""Summaries of a text, a file, a page or a kept piece: read here, decided by the room."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from heed import __version__
from heed.actions import files
from heed.assist import outlets, summary
from heed.assist.words import is_cjk, sentences
from heed.diet import Diet
from heed.errors import BadInput
from heed.filter import plain_text
from heed.intake import Progress, quiet
from heed.models.encoder import Encoder, fit_lsa, load_encoder
from heed.settings import Settings
from heed.sources import files_document, full_text
from heed.store import items, summaries
from heed.types import Compared, File, Item, Summary, Web

MOST_CHARACTERS = 400_000
MOST_BYTES = 5 * 2**20
SECONDS = 30.0
MOST_OUTLETS = 8
SHORT = 3
"""A text of so many sentences is its own summary."""
_SUFFIXES = (".txt", ".md", ".html", ".htm")


def of_text(
    text: str, wanted_s: float, settings: Settings, encoder: Encoder | None = None
) -> Summary:
    """The sentences that matter most. Raises BadInput where there is none, or far too much."""
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"A text to summarise has at most {MOST_CHARACTERS} characters; cut it.")
    if not text.strip():
        raise BadInput("There is no text to summarise.")
    pace = summary.Pace(settings.words_per_minute, settings.characters_per_minute)
    return summary.summarise(text, wanted_s, encoder or reader_of(text), pace)


def of_item(diet: Diet, item: Item, wanted_s: float = SECONDS) -> Summary | None:
    """A kept piece, as it was made ahead or now; None where only its lead came."""
    if not item.text.strip():
        return None
    return made_ahead(diet, item, wanted_s) or _made(diet, item, wanted_s)


def _made(diet: Diet, item: Item, wanted_s: float) -> Summary:
    return of_text(item.text[:MOST_CHARACTERS], wanted_s, diet.settings, diet.encoder)


def made_ahead(diet: Diet, item: Item, wanted_s: float = SECONDS) -> Summary | None:
    """The summary that waits for its reader, or None where none of this text does."""
    with diet.db.read() as tx:
        return summaries.get(tx, item, _digest(diet.settings, item, wanted_s))


def not_made(diet: Diet, pieces: Sequence[Item]) -> list[Item]:
    """Those of these pieces that are long enough for a summary and have none of their text yet."""
    with diet.db.read() as tx:
        made = summaries.digests(tx, [item.id for item in pieces])
    return [
        item
        for item in pieces
        if len(sentences(item.text)) > SHORT
        and made.get(item.id) != _digest(diet.settings, item, SECONDS)
    ]


def make_ahead(diet: Diet, pieces: Sequence[Item], progress: Progress = quiet) -> int:
    """Make these pieces' summaries and keep them, each by itself; returns how many were made."""
    wanted = not_made(diet, pieces)
    for done, item in enumerate(wanted, 1):
        made = _made(diet, item, SECONDS)
        with diet.db.write() as tx:
            if item.id in items.many(tx, [item.id]):
                summaries.keep(tx, item.id, _digest(diet.settings, item, SECONDS), made)
        progress("summary", done, len(wanted))
    return len(wanted)


def _digest(settings: Settings, item: Item, wanted_s: float) -> str:
    """What a summary depends on, in short: it is another when this is."""
    pace = f"{settings.words_per_minute:g} {settings.characters_per_minute:g}"
    made_of = f"{__version__} {wanted_s:g} {pace}\n{item.text[:MOST_CHARACTERS]}"
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()[:16]


def compared(diet: Diet, told: Sequence[Item]) -> Compared:
    """What the pieces of one story agree on, and what only one of them says."""
    texts = [item.text or item.lead for item in told[:MOST_OUTLETS]]
    return outlets.compare(texts, diet.encoder)


def read_file(path: Path) -> str:
    """The plain text of a text, Markdown or HTML file. Raises BadInput."""
    suffix = path.suffix.lower() if path.suffix.lower() in _SUFFIXES else ".txt"
    body = files.body(path, MOST_BYTES)
    if not files.is_text(body):
        raise BadInput(f"{path} is no text; give a text, Markdown or HTML file.")
    file = File(path.stem + suffix, datetime.now(UTC), body)
    return plain_text(files_document([file]).posts[0].html)


def read_page(url: str, web: Web) -> str:
    """The article of a page. Raises Unreachable, Unreadable."""
    return plain_text(full_text(web.get(url)).html)


def web_of(settings: Settings) -> Web:
    """The guarded client, for summarising without a home."""
    from heed.wire.late import LateWeb

    return LateWeb(
        allow_hosts=settings.allow_hosts,
        timeout_s=settings.timeout_s,
        max_body_bytes=settings.max_body_bytes,
    )


def reader_of(text: str) -> Encoder:
    """What reads this text: English by its weights, the rest by what its own sentences share."""
    told = [text[start:end] for start, end in sentences(text)[: summary.MOST]]
    other = [one for one in told if is_cjk(one)]
    return load_encoder(fit_lsa(other, seed=0) if len(other) >= 50 else None)
