"""Readings, second thoughts, the ledger of minutes: granted = spent + returned. No store."""

from heed.consume.hindsight import SHARE as HINDSIGHT_SHARE
from heed.consume.hindsight import due
from heed.consume.ledger import close, grant, spend
from heed.consume.session import reading
from heed.consume.summary import summarise

__all__ = ["HINDSIGHT_SHARE", "close", "due", "grant", "reading", "spend", "summarise"]
