"""what produces: feeds, pages, folders, OPML. Parses and plans, fetches nothing."""

from heed.sources.document import read_document
from heed.sources.folder import files_document
from heed.sources.identity import Changes, Known, canonical_url, changes, fingerprint
from heed.sources.opml import Subscription, read_opml, write_opml
from heed.sources.page import FullText, full_text
from heed.sources.schedule import body_sha, next_visit
from heed.sources.stars import Star, read_stars

__all__ = [
    "Changes",
    "FullText",
    "Known",
    "Star",
    "Subscription",
    "body_sha",
    "canonical_url",
    "changes",
    "files_document",
    "fingerprint",
    "full_text",
    "next_visit",
    "read_document",
    "read_opml",
    "read_stars",
    "write_opml",
]
