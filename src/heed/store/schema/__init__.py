"""The tables of a home, typed, a file a subject. How old homes become new ones is in migrations.

Column order follows the noun's fields where a row becomes that noun.
"""

from heed.store.schema.compute import flow, job, meter, share
from heed.store.schema.desk import desk_agent, desk_entry, desk_example, desk_turn
from heed.store.schema.editions import drafted, edition, left_out, question, rule_price, slot
from heed.store.schema.exchange import trade_leg
from heed.store.schema.growth import KEEPING, card, goal, highlight, reading_place, review, saved
from heed.store.schema.library import item, source, summary, vector, visit
from heed.store.schema.people import access, person
from heed.store.schema.readings import entry, reading, rule, verdict
from heed.store.schema.states import counter, state
from heed.store.schema.tables import metadata
from heed.store.schema.team import assignment, market_day, member, need, seat, team_audit, wanted
from heed.store.schema.watches import alert, toning, watch

__all__ = [
    "KEEPING",
    "access",
    "alert",
    "assignment",
    "card",
    "counter",
    "desk_agent",
    "desk_entry",
    "desk_example",
    "desk_turn",
    "drafted",
    "edition",
    "entry",
    "flow",
    "goal",
    "highlight",
    "item",
    "job",
    "left_out",
    "market_day",
    "member",
    "metadata",
    "meter",
    "need",
    "person",
    "question",
    "reading",
    "reading_place",
    "review",
    "rule",
    "rule_price",
    "saved",
    "seat",
    "share",
    "slot",
    "source",
    "state",
    "summary",
    "team_audit",
    "toning",
    "trade_leg",
    "vector",
    "verdict",
    "visit",
    "wanted",
    "watch",
]
