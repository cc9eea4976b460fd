"""The ledger as doors show it: stored lines added up by the consume room. Writes nothing."""

from heed.consume import summarise
from heed.diet import Diet
from heed.store import entries, sources, verdicts
from heed.types import Ledger


def ledger(diet: Diet) -> Ledger:
    """Everything granted, spent, returned and earned so far."""
    with diet.db.read() as tx:
        return summarise(
            entries.all(tx),
            verdicts.told(tx),
            sources.ever(tx),
            day_of=lambda at: at.astimezone(diet.zone).date(),
        )
