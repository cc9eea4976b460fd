"""The weekly letter: fetched here, told in produce."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from heed import consume
from heed.diet import Diet
from heed.errors import BadInput
from heed.produce.letter import letter as told
from heed.produce.sheet import Sheet
from heed.produce.sheet import as_html as html
from heed.produce.sheet import as_markdown as markdown
from heed.store import cards, editions, entries, highlights, items, sources, verdicts
from heed.types import Entry, Item, ReadPiece, Verdict, Week
from heed.wording import Words

DAYS = 7


def letter(diet: Diet, words: Words, until: date | None = None) -> Sheet:
    """What attention bought in the seven days up to `until`, today where none is given."""
    return told(week(diet, until or diet.today()), words)


def as_markdown(sheet: Sheet) -> str:
    """The letter for a notes folder."""
    return markdown(sheet)


def write_html(sheet: Sheet, file: Path) -> Path:
    """Write the letter as a page of its own. Raises BadInput where that is not possible."""
    try:
        file.write_text(html(sheet), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
    return file


def week(diet: Diet, last: date) -> Week:
    """The seven days up to and with `last`."""
    first = last - timedelta(days=DAYS - 1)
    since = datetime.combine(first, time(), diet.zone)
    until = datetime.combine(last + timedelta(days=1), time(), diet.zone)
    with diet.db.read() as tx:
        lines = [one for one in entries.all(tx, since) if one.at < until]
        answers = verdicts.told(tx)
        held = sources.ever(tx)
        pieces = items.many(tx, {one.item_id for one in lines if one.item_id is not None})
        looked = [one for one in cards.reviews(tx, since) if one.at < until]
        marks = sum(1 for one in highlights.all(tx) if since <= one.at < until)
        prices = [one.price for one in editions.all_days(tx) if first <= one.day <= last]
    account = consume.summarise(
        lines, answers, held, day_of=lambda at: at.astimezone(diet.zone).date()
    )
    return Week(
        first=first,
        last=last,
        ledger=account,
        pieces=_read(lines, pieces, answers),
        prices=tuple(prices),
        looks=len(looked),
        known=sum(1 for one in looked if one.grade != "forgot"),
        foretold=sum(one.recall for one in looked),
        marks=marks,
    )


def _read(
    lines: list[Entry], pieces: dict[int, Item], answers: dict[int, Verdict]
) -> tuple[ReadPiece, ...]:
    spent: dict[int, int] = {}
    for one in lines:
        if one.account == "spent" and one.item_id is not None:
            spent[one.item_id] = spent.get(one.item_id, 0) + one.seconds
    return tuple(
        ReadPiece(pieces[id].title, pieces[id].url, seconds, answers[id].answer)
        for id, seconds in spent.items()
        if id in answers and id in pieces
    )
