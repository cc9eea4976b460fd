"""Stars of another reader become answers, so that the first edition knows a little of its reader.

They are pieces of one source that is removed again in the same transaction: nothing fetches,
lists, searches or shows it, and what was answered of a removed source stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from heed.actions import files
from heed.diet import Diet
from heed.filter import clean_post
from heed.intake import Progress, quiet
from heed.sources import Star, canonical_url, read_stars
from heed.sources.identity import digest
from heed.sources.markup import escaped
from heed.store import Tx, items, sources, verdicts
from heed.types import Item, Post, Source, Verdict

ADDRESS = "heed:stars"
TITLE = "Stars"
KNOWN = "taken before"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many stars came, and how many pieces were passed over, by the reason."""

    count: int
    passed: Mapping[str, int]


def take(diet: Diet, path: Path, progress: Progress = quiet) -> Taken:
    """Take in a file of stars; the same file again changes nothing. Raises BadInput."""
    found = read_stars(files.body(path))
    with diet.db.write() as tx:
        count = _keep(tx, diet, found.rows)
    diet.prepare(progress)
    known = len(found.rows) - count
    return Taken(count, {**found.passed, KNOWN: known} if known else found.passed)


def _keep(tx: Tx, diet: Diet, stars: tuple[Star, ...]) -> int:
    """Write down the new ones; returns how many."""
    if not stars:
        return 0
    now = diet.clock()
    source = sources.add(tx, url=ADDRESS, kind="page", title=TITLE, at=now)
    held = {one.key for one in items.known(tx, source.id)}
    new = [one for one in stars if _key(one) not in held]
    ids = items.next_ids(tx, now, len(new)) if new else ()
    pieces = [_piece(diet, one, source, id, now) for one, id in zip(new, ids, strict=True)]
    items.save(tx, pieces)
    for piece in pieces:
        verdicts.add(tx, Verdict(piece.id, "all", piece.published_at, "picked"))
    sources.remove(tx, source.id)
    return len(new)


def _piece(diet: Diet, star: Star, source: Source, id: int, now: datetime) -> Item:
    """A star as a piece of which only the title is known, so no sign of noise is told of it."""
    post = Post(_key(star), star.url, escaped(star.title), "", published_at=star.when)
    cleaned = clean_post(post, source, id=id, now=now, settings=diet.settings)
    return replace(cleaned, fingerprint=digest(star.title), signals=())


def _key(star: Star) -> str:
    return canonical_url(star.url)
