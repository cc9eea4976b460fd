"""Readings and the ledger of minutes: granted = spent + returned. Pure, no clock, no store."""

from heed.consume.balance import effective_number, portions, rule_costs
from heed.consume.ledger import close, grant, recalled, spend
from heed.consume.quote import found
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = [
    "close",
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
