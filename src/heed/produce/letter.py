"""The weekly letter: what the reader's attention bought. Adds nothing up, sends nothing."""

from collections.abc import Iterator, Sequence

from heed.produce.edition import tag
from heed.produce.sheet import Line, Sheet, web_address
from heed.types import ANSWERS, Ledger, LedgerSource, ReadPiece, Week
from heed.wording import Words

BEST, REGRETTED, SOURCES = 5, 3, 3
TOLD_FROM_S = 60
"""A source that gave or took less than a minute beyond is not named."""


def letter(week: Week, words: Words) -> Sheet:
    """The whole letter."""
    title = words.gettext(
        "What your attention bought, {first} to {last}",
        first=words.short_date(week.first),
        last=words.short_date(week.last),
    )
    return Sheet(title, tag(words), tuple(_lines(week, words)))


def _lines(week: Week, words: Words) -> Iterator[Line]:
    account = week.ledger
    if not account.granted_s and not account.spent_s:
        yield Line("said", words.gettext("You gave heed no minute this week. They were all yours."))
        return
    yield Line("said", _minutes(account, words))
    yield Line("said", words.account(account))
    if week.prices:
        yield Line("said", _prices(week.prices, words))
    best = [one for one in week.pieces if ANSWERS[one.answer] >= 1]
    best.sort(key=lambda one: (-ANSWERS[one.answer] * one.seconds, one.title))
    yield from _pieces(words.gettext("Worth most"), best[:BEST], words)
    worst = [one for one in week.pieces if ANSWERS[one.answer] < 1]
    worst.sort(key=lambda one: ((ANSWERS[one.answer] - 1) * one.seconds, one.title))
    yield from _pieces(words.gettext("Not worth their minutes"), worst[:REGRETTED], words)
    yield from _sources(account.sources, words)
    yield from _kept(week, words)


def _minutes(account: Ledger, words: Words) -> str:
    return words.gettext(
        "You gave {granted}; {spent} were spent and {returned} came back to you.",
        granted=words.minutes(account.granted_s),
        spent=words.minutes(account.spent_s),
        returned=words.minutes(account.returned_s),
    )


def _prices(prices: Sequence[float], words: Words) -> str:
    low, high = words.worth(min(prices)), words.worth(max(prices))
    if low == high:
        return words.gettext("A minute cost {price} in every edition.", price=low)
    return words.gettext("A minute cost from {low} to {high}.", low=low, high=high)


def _pieces(heading: str, pieces: Sequence[ReadPiece], words: Words) -> Iterator[Line]:
    if pieces:
        yield Line("heading", heading)
    for one in pieces:
        under = f"{words.minutes(one.seconds)} · {words.answered(ANSWERS[one.answer])}"
        yield Line("piece", one.title, web_address(one.url), (under,))


def _sources(sources: Sequence[LedgerSource], words: Words) -> Iterator[Line]:
    told = [one for one in sources if one.title and abs(one.surplus_s) >= TOLD_FROM_S]
    told.sort(key=lambda one: -abs(one.surplus_s))
    if told:
        yield Line("heading", words.gettext("What sources gave and took"))
    for one in told[:SOURCES]:
        minutes = words.minutes(abs(round(one.surplus_s)))
        said = (
            words.gettext("{source} gave {minutes} more than it took.")
            if one.surplus_s >= 0
            else words.gettext("{source} took {minutes} more than it gave.")
        )
        yield Line("said", said.format(source=one.title, minutes=minutes))


def _kept(week: Week, words: Words) -> Iterator[Line]:
    if not week.looks and not week.marks:
        return
    yield Line("heading", words.gettext("What stays"))
    if week.marks:
        said = words.ngettext("You marked one thing.", "You marked {count} things.", week.marks)
        yield Line("said", said)
    if week.looks:
        yield Line(
            "said",
            words.gettext(
                "Of {looks} looks at cards you knew {known}; {foretold} were foretold.",
                looks=week.looks,
                known=week.known,
                foretold=round(week.foretold),
            ),
        )
