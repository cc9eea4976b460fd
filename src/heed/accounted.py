"""What heed says of a reader's accounts, as sentences and plain values, for every door."""

from collections.abc import Mapping
from dataclasses import asdict

from heed.plain import Json
from heed.types import Accounts, Advice, AdviceKind, Dividend, Interval, Rival, Unsure
from heed.wording import Words, mark

RIVALS: Mapping[Rival, str] = {
    "newest": mark("as many pieces, newest first"),
    "random": mark("as many pieces, drawn evenly"),
    "lottery": mark("only what is drawn outside your habits"),
}
ADVICE: Mapping[AdviceKind, str] = {
    "less": mark(
        "Your last minutes bought little: by your answers they were worth {worth}, less than the"
        " {rate} they are worth to you elsewhere. Try {try_} instead of {now}."
    ),
    "more": mark(
        "Your last minutes were worth {worth}, more than the {rate} they are worth to you"
        " elsewhere, and pieces were waiting. Try {try_} instead of {now}."
    ),
    "as it is": mark(
        "Your last minutes were worth {worth}, more than the {rate} they are worth to you"
        " elsewhere, and nothing better was waiting. {now} are right."
    ),
    "cannot tell": mark(
        "Whether other minutes than {now} would do better cannot be told yet: your last minutes"
        " were worth {worth}, too close to {rate}."
    ),
}
TOO_FEW = mark(
    "Whether other minutes than {now} would do better cannot be told yet: too few of the last"
    " pieces have your answer."
)
LACKS: Mapping[Unsure, str] = {
    "rows": mark("cannot tell: too few answered pieces ({rows})"),
    "overlap": mark("cannot tell: heed could not have shown what this would show"),
    "variety": mark("cannot tell: every answer that counts is the same"),
}


def advice_told(found: Advice, words: Words) -> str:
    """Whether to give other minutes."""
    now, try_ = words.minutes(found.granted_s), words.minutes(found.try_s)
    if found.last is None:
        return words.gettext(TOO_FEW, now=now)
    return words.gettext(
        ADVICE[found.kind], now=now, try_=try_, worth=interval(found.last), rate=f"{found.rate:g}"
    )


def dividend_told(found: Dividend, words: Words) -> str:
    """The difference with its interval, or why it cannot be told."""
    if found.lack:
        return words.gettext(LACKS[found.lack], rows=words.number(found.rows))
    if found.gain.lo <= 0 <= found.gain.hi:
        return words.gettext("cannot tell: {gain}", gain=interval(found.gain, sign=True))
    return interval(found.gain, sign=True)


def rival_told(found: Dividend, words: Words) -> str:
    """The other way of choosing."""
    return words.gettext(RIVALS[found.rival])


def interval(found: Interval, *, sign: bool = False) -> str:
    """`0.8 [0.6, 1.0]`."""
    mean, low, high = (
        f"{'−' if end < 0 else '+' if sign else ''}{abs(end):.2f}"
        for end in (found.mean, found.lo, found.hi)
    )
    return f"{mean} [{low}, {high}]"


def accounts_json(found: Accounts) -> Json:
    """The accounts as `heed ledger --json` gives them; rent and price are foretold: modelled."""
    return {
        "rents": [asdict(one) | {"basis": "modelled"} for one in found.rents],
        "prices": [
            asdict(one) | {"day": one.day.isoformat(), "basis": "modelled"} for one in found.prices
        ],
        "advice": None if found.advice is None else asdict(found.advice),
        "dividends": [asdict(one) for one in found.dividends],
        "rules": [
            {
                "scope": one.rule.scope,
                "subject": one.rule.subject,
                "bound": one.rule.bound,
                "minutes": round(one.rule.seconds / 60, 1),
                "minutes_a_day": round(one.daily_s / 60, 1),
                "kept": one.held,
                "cost_minutes_at_most": round(one.cost, 4),
                "editions": one.editions,
                "basis": "modelled",
            }
            for one in found.rules
        ],
    }
