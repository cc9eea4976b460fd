"""The steps of one gathering: ask, keep, refit, encode, group, complete. Each reads or writes once
and lets a room decide in between. The order of the steps is the loop's, in diet.py.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

from heed import filter, learn, sources, store, workers
from heed.errors import Unreachable, Unreadable
from heed.models.encoder import Encoder, fit_lsa, is_english
from heed.settings import Settings
from heed.sources.reply import Reply, address, described, understand
from heed.types import (
    HOME,
    Fetched,
    Gathered,
    Item,
    Post,
    Scored,
    Source,
    SourceReport,
    Spent,
    Visit,
    Web,
    WorkKind,
)
from heed.wire.folder import read_folder

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done and how far: ("fetch", 3, 12)."""

ASKED_AT_ONCE = 8
ENCODED_AT_ONCE = 64
STORY_DAYS = 3
FRESH_HOURS = 1
FITTED = "lsa"
FITTED_ON = "lsa_texts"
FIT_SEED = 1
FITTED_AT_MOST = 6000


def quiet(step: str, done: int, total: int) -> None:
    """The progress nobody watches."""


@contextmanager
def metered(db: store.Database, kind: WorkKind, *, at: datetime) -> Iterator[workers.Meter]:
    """Measure a step and write down what it cost, where it worked on anything."""
    with workers.metered() as meter:
        yield meter
    if not meter.count:
        return
    tenant = workers.tenant() or HOME
    spent = Spent(kind, tenant, meter.cpu_s, meter.wall_s, meter.peak_mb, meter.count)
    with db.write() as tx:
        store.meters.add(tx, spent, at.date())


def ask(web: Web, pair: tuple[Source, Visit]) -> Reply:
    """What a source answers now. A failing source is a value, never the end of a gathering."""
    source, visit = pair
    try:
        if source.kind == "folder":
            return sources.files_document(read_folder(Path(source.url)))
        return web.get(source.url, etag=visit.etag, modified=visit.modified)
    except (Unreachable, Unreadable) as error:
        return error


def fetch(
    db: store.Database,
    web: Web,
    due: Sequence[tuple[Source, Visit]],
    *,
    now: datetime,
    settings: Settings,
    progress: Progress = quiet,
) -> Gathered:
    """Ask these sources, several at once, and keep what each answered as it comes."""
    reports: list[SourceReport] = []
    for pair, reply in workers.threads(partial(ask, web), due, count=ASKED_AT_ONCE):
        reports.append(keep(db, *pair, reply, now=now, settings=settings))
        progress("fetch", len(reports), len(due))
    return Gathered(tuple(reports))


def keep(
    db: store.Database,
    source: Source,
    visit: Visit,
    reply: Reply,
    *,
    now: datetime,
    settings: Settings,
) -> SourceReport:
    """Write down what one source answered, in one transaction.

    The source is read again inside it: it may have been muted or renamed meanwhile, and where it
    was removed nothing is kept.
    """
    document, outcome = understand(reply, source, visit, now=now)
    with db.read() as tx:
        known = [sources.Known(*row) for row in store.items.known(tx, source.id)]
    changes = sources.changes(known, document.posts if document else ())
    clean = partial(_clean, source=source, now=now, settings=settings)
    new = [clean(post) for post in changes.new]
    changed = [replace(clean(post), id=id) for id, post in changes.updated]
    following = sources.next_visit(
        source,
        visit,
        outcome,
        now=now,
        ttl_s=document.ttl_s if document else None,
        new=len(new),
        jitter=_jitter(source.url, now),
    )
    with db.write() as tx:
        held = store.sources.find_by_url(tx, source.url)
        if held is None:
            return SourceReport(source)
        ids = store.items.next_ids(tx, now, len(new))
        numbered = [replace(item, id=id) for item, id in zip(new, ids, strict=True)]
        store.items.save(tx, [*numbered, *changed])
        store.vectors.forget(tx, [item.id for item in changed])
        named = described(held, document)
        store.sources.update(tx, _moved(tx, named, address(named, outcome, changes)))
        store.visits.save(tx, following)
    return SourceReport(
        source,
        new=len(changes.new),
        updated=len(changes.updated),
        unchanged=document is None,
        trouble=following.trouble,
    )


def _moved(tx: store.Tx, source: Source, url: str) -> Source:
    """The source at its new address, unless another has that one."""
    taken = url == source.url or store.sources.is_taken(tx, url, besides=source.id)
    return source if taken else replace(source, url=url)


def _clean(post: Post, *, source: Source, now: datetime, settings: Settings) -> Item:
    """The post as an item that has no number yet; cleaning takes time, so no lock is held."""
    item = filter.clean_post(post, source, id=0, now=now, settings=settings)
    return replace(item, fingerprint=sources.fingerprint(post))


def _jitter(url: str, now: datetime) -> float:
    """In [0, 1): spreads visits of many sources over time, the same for the same moment."""
    digest = hashlib.sha256(f"{url} {now.timestamp()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def refit(db: store.Database, *, due: bool = True) -> int:
    """Fit an encoder to the documents the English one does not read, where that is due, or where
    `due` is False: wherever there are enough that it was not fitted to.

    Their old vectors are forgotten, to be made anew; returns how many it was fitted to, or 0.
    """
    texts, fitted_on, names = to_fit(db)
    if not (learn.fit_due(texts, fitted_on) if due else may_fit(texts, fitted_on)):
        return 0
    with db.read() as tx:
        items = store.vectors.read_by(tx, names, limit=FITTED_AT_MOST)
    kept = fit_lsa([reading_text(item) for item in items], seed=FIT_SEED)
    with db.write() as tx:
        store.states.put(tx, FITTED, kept)
        store.states.put(tx, FITTED_ON, str(texts).encode())
        store.vectors.forget(tx, [item.id for item in items])
    return len(items)


def to_fit(db: store.Database) -> tuple[int, int, list[str]]:
    """How many documents the English encoder does not read, to how many of them what reads them was
    fitted, and the names of what read them so far.
    """
    with db.read() as tx:
        fitted_on = int(store.states.get(tx, FITTED_ON) or b"0")
        counts = store.vectors.embedders(tx)
    names = [name for name in counts if not is_english(name)]
    return sum(counts[name] for name in names), fitted_on, names


def may_fit(texts: int, fitted_on: int) -> bool:
    """Whether there is enough to fit to, and something it was not fitted to."""
    return learn.fit_due(texts, 0) and texts > fitted_on


def reading_text(item: Item) -> str:
    """What the encoder reads of an item: title and lead; the whole text only after it is chosen."""
    return f"{item.title}. {item.lead}"


def encode(
    db: store.Database, encoder: Encoder, *, since: datetime, progress: Progress = quiet
) -> int:
    """Give every item without a vector one, in small transactions: a kill loses one batch.

    Items of like length go together, so that little is padded. Returns how many there were.
    """
    with db.read() as tx:
        missing = store.vectors.missing(tx, since)
    return encode_these(db, encoder, missing, progress=progress)


def encode_these(
    db: store.Database, encoder: Encoder, missing: Sequence[Item], *, progress: Progress = quiet
) -> int:
    """Give these items vectors, in small transactions; returns how many there were."""
    missing = sorted(missing, key=lambda item: len(reading_text(item)))
    for start in range(0, len(missing), ENCODED_AT_ONCE):
        batch = missing[start : start + ENCODED_AT_ONCE]
        progress("encode", start, len(missing))
        texts = [reading_text(item) for item in batch]
        found = encoder.encode(texts, [item.language for item in batch])
        with db.write() as tx:
            present = store.items.many(tx, [item.id for item in batch])
            for one in found:
                ids = [batch[row].id for row in one.rows]
                kept = [row for row, id in enumerate(ids) if id in present]
                kept_ids = [ids[row] for row in kept]
                store.vectors.save(tx, one.embedder_id, kept_ids, one.vectors[kept])
    return len(missing)


def group(db: store.Database, *, now: datetime) -> None:
    """New items join the story they tell, or start one."""
    with db.read() as tx:
        recent = store.items.recent(tx, since=now - timedelta(days=STORY_DAYS))
        new = [item for item in recent if not item.story_id]
        vectors = store.vectors.load(tx, [item.id for item in recent]) if new else {}
    if not new:
        return
    told = [item for item in recent if item.story_id]
    with db.write() as tx:
        store.items.set_stories(tx, filter.story_ids(new, told, vectors))


def teasers(ranked: Sequence[Scored], held: Mapping[int, Source], now: datetime) -> list[Item]:
    """The pieces, best first, of which a feed just brought only the beginning."""
    leads = [one.story.lead for one in ranked]
    fresh = now - timedelta(hours=FRESH_HOURS)
    return [
        item
        for item in leads
        if item.seen_at >= fresh
        and item.url.startswith(("http://", "https://"))
        and held[item.source_id].kind == "feed"
        and filter.is_teaser(item.text)
    ]


def page(web: Web, item: Item) -> Fetched | None:
    """The page behind a teaser; None where it cannot be had, and the teaser stays as it is."""
    try:
        return web.get(item.url)
    except Unreachable:
        return None


def complete_all(
    db: store.Database,
    web: Web,
    teasers: Sequence[Item],
    *,
    settings: Settings,
    progress: Progress = quiet,
) -> None:
    """Fetch the pages of these pieces, several at once, and keep the texts that are longer."""
    fetching = workers.threads(partial(page, web), teasers, count=ASKED_AT_ONCE)
    for done, (item, found) in enumerate(fetching, 1):
        complete(db, item, found, settings=settings)
        progress("pages", done, len(teasers))


def complete(db: store.Database, item: Item, page: Fetched | None, *, settings: Settings) -> None:
    """Give an item the full text of its page, where there is more of it than the teaser had."""
    if page is None:
        return
    try:
        found = sources.full_text(page)
    except Unreadable:
        return
    if len(found.text) <= len(item.text):
        return
    html = filter.clean_html(found.html, page.url)
    seconds = filter.reading_seconds(found.text, settings)
    with db.write() as tx:
        store.items.set_text(tx, item.id, found.text, html, seconds)
