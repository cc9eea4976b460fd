"""Full text of the items: spacing, queries, snippets. The one place that speaks FTS5.

Chinese, Japanese and Korean are written without the spaces FTS5 looks for, so each of their
characters is indexed as a word and a query is read as phrases. The index holds no copy of the
texts: it reads them through the view `item_spaced`, which shows the items of present sources only.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, column, select, table
from sqlalchemy import text as sql

from heed.store.columntypes import storable
from heed.store.schema import item

if TYPE_CHECKING:
    from heed.store.database import Tx

MARK_START = "\x02"
MARK_END = "\x03"
"""Around each found word of a snippet; they occur nowhere else in it. A page escapes the snippet
first and then turns them into its own marks."""

_GAP = "\u200b"
_SNIPPET_WORDS = 32
_CJK = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
_ABSENT = str.maketrans("", "", MARK_START + MARK_END + _GAP)
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')

_FIND = sql(
    "SELECT rowid FROM item_words WHERE item_words MATCH :query AND rank MATCH 'bm25(4.0, 1.0)' "
    "ORDER BY rank LIMIT :limit"
)
_WORDS = table("item_words", column("rowid"), column("rank"))
_ANY = sql("item_words MATCH :query AND rank MATCH 'bm25(4.0, 1.0)'")
_COUNT = sql("SELECT count(*) FROM item_words WHERE item_words MATCH :query")
_SNIPPETS = sql(
    f"SELECT rowid, snippet(item_words, -1, :start, :end, '…', {_SNIPPET_WORDS}) FROM item_words "
    "WHERE item_words MATCH :query AND rowid IN (SELECT value FROM json_each(:ids))"
)
_INDEX = sql(
    "INSERT INTO item_words (rowid, title, body) SELECT id, title, body FROM item_spaced "
    "WHERE id IN (SELECT value FROM json_each(:ids))"
)
_UNINDEX = sql(
    "INSERT INTO item_words (item_words, rowid, title, body) SELECT 'delete', id, title, body "
    "FROM item_spaced WHERE id IN (SELECT value FROM json_each(:ids))"
)
_REBUILD = sql("INSERT INTO item_words (item_words) VALUES ('rebuild')")


def spaced(text: str) -> str:
    """`text` with an invisible gap around every CJK character, and without snippet marks."""
    clean = text.translate(_ABSENT) if not text.isprintable() else text
    return clean if clean.isascii() else _CJK.sub(rf"{_GAP}\g<0>{_GAP}", clean)


def query(words: str) -> str:
    """An FTS5 query for what a person typed: every term must occur, "quoted words" as a phrase.

    "" where nothing was typed. Whatever is typed, the result is valid FTS5: between quotes FTS5
    knows no operators, and it passes over a phrase without words.
    """
    terms = (quoted or plain for quoted, plain in _TERM.findall(storable(words)))
    return " ".join(f'"{spaced(term)}"' for term in terms if term)


def find(tx: "Tx", words: str, limit: int) -> list[tuple[int, str]]:
    """Item ids with their snippets, best match first."""
    wanted = query(words)
    if not wanted:
        return []
    ids = [row[0] for row in tx.rows(_FIND, {"query": wanted, "limit": limit})]
    given = {"query": wanted, "ids": json.dumps(ids), "start": MARK_START, "end": MARK_END}
    snippets = {id: _joined(snippet) for id, snippet in tx.rows(_SNIPPETS, given)}
    return [(id, snippets[id]) for id in ids]


def find_any(
    tx: "Tx",
    terms: Sequence[str],
    limit: int,
    *,
    phrases: Sequence[str] = (),
    among: Sequence[ColumnElement[bool]] = (),
) -> list[tuple[int, float]]:
    """Items holding any of `terms` and each of `phrases`, with their BM25, best match first.

    among: what their rows in `item` have to meet besides.
    """
    wanted = _any_of(terms, phrases)
    if not wanted:
        return []
    found = select(_WORDS.c.rowid, _WORDS.c.rank).join(item, item.c.id == _WORDS.c.rowid)
    ranked = found.where(_ANY, *among).order_by(_WORDS.c.rank, _WORDS.c.rowid.desc())
    return [(row[0], -row[1]) for row in tx.rows(ranked.limit(limit), {"query": wanted})]


def holding(tx: "Tx", terms: Iterable[str]) -> dict[str, int]:
    """How many items hold each of these words."""
    asked = {term: _phrase(term) for term in terms}
    return {
        term: int(tx.rows(_COUNT, {"query": one})[0][0]) if one else 0
        for term, one in asked.items()
    }


def _any_of(terms: Sequence[str], phrases: Sequence[str]) -> str:
    needed, free = [_phrase(one) for one in phrases], [_phrase(one) for one in terms]
    needed, free = [one for one in needed if one], [one for one in free if one]
    if not needed:
        return " OR ".join(free)
    # A needed phrase among the free ones: those then add to the rank and are not needed themselves.
    return " AND ".join([*needed, f"({' OR '.join([needed[0], *free])})"])


def _phrase(term: str) -> str:
    clean = storable(term).replace('"', " ")
    return f'"{spaced(clean)}"' if clean.strip() else ""


def index(tx: "Tx", ids: Iterable[int]) -> None:
    """Make stored items findable; call after their words changed."""
    tx.write(_INDEX, {"ids": json.dumps(list(ids))})


def unindex(tx: "Tx", ids: Iterable[int]) -> None:
    """Make items unfindable; call before their words change, the index needs the old ones."""
    tx.write(_UNINDEX, {"ids": json.dumps(list(ids))})


def rebuild(tx: "Tx") -> None:
    """Index every item anew."""
    tx.write(_REBUILD)


def _joined(snippet: str) -> str:
    # Chinese words found side by side are one found stretch.
    return snippet.replace(_GAP, "").replace(MARK_END + MARK_START, "")
