"""What SQLite says, as one clear sentence. Decides only; opens and writes nothing."""

import sqlite3

from heed.errors import HeedError, NotFound, StoreError

_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full, so {where} could not be written; nothing was changed. "
    "Free some space and try again.",
    sqlite3.SQLITE_IOERR: "The disk did not take or give what {where} needed; nothing was changed. "
    "Check the disk and its limits, then try again.",
    sqlite3.SQLITE_BUSY: "{where} is in use by another program that keeps it locked; "
    "nothing was changed. Close the other one or try again.",
    sqlite3.SQLITE_LOCKED: "{where} is locked by another part of heed; nothing was changed. "
    "Try again.",
    sqlite3.SQLITE_READONLY: "{where} or its folder may not be written to. "
    "Give yourself write permission there or choose another home.",
    sqlite3.SQLITE_CANTOPEN: "{where} cannot be opened. Check that it is a file in a folder "
    "you may read and write.",
    sqlite3.SQLITE_NOTADB: "{where} is not a heed database. Choose another home, or move that "
    "file away.",
    sqlite3.SQLITE_CORRUPT: "{where} is damaged. Move it away and restore your latest archive.",
}
_GONE = (
    "What this was about is not in this home any more; it was probably removed in the meantime. "
    "Reload and try again."
)


def complaint(error: sqlite3.Error, where: str) -> HeedError:
    """The error to show for `error`, met on the database file `where`."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NotFound(_GONE)
    # Extended codes keep their kind in the low byte.
    sentence = None if code is None else _SENTENCES.get(code & 0xFF)
    if sentence is None:
        return StoreError(f"{where} refused what it was asked: {error}.")
    return StoreError(sentence.format(where=where))
