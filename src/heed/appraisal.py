"""What heed says of value, as sentences and as plain values, for every door. Adds nothing up."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import NamedTuple

from heed.plain import Json
from heed.types import (
    Against,
    Appraisal,
    Basis,
    Interval,
    Line,
    LineName,
    Payoff,
    PriceName,
    Swing,
    Value,
)
from heed.wording import Words, mark

LINES: Mapping[LineName, str] = {
    "right": mark("right answers more"),
    "waiting": mark("waited longer"),
    "cpu_use": mark("computing, to answer"),
    "cpu_train": mark("computing, to train"),
    "answered": mark("minutes gained, by your answers"),
    "unanswered": mark("minutes gained, not answered"),
    "duplicates": mark("the same story elsewhere, not read"),
    "questions": mark("questions answered"),
    "alerts": mark("alerts in time"),
    "cpu_home": mark("computing of heed"),
}
UNITS: Mapping[PriceName, str] = {
    "right_answer": mark("a right answer"),
    "hour": mark("an hour of yours"),
    "waited_hour": mark("an hour of waiting"),
    "cpu_hour": mark("a CPU-hour"),
    "question": mark("a question"),
    "alert": mark("an alert"),
}
BASES: Mapping[Basis, str] = {
    "measured": mark("measured"),
    "modelled": mark("modelled"),
    "said": mark("by your count"),
}
TOTALS: Mapping[Payoff, str] = {
    "pays": mark("It pays: {net}, somewhere between {low} and {high}."),
    "costs": mark("It costs more than it brings: {net}, somewhere between {low} and {high}."),
    "cannot tell": mark("Cannot tell: {net}, but anywhere between {low} and {high}."),
    "no prices": mark("No price for what it brings, so there is no sum."),
}
MINUTES: tuple[LineName, ...] = ("answered", "unanswered", "duplicates")
HOURS: tuple[LineName, ...] = ("waiting", "cpu_use", "cpu_train", "cpu_home")
NOTHING = 1e-4
"""A smaller price is called almost any."""


class LineRow(NamedTuple):
    """One line as it is shown; interval and money are "" where there is none."""

    label: str
    amount: str
    interval: str
    basis: str
    price: str
    money: str


def line_row(line: Line, words: Words, currency: str) -> LineRow:
    """A line of the table."""
    unit = words.gettext(UNITS[line.price_name])
    whole = 60 if line.name in MINUTES else 1
    price = "" if line.price is None else f"{money(line.price * whole, currency)} {unit}"
    sure = line.low == line.high
    return LineRow(
        words.gettext(LINES[line.name]),
        amount(line, line.amount, words),
        "" if sure else f"{amount(line, line.low, words)} … {amount(line, line.high, words)}",
        words.gettext(BASES[line.basis]),
        price,
        "" if line.money is None else signed(line.money.mean, currency),
    )


def amount(line: Line, value: float, words: Words) -> str:
    """An amount in its unit: `1,000`, `90.0 min`, `1.2 h`, `4.8 s`."""
    if line.name in MINUTES:
        return words.gettext("{amount} min", amount=_short(value))
    if line.name in HOURS and abs(value) >= 0.1:
        return words.gettext("{amount} h", amount=_short(value))
    if line.name in HOURS:
        return words.gettext("{amount} s", amount=_short(value * 3600))
    return _short(value)


def money(value: float, currency: str) -> str:
    """`12.50 EUR`; a small price keeps two digits that say something."""
    size = abs(value)
    text = f"{size:,.2f}" if size >= 0.095 or size == 0 else f"{size:.2g}"
    if "e" in text:
        text = f"{size:.8f}".rstrip("0")
    return f"{'−' if value < 0 else ''}{text} {currency}".rstrip()


def signed(value: float, currency: str) -> str:
    """A sum with its sign; what is less than a hundredth is called nearly nothing."""
    if abs(value) < 0.005:
        return f"≈ 0 {currency}".rstrip()
    return f"{'−' if value < 0 else '+'}{abs(value):,.2f} {currency}".rstrip()


def total(value: Value, words: Words, currency: str) -> str:
    """What it comes to, and how sure that is."""
    found = value.net
    told = words.gettext(TOTALS[value.verdict])
    if found is None:
        return told
    net, low, high = (signed(end, currency) for end in (found.mean, found.lo, found.hi))
    return told.format(net=net, low=low, high=high)


def break_even(value: Value, words: Words, currency: str) -> tuple[str, ...]:
    """From which price on, and from how many uses a month on, it pays."""
    if not value.lines:
        return ()
    first = value.lines[0]
    said = []
    if first.amount <= 0:
        said.append(words.gettext("At no price does it pay: it brings nothing more."))
    elif value.break_even_price is not None and value.break_even_price < NOTHING:
        said.append(words.gettext("It pays at almost any price."))
    elif value.break_even_price is not None:
        price = money(value.break_even_price * (60 if first.name in MINUTES else 1), currency)
        unit = words.gettext(UNITS[first.price_name])
        if first.low > 0:
            said.append(words.gettext("It pays from {price} {unit} on.", price=price, unit=unit))
        else:
            said.append(
                words.gettext(
                    "If the middle is right, it pays from {price} {unit} on.",
                    price=price,
                    unit=unit,
                )
            )
    if value.verdict == "pays" and (value.break_even_uses or 0) >= 1:
        assert value.break_even_uses is not None
        uses = words.number(round(value.break_even_uses))
        said.append(words.gettext("It pays from {uses} uses a month on.", uses=uses))
    return tuple(said)


def left_out(value: Value, words: Words) -> str:
    """Which lines the sum leaves out, "" where none or there is no sum."""
    if value.net is None or not value.unpriced:
        return ""
    comma = "、" if words.language == "zh" else ", "
    names = comma.join(words.gettext(LINES[name]) for name in value.unpriced)
    return words.gettext("Without a price, and so not in the sum: {names}.", names=names)


def swing_label(one: Swing, words: Words) -> str:
    """What is moved."""
    for price, unit in UNITS.items():
        if one.name == price:
            return words.gettext("half or double: {what}", what=words.gettext(unit))
    line = next(told for name, told in LINES.items() if name == one.name)
    return words.gettext("as few or as many: {what}", what=words.gettext(line))


def gain(found: Interval) -> str:
    """`+45.0 [+43.7, +46.3]` of 100."""
    mean, low, high = (
        f"{'−' if end < 0 else '+'}{100 * abs(end):.1f}" for end in (found.mean, found.lo, found.hi)
    )
    return f"{mean} [{low}, {high}]"


def _short(value: float) -> str:
    """Digits that say something, and no more: `1,000`, `12.3`, `0.0051`."""
    if value == 0:
        return "0"
    sign, size = "−" if value < 0 else "", abs(value)
    if size >= 100:
        return f"{sign}{size:,.0f}"
    if size >= 1:
        return f"{sign}{size:.1f}"
    return f"{sign}{size:.2g}"


# -- plain values --------------------------------------------------------------------------------


def appraisal_json(found: Appraisal) -> Json:
    """The report as `heed value --json` gives it."""
    return {
        "currency": found.prices.currency,
        "reading": None
        if found.facts is None or found.reading is None
        else {"facts": asdict(found.facts)} | value_json(found.reading),
        "foretelling": {
            "answers": found.evaluation.answers,
            "in_use": found.evaluation.in_use,
            "best": found.evaluation.best,
            "found": {name: one.found for name, one in found.evaluation.methods.items()},
        },
        "applications": [against_json(one) for one in found.applications],
    }


def against_json(one: Against) -> Json:
    """One application beside one rival."""
    return {
        "application": one.application,
        "rival": one.rival.name,
        "uses_a_month": one.uses,
        "quality": {
            "with": one.attention.mean,
            "without": one.rival.mean,
            "gain": asdict(one.gain),
        },
        "compute": {
            kind: {
                "cpu_s_per_1000": net.cpu_s_per_1000,
                "latency_ms": net.p50_ms,
                "peak_mb": net.peak_mb,
                "train_cpu_s": net.train_cpu_s,
            }
            for kind, net in (("with", one.attention), ("without", one.rival))
        },
    } | value_json(one.value)


def value_json(value: Value) -> dict[str, object]:
    """Lines and their sum."""
    return {
        "verdict": value.verdict,
        "net": None if value.net is None else asdict(value.net),
        "lines": [
            asdict(line) | {"money": None if line.money is None else asdict(line.money)}
            for line in value.lines
        ],
        "unpriced": list(value.unpriced),
        "break_even_price": value.break_even_price,
        "break_even_uses": value.break_even_uses,
        "sensitivity": [asdict(one) for one in value.swings],
    }
