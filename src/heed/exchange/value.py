"""What attention is worth in the reader's own prices: performance, then compute, then money. Pure.

An application: right answers more, less the CPU-hours and the waiting they cost. A reader: minutes
worth more than they would be elsewhere (the reservation rate), duplicates not read, less CPU-hours.
Only differences count: with attention less without. Every line says what it rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean, stdev
from typing import Any

from heed.errors import BadInput
from heed.types import (
    Against,
    Interval,
    Ledger,
    Line,
    LineName,
    NetCost,
    PriceName,
    Prices,
    ReadingFacts,
    Swing,
    Value,
)

USES = 1000.0
"""Uses a month where the reader counted none: the sums are then for every thousand."""
T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
"""Two-sided 95 % quantiles of Student's t for 1 to 10 degrees of freedom; the last for more."""
HOUR_S = 3600
HOUR_MS = HOUR_S * 1000


# -- applications of the lab ---------------------------------------------------------------------


def applications(bundle: Mapping[str, Any], prices: Prices) -> tuple[Against, ...]:
    """Every application against the pooling that cannot choose and, where another rival did better,
    against that one too. bundle: as the lab's report writes it. Raises BadInput.
    """
    try:
        return tuple(found for one in bundle["applications"] for found in _both(one, prices))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            "These are no results of the lab; write them with: heed lab report --bundle FILE"
        ) from error


def _both(one: Mapping[str, Any], prices: Prices) -> tuple[Against, ...]:
    nets = {net.name: net for net in map(_net, one["nets"])}
    attention, trivial = nets.pop(one["attention"]), nets[one["trivial"]]
    told = Interval(float(one["gain"]), float(one["low"]), float(one["high"]))
    found = [against(one["name"], attention, trivial, told, prices)]
    best = max(nets.values(), key=lambda net: net.mean)
    if best.name != trivial.name:
        paired = seed_gain(attention.quality, best.quality)
        found.append(against(one["name"], attention, best, paired, prices))
    return tuple(found)


def _net(one: Mapping[str, Any]) -> NetCost:
    costs = ("cpu_s_per_1000", "p50_ms", "peak_mb", "train_cpu_s")
    quality = tuple(float(value) for value in one["quality"])
    if not quality:
        raise ValueError(f"{one['net']} has no seed.")
    return NetCost(str(one["net"]), quality, *(float(one[name]) for name in costs))


def seed_gain(with_: Sequence[float], without: Sequence[float]) -> Interval:
    """Mean difference of paired seeds with Student's 95 % interval; of one seed it is [-1, 1]."""
    apart = [a - b for a, b in zip(with_, without, strict=True)]
    if len(apart) < 2:
        return Interval(apart[0], -1.0, 1.0)
    reach = T_95[min(len(apart) - 1, len(T_95)) - 1] * stdev(apart) / len(apart) ** 0.5
    return Interval(mean(apart), mean(apart) - reach, mean(apart) + reach)


def against(
    name: str, attention: NetCost, rival: NetCost, gain: Interval, prices: Prices
) -> Against:
    """One application's lines for a month of uses."""
    counted = prices.count("uses", name)
    uses = USES if counted is None else counted
    trainings = prices.count("trainings", name)
    cpu_h = (attention.cpu_s_per_1000 - rival.cpu_s_per_1000) / 1000 * uses / HOUR_S
    train_h = (attention.train_cpu_s - rival.train_cpu_s) / HOUR_S
    train_h *= 1.0 if trainings is None else trainings
    waited_h = (attention.p50_ms - rival.p50_ms) * uses / HOUR_MS
    right = Line(
        "right",
        uses * gain.mean,
        uses * gain.lo,
        uses * gain.hi,
        "measured",
        "right_answer",
        prices.of("right_answer", name),
    )
    cpu, waited = prices.of("cpu_hour", name), prices.of("waited_hour", name)
    lines = (
        right,
        _cost("cpu_use", cpu_h, "cpu_hour", cpu),
        _cost("cpu_train", train_h, "cpu_hour", cpu, fixed=True),
        _cost("waiting", waited_h, "waited_hour", waited),
    )
    return Against(name, attention, rival, gain, uses, added_up(lines, uses=uses))


def _cost(
    name: LineName,
    amount: float,
    price_name: PriceName,
    price: float | None,
    *,
    fixed: bool = False,
) -> Line:
    return Line(name, amount, amount, amount, "measured", price_name, price, -1, fixed)


# -- a reader ------------------------------------------------------------------------------------


def reading_facts(
    account: Ledger, *, duplicates: Sequence[int], rate: float
) -> ReadingFacts | None:
    """What a ledger says; None while nothing was read.

    duplicates: seconds of every other piece of a story read. rate: worth of a minute elsewhere.
    """
    if not account.spent_s:
        return None
    worth = None
    if account.worth_per_minute is not None and account.worth_low is not None:
        high = account.worth_high if account.worth_high is not None else 2.0
        worth = Interval(account.worth_per_minute, account.worth_low, high)
    return ReadingFacts(
        days=len(account.days),
        granted_min=account.granted_s / 60,
        spent_min=account.spent_s / 60,
        returned_min=account.returned_s / 60,
        answered_min=account.answered_s / 60,
        answers=account.answers,
        worth=worth,
        duplicates=len(duplicates),
        duplicate_min=sum(duplicates) / 60,
        rate=rate,
    )


def reading(facts: ReadingFacts, prices: Prices) -> Value:
    """A reader's ledger: what the minutes were worth over what they would be elsewhere."""
    minute = prices.of("hour")
    minute = None if minute is None else minute / 60
    lines = [*_minutes(facts, minute), *_duplicates(facts, prices, minute)]
    for name, count in (("questions", "question"), ("alerts", "alert")):
        amount = prices.count(name)
        if amount is not None:
            price_name: PriceName = "question" if count == "question" else "alert"
            kind: LineName = "questions" if count == "question" else "alerts"
            price = prices.of(price_name)
            lines.append(Line(kind, amount, amount, amount, "said", price_name, price))
    cpu_h = prices.count("cpu_hours")
    if cpu_h is not None:
        price = prices.of("cpu_hour")
        lines.append(Line("cpu_home", cpu_h, cpu_h, cpu_h, "said", "cpu_hour", price, -1))
    return added_up(tuple(lines))


def _minutes(facts: ReadingFacts, minute: float | None) -> list[Line]:
    """Minutes gained over elsewhere: of the answered readings, and of the others by their rate."""
    if facts.worth is None:
        return []
    worth = facts.worth
    gained = (worth.mean - facts.rate) * facts.answered_min
    silent = facts.spent_min - facts.answered_min
    middle, low, high = ((end - facts.rate) * silent for end in (worth.mean, worth.lo, worth.hi))
    return [
        Line("answered", gained, gained, gained, "measured", "hour", minute),
        Line("unanswered", middle, low, high, "modelled", "hour", minute),
    ]


def _duplicates(facts: ReadingFacts, prices: Prices, minute: float | None) -> list[Line]:
    """Nobody knows which duplicates would have been read: priced only by the reader's own share."""
    share = prices.count("duplicates_read")
    amount = facts.duplicate_min * (1.0 if share is None else share)
    price = None if share is None else minute
    return [Line("duplicates", amount, 0.0, facts.duplicate_min, "modelled", "hour", price)]


# -- the sum -------------------------------------------------------------------------------------


def added_up(lines: tuple[Line, ...], *, uses: float | None = None) -> Value:
    """The sum of what has a price, its break-even and how it moves with each price.

    uses: how many the lines that are not fixed are for; None: no break-even number of uses.
    """
    gains = any(line.price is not None for line in lines if line.sign > 0)
    unpriced = tuple(line.name for line in lines if line.price is None and line.amount)
    if not gains:
        return Value(lines, None, unpriced, _break_even_price(lines), None, ())
    return Value(
        lines,
        net(lines),
        unpriced,
        _break_even_price(lines),
        None if uses is None else _break_even_uses(lines, uses),
        _swings(lines),
    )


def net(lines: Sequence[Line]) -> Interval:
    """The sum; half-widths of the lines add in squares, each side by itself."""
    found = [line.money for line in lines if line.money is not None]
    total = sum(one.mean for one in found)
    below = sum((one.mean - one.lo) ** 2 for one in found) ** 0.5
    above = sum((one.hi - one.mean) ** 2 for one in found) ** 0.5
    return Interval(total, total - below, total + above)


def _break_even_price(lines: tuple[Line, ...]) -> float | None:
    """The price of the first line's unit at which the sum is nothing."""
    if not lines:
        return None
    first = lines[0]
    same = [line for line in lines if _moves(line, first)]
    amount = sum(line.amount for line in same)
    rest = [line.money for line in lines if line not in same and line.money is not None]
    if amount <= 0 or not rest:
        return None
    return max(0.0, -sum(one.mean for one in rest) / amount)


def _moves(line: Line, first: Line) -> bool:
    """Whether the line's money moves with the first line's price."""
    return line.price_name == first.price_name and (
        line.price is not None or line.name != "duplicates"
    )


def _break_even_uses(lines: Sequence[Line], uses: float) -> float | None:
    """How many uses pay for what is paid once a month; None where no number does."""
    sums = [(line.fixed, line.money.mean) for line in lines if line.money is not None]
    once = sum(amount for fixed, amount in sums if fixed)
    each = sum(amount for fixed, amount in sums if not fixed)
    if uses <= 0 or each <= 0:
        return None
    return max(0.0, -once / (each / uses))


def _swings(lines: tuple[Line, ...]) -> tuple[Swing, ...]:
    """Every price halved and doubled, and every uncertain amount at its ends; widest first."""
    made: list[Swing] = []
    for name in dict.fromkeys(line.price_name for line in lines if line.money is not None):
        ends = [net(_priced(lines, name, times)).mean for times in (0.5, 2.0)]
        made.append(Swing(name, *ends))
    for n, line in enumerate(lines):
        if line.money is not None and line.low < line.high:
            ends = [
                net((*lines[:n], replace(line, amount=end), *lines[n + 1 :])).mean
                for end in (line.low, line.high)
            ]
            made.append(Swing(line.name, *ends))
    return tuple(sorted(made, key=lambda one: -abs(one.high - one.low)))


def _priced(lines: Sequence[Line], name: PriceName, times: float) -> list[Line]:
    return [
        replace(line, price=line.price * times)
        if line.price_name == name and line.price is not None
        else line
        for line in lines
    ]
