"""Readings, second thoughts, the ledger of minutes: granted = spent + returned. No store."""

from heed.consume.balance import effective_number, portions, rule_costs
from heed.consume.hindsight import SHARE as HINDSIGHT_SHARE
from heed.consume.hindsight import due
from heed.consume.ledger import close, grant, recalled, spend
from heed.consume.quote import found
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = [
    "HINDSIGHT_SHARE",
    "close",
    "due",
    "effective_number",
    "found",
    "grant",
    "portions",
    "reading",
    "recalled",
    "rule_costs",
    "spend",
    "summarise",
]
