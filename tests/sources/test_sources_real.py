"""Real documents: everything imports or is refused with a sentence, and only news is new."""

import json
import re
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heed.errors import BadInput, Unreadable
from heed.sources import Known, canonical_url, changes, fingerprint, read_document, read_opml
from heed.types import Document, Fetched, Post

NOW = datetime(2026, 8, 10, tzinfo=UTC)
pytestmark = [pytest.mark.data]


def read(body: bytes) -> Document:
    return read_document(Fetched("https://example.org/feed.xml", 200, body), now=NOW)


def unpacked(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}


@pytest.mark.slow
def test_every_document_of_the_corpus_imports_or_says_why_not(data: Path) -> None:
    documents = unpacked(data / "feeds_corpus" / "feeds_dev75.zip")
    index = documents.pop("INDEX.jsonl").decode().splitlines()
    refusals, posts, empty = {}, 0, []
    for name, body in documents.items():
        try:
            document = read(body)
        except Unreadable as error:
            refusals[name] = str(error)
            continue
        posts += len(document.posts)
        empty += [] if document.posts else [name]
        assert all(post.key and post.title for post in document.posts), name
        assert len({post.key for post in document.posts}) == len(document.posts), name
    assert len(documents) == 195
    assert posts >= 2359
    # An image, a gzip without its header, a JSON of another kind, and one that breaks off.
    assert len(refusals) == 4
    assert all(sentence.endswith(".") for sentence in refusals.values())
    with_items = {row["file"] for row in map(json.loads, index) if row["entries_by_feedparser"] > 0}
    assert not with_items & {*refusals, *empty}


def test_every_subscription_list_imports(data: Path) -> None:
    lists = {
        name: body
        for name, body in unpacked(data / "opml" / "opml.zip").items()
        if name.endswith(".opml")
    }
    found, missing = 0, 0
    for body in lists.values():
        stated = set(re.findall(rb"xmlUrl\s*=\s*[\"']\s*(https?:[^\"']*?)\s*[\"']", body))
        got = read_opml(body)
        found += len(got)
        missing += len(stated) - len(got)
    assert len(lists) == 62
    assert (found, missing) == (3761, 0)


def test_what_is_no_subscription_list_is_refused(data: Path) -> None:
    others = {
        name: body
        for name, body in unpacked(data / "opml" / "opml.zip").items()
        if name.endswith((".csv", ".ini"))
    }
    assert others
    for body in others.values():
        with pytest.raises(BadInput, match="no OPML"):
            read_opml(body)


class Replay:
    """A source visited again and again, as its own little memory."""

    def __init__(self) -> None:
        self.posts: dict[int, Post] = {}
        self.news: list[list[Post]] = []
        self.edits = 0

    def visit(self, body: bytes) -> None:
        known = [Known(at, p.key, p.url, fingerprint(p)) for at, p in self.posts.items()]
        got = changes(known, read(body).posts)
        self.posts |= dict(got.updated)
        self.posts |= {len(self.posts) + at: post for at, post in enumerate(got.new, 1)}
        self.news.append(list(got.new))
        self.edits += len(got.updated)

    @property
    def addresses(self) -> list[str]:
        return [canonical_url(post.url) for post in self.posts.values() if post.url]


def replayed(bodies: Iterable[bytes]) -> Replay:
    replay = Replay()
    for body in bodies:
        replay.visit(body)
    return replay


def daily(data: Path, names: set[str], every: int) -> dict[str, list[bytes]]:
    """Documents of some feeds, one every so many days, oldest first."""
    archive = next((data / "feeds_daily").glob("*.tar.xz"))
    found: dict[str, list[tuple[str, bytes]]] = {name: [] for name in names}
    with tarfile.open(archive) as packed:
        for member in packed:
            feed = Path(member.name).parent.name
            file = packed.extractfile(member) if feed in names else None
            if file is not None:
                found[feed].append((member.name, file.read()))
    return {name: [body for _, body in sorted(rows)][::every] for name, rows in found.items()}


@pytest.mark.slow
def test_feeds_that_change_their_bytes_daily_bring_only_news(data: Path) -> None:
    names = {"anthropic_research", "cursor", "google_ai", "groq", "ollama", "chanderramesh"}
    for name, bodies in daily(data, names, every=8).items():
        assert len(set(bodies)) == len(bodies), name
        replay = replayed(bodies)
        seen: set[bytes] = set()
        for body, news in zip(bodies, replay.news, strict=True):
            links = set(re.findall(rb"<item>.*?<link>(.*?)</link>", body, re.DOTALL))
            assert len(news) == len(links - seen), name
            seen |= links
        assert len(replay.addresses) == len(set(replay.addresses)), name


@pytest.mark.slow
def test_the_history_of_a_feed_replayed_gives_each_piece_once(data: Path) -> None:
    archive = next((data / "site_rustblog").glob("*.tar.xz"))
    with tarfile.open(archive) as packed:
        members = sorted(
            (member for member in packed if member.name.startswith("feed_history/")),
            key=lambda member: member.name,
        )
        assert len(members) == 447
        files = (packed.extractfile(member) for member in members[::11])
        replay = replayed([file.read() for file in files if file is not None])
    assert len(replay.news) == 41
    assert len(replay.posts) > 100
    assert len(replay.addresses) == len(set(replay.addresses)) == len(replay.posts)
    assert replay.edits < len(replay.posts) / 5
