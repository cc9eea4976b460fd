"""Readings, second thoughts, the ledger of minutes: granted = spent + returned. No store."""

from heed.consume.accounts import advice, prices, rents, shown
from heed.consume.balance import effective_number, portions, rule_costs
from heed.consume.hindsight import SHARE as HINDSIGHT_SHARE
from heed.consume.hindsight import due
from heed.consume.ledger import close, correct, grant, recalled, spend
from heed.consume.quote import found
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = [
    "HINDSIGHT_SHARE",
    "advice",
    "close",
    "correct",
    "due",
    "effective_number",
    "found",
    "grant",
    "portions",
    "prices",
    "reading",
    "recalled",
    "rents",
    "rule_costs",
    "shown",
    "spend",
    "summarise",
]
