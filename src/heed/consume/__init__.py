"""Readings and the ledger of minutes: granted = spent + returned. Pure, no clock, no store."""

from heed.consume.ledger import close, grant, spend
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = ["close", "grant", "reading", "spend", "summarise"]
