"""SQL and nothing else: a home's database, one file a noun. Decides nothing about reading."""

from heed.store import (
    alerts,
    archive,
    assignments,
    editions,
    entries,
    items,
    marketdays,
    members,
    needs,
    readings,
    rules,
    sources,
    states,
    tonings,
    vectors,
    verdicts,
    visits,
    watches,
)
from heed.store.database import Database, Tx, open
from heed.store.items import Hit
from heed.store.sieve import Sieve

__all__ = [
    "Database",
    "Hit",
    "Sieve",
    "Tx",
    "alerts",
    "archive",
    "assignments",
    "editions",
    "entries",
    "items",
    "marketdays",
    "members",
    "needs",
    "open",
    "readings",
    "rules",
    "sources",
    "states",
    "tonings",
    "vectors",
    "verdicts",
    "visits",
    "watches",
]
