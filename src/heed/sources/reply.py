"""What a source's answer means: news, nothing new, or trouble. Asks nobody."""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from heed.errors import Unreachable, Unreadable
from heed.sources.document import read_document
from heed.sources.identity import Changes
from heed.sources.schedule import body_sha
from heed.types import Document, Fetched, Source, Visit

Reply: TypeAlias = Fetched | Document | Unreachable | Unreadable
Outcome: TypeAlias = Fetched | Unreachable | Unreadable

NOT_MODIFIED = 304


def understand(
    reply: Reply, source: Source, visit: Visit, *, now: datetime
) -> tuple[Document | None, Outcome]:
    """(the document where there is news in it, how the visit went). Never raises."""
    if isinstance(reply, Unreachable | Unreadable):
        return None, reply
    if isinstance(reply, Document):
        return reply, Fetched(source.url, 200)
    if reply.status == NOT_MODIFIED or body_sha(reply.body) == visit.body_sha:
        return None, reply
    try:
        return read_document(reply, now=now), reply
    except Unreadable as error:
        return None, error


def described(source: Source, document: Document | None) -> Source:
    """The source with what its document says about itself, where the reader said nothing."""
    if document is None:
        return source
    return replace(
        source,
        title=source.title or document.title or source.url,
        site_url=source.site_url or document.site_url,
        language=source.language or document.language,
    )


def address(source: Source, outcome: Outcome, found: Changes) -> str:
    """Where the source lives: a lasting redirect counts once it brought posts known from before.

    A domain that was sold answers with a redirect too, but with nothing one knows.
    """
    recognised = found.unchanged > 0 or len(found.updated) > 0
    if isinstance(outcome, Fetched) and outcome.moved_to and recognised:
        return outcome.moved_to
    return source.url
