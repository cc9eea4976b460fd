"""Where pieces come from, and what a visit brings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

SourceKind = Literal["feed", "page", "folder", "sample"]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that produces items: a feed, a page, a folder, or a part of the sample."""

    id: int
    url: str
    kind: SourceKind
    title: str
    added_at: datetime
    site_url: str = ""
    topic: str = ""
    language: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """How the last fetch of a source went and when the next one is due."""

    source_id: int
    checked_at: datetime | None = None
    next_at: datetime | None = None
    etag: str = ""
    modified: str = ""
    body_sha: str = ""
    failures: int = 0
    trouble: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back over the wire; `status` 304: nothing changed, `body` is empty."""

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    max_age_s: int | None = None
    moved_to: str = ""


class Web(Protocol):
    """How heed asks the world; the real one is wire.http.GuardedWeb, tests own others."""

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch `url`, conditionally where validators are given. Raises Unreachable."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """One entry as its source published it: untrusted text, not cleaned yet.

    key: guid, else canonical link, else a hash; unique and stable within the source.
    """

    key: str
    url: str
    title: str
    html: str
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source's document, parsed: its own description, its posts, and feeds it points to."""

    title: str
    posts: tuple[Post, ...]
    site_url: str = ""
    language: str = ""
    feeds: tuple[str, ...] = ()
    ttl_s: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder the reader keeps; `path` is relative to it, with forward slashes."""

    path: str
    modified_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one visit brought. `trouble` is one sentence, empty when all went well."""

    source: Source
    new: int = 0
    updated: int = 0
    unchanged: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one gathering brought, source by source."""

    reports: tuple[SourceReport, ...] = field(default=())

    @property
    def new(self) -> int:
        """New pieces from all sources."""
        return sum(report.new for report in self.reports)

    @property
    def updated(self) -> int:
        """Known pieces that changed."""
        return sum(report.updated for report in self.reports)

    @property
    def troubles(self) -> tuple[SourceReport, ...]:
        """The visits that went wrong."""
        return tuple(report for report in self.reports if report.trouble)
