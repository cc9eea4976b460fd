"""A history as a CSV file becomes nouns: user,item,time and, where known, features and text.

Ranks nothing. A row without a user only says what a good is: so goods nobody took yet come in.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from heed.errors import BadInput
from heed.types import Deed, Good, History

MOST_ROWS = 1_000_000
COLUMNS = ("user", "item", "time", "features", "text")
NEEDED = COLUMNS[:3]
_FEWEST_SECONDS = 10**8
"""A number of seconds from 1973 on; less is a count, and no time."""

Row = Mapping[str, str]


def read_history(body: bytes) -> History:
    """The deeds and goods of a CSV file in UTF-8. Raises BadInput with the line that is wrong."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise BadInput(f"Line {line} of the history is not UTF-8; save it as UTF-8.") from error
    return history(_rows(text))


def history(rows: Iterator[tuple[int, Row]]) -> History:
    """Numbered rows as nouns. Raises BadInput with the number of the row that is wrong."""
    deeds: list[Deed] = []
    goods: dict[str, Good] = {}
    for count, (line, row) in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise BadInput(f"The history has more than {MOST_ROWS} rows; give the newest of them.")
        good = _good(row, line)
        goods[good.id] = _richer(goods.get(good.id), good)
        if row["user"].strip():
            deeds.append(Deed(row["user"].strip(), good.id, _time(row["time"].strip(), line)))
    if not deeds:
        raise BadInput("No row of the history names a user, so there is nothing to learn from.")
    if all(deed.at for deed in deeds):
        deeds.sort(key=lambda deed: deed.at or datetime.min.replace(tzinfo=UTC))
    return History(tuple(deeds), tuple(goods.values()))


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = _names(next(table, []))
        for cells in table:
            if cells:
                yield table.line_num, _row(names, cells, table.line_num)
    except csv.Error as error:
        raise BadInput(
            f"Line {table.line_num} of the history is not CSV: a quote is opened and not closed, "
            "or stands inside a field."
        ) from error


def _names(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing and len(missing) == len(NEEDED):
        raise BadInput("The history is not a CSV table; write user,item,time on its first line.")
    if missing:
        raise BadInput(f"The first line of the history has no column {missing[0]}.")
    if len(set(names)) < len(names):
        raise BadInput("The first line of the history has a column twice.")
    return names


def _row(names: Sequence[str], cells: Sequence[str], line: int) -> Row:
    if len(cells) != len(names):
        raise BadInput(
            f"Line {line} of the history has {len(cells)} fields and the first has {len(names)}; "
            "put quotes around a text with commas."
        )
    return dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=True))


def _good(row: Row, line: int) -> Good:
    id = row["item"].strip()
    if not id:
        raise BadInput(f"Line {line} of the history names no item.")
    features = (part.strip() for part in row["features"].split(";"))
    return Good(id, row["text"].strip(), tuple(sorted({part for part in features if part})))


def _richer(held: Good | None, good: Good) -> Good:
    """What several rows say of one good: the first that says something holds."""
    if held is None:
        return good
    return Good(held.id, held.text or good.text, held.features or good.features)


def _time(text: str, line: int) -> datetime | None:
    """A day, a moment (UTC where it names no zone) or seconds since 1970; None where empty."""
    if not text:
        return None
    try:
        if text.isdecimal() and int(text) >= _FEWEST_SECONDS:
            return datetime.fromtimestamp(int(text), UTC)
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput(
            f"Line {line} of the history has the time {text[:40]}; write it as 2026-11-20 or "
            "2026-11-20T08:30."
        ) from error
