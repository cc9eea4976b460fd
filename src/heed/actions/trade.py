"""Trading: a quote for heed's own work, quotes and offers between two sides, and their book."""

import time
from datetime import timedelta
from pathlib import Path

from heed import exchange, filter
from heed.actions import files
from heed.actions.value import duplicates
from heed.diet import Diet
from heed.intake import STORY_DAYS
from heed.store import editions, items, trades, vectors
from heed.types import Deal, JobQuote, Kind, Leg, Prices, Quote, Side, Terms

MINUTES_AN_HOUR, SECONDS_AN_HOUR = 60, 3600


def grouping_quote(diet: Diet, prices: Prices) -> JobQuote:
    """What putting the last days' pieces into stories takes, measured now, and what it saves.

    Saved are the other pieces of the stories read, as far as the reader says they would have been
    read: modelled, since nobody read them. Writes nothing.
    """
    with diet.db.read() as tx:
        recent = items.recent(tx, since=diet.clock() - timedelta(days=STORY_DAYS))
        held = vectors.load(tx, [one.id for one in recent])
        edition = editions.latest(tx)
    began = time.process_time()
    filter.story_ids(recent, [], held)
    cpu_s = time.process_time() - began
    since = diet.clock() - timedelta(days=STORY_DAYS)
    share = prices.count("duplicates_read")
    saved_min = sum(duplicates(diet, since=since)) / 60 * (1.0 if share is None else share)
    hour, cpu_hour = prices.of("hour"), prices.of("cpu_hour")
    price = None
    if hour and cpu_hour is not None:
        price = cpu_hour / SECONDS_AN_HOUR / (hour / MINUTES_AN_HOUR)
    minute = edition.price if edition else diet.settings.reservation_rate
    return JobQuote("grouping", len(recent), cpu_s, saved_min, minute, price, "modelled")


def sides_at(diet: Diet, path: Path) -> tuple[Side, Side]:
    """The two sides of a file, after what they traded before in this home. Raises BadInput."""
    one, other = exchange.sides(files.text(path))
    booked = book(diet)
    return exchange.after_trades(one, booked), exchange.after_trades(other, booked)


def quote(giver: Side, taker: Side, give: Kind, take: Kind) -> Quote:
    """The rates between which the first unit betters both."""
    return exchange.quote(giver, taker, give, take)


def offer(diet: Diet, giver: Side, taker: Side, terms: Terms) -> Deal:
    """Carry an offer out and book both legs, or refuse it and book nothing."""
    deal = exchange.offer(giver, taker, terms)
    if not deal.refused:
        with diet.db.write() as tx:
            trades.post(tx, exchange.legs(deal, tx=trades.next_tx(tx), at=diet.clock()))
    return deal


def book(diet: Diet) -> list[Leg]:
    """Every leg booked so far."""
    with diet.db.read() as tx:
        return trades.all(tx)
