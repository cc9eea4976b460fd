"""Adding, muting and removing sources: a URL, an OPML file, a folder. Fetches one page at most."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from heed.actions import files
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.sources import Subscription, read_document, read_opml, write_opml
from heed.sources.document import format_of
from heed.store import Tx
from heed.store import sources as rows
from heed.types import Source, SourceKind

OPML_ENDINGS = {".opml", ".xml"}


def add(diet: Diet, target: str, *, topic: str = "") -> list[Source]:
    """Add what `target` names: a folder, an OPML file, or a URL (its feed where it has one)."""
    if not target.strip():
        raise BadInput("Nothing to add: give an address, an OPML file or a folder.")
    path = Path(target).expanduser()
    if path.is_dir():
        return [_add(diet, str(path.resolve()), "folder", title=path.resolve().name, topic=topic)]
    if path.suffix.lower() in OPML_ENDINGS and "://" not in target:
        return add_opml(diet, files.body(path), topic=topic)
    return [add_url(diet, target, topic=topic)]


def add_opml(diet: Diet, body: bytes, *, topic: str = "") -> list[Source]:
    """Add every subscription of an OPML document, all or none, under its own topic or the given.

    Raises BadInput.
    """
    subscriptions = read_opml(body)
    if not subscriptions:
        raise BadInput("The OPML file names no feed: no outline in it has an xmlUrl.")
    return subscribe(diet, [replace(one, topic=topic or one.topic) for one in subscriptions])


def subscribe(diet: Diet, feeds: Sequence[Subscription]) -> list[Source]:
    """Add these feeds, all or none, without asking them first."""
    with diet.db.write() as tx:
        return [_subscribe(tx, diet, one) for one in feeds]


def add_url(diet: Diet, target: str, *, topic: str = "") -> Source:
    """Ask the address once; keep its feed, else the page itself. Raises Unreachable, Unreadable."""
    url = _web_address(target)
    fetched = diet.web.get(url)
    document = read_document(fetched, now=diet.clock())
    if document.feeds:
        return _add(diet, document.feeds[0], "feed", title="", topic=topic)
    is_page = format_of(fetched.body, fetched.content_type) == "page"
    kind: SourceKind = "page" if is_page else "feed"
    return _add(diet, url, kind, title=document.title, topic=topic)


def remove(diet: Diet, source_id: int) -> Source:
    """Remove a source and what of it was never read. Raises NotFound."""
    with diet.db.write() as tx:
        source = rows.get(tx, source_id)
        rows.remove(tx, source_id)
    return source


def mute(diet: Diet, source_id: int, *, muted: bool) -> Source:
    """Keep a source out of editions, or let it in again. Raises NotFound."""
    with diet.db.write() as tx:
        source = replace(rows.get(tx, source_id), muted=muted)
        rows.update(tx, source)
    return source


def export_opml(diet: Diet) -> bytes:
    """Every source of one's own as an OPML document."""
    with diet.db.read() as tx:
        return write_opml([one for one in rows.all(tx) if one.kind in ("feed", "page")])


def named(diet: Diet, name: str) -> Source:
    """The source with this id, address or title. Raises NotFound."""
    with diet.db.read() as tx:
        for source in rows.all(tx):
            if name in (str(source.id), source.url) or name.casefold() == source.title.casefold():
                return source
    raise NotFound(f"No source is called {name}. See them with: heed sources")


def _add(diet: Diet, url: str, kind: SourceKind, *, title: str, topic: str) -> Source:
    with diet.db.write() as tx:
        return rows.add(tx, url=url, kind=kind, title=title, topic=topic, at=diet.clock())


def _subscribe(tx: Tx, diet: Diet, one: Subscription) -> Source:
    at = diet.clock()
    return rows.add(tx, url=one.url, kind="feed", title=one.title, topic=one.topic, at=at)


def _web_address(target: str) -> str:
    """`example.org` is meant as https; anything else must be http or https."""
    text = target.strip()
    if "://" not in text:
        if "." not in text.split("/")[0] and not text.startswith("localhost"):
            raise BadInput(f"{target} is no folder, no OPML file and no web address.")
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadInput(f"{target} is no folder, no OPML file and no web address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{target} cannot be fetched: only http and https addresses can.")
    return text
