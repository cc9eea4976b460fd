"""SQL and nothing else: a home's database, one file a noun. Decides nothing about reading."""

from heed.store import (
    accesses,
    archive,
    assignments,
    editions,
    entries,
    items,
    marketdays,
    members,
    needs,
    people,
    readings,
    rules,
    sources,
    states,
    vectors,
    verdicts,
    visits,
)
from heed.store.database import Database, Tx, open
from heed.store.items import Hit
from heed.store.sieve import Sieve

__all__ = [
    "Database",
    "Hit",
    "Sieve",
    "Tx",
    "accesses",
    "archive",
    "assignments",
    "editions",
    "entries",
    "items",
    "marketdays",
    "members",
    "needs",
    "open",
    "people",
    "readings",
    "rules",
    "sources",
    "states",
    "vectors",
    "verdicts",
    "visits",
]
