"""Readings and the ledger of minutes: granted = spent + returned. Pure, no clock, no store."""

from heed.consume.accounts import advice, prices, rents, shown
from heed.consume.ledger import close, correct, grant, spend
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = [
    "advice",
    "close",
    "correct",
    "grant",
    "prices",
    "reading",
    "rents",
    "shown",
    "spend",
    "summarise",
]
