"""What watches said since the last edition, a line each, for the top of today's. Counts nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heed.store import Tx, alerts, editions, watches
from heed.web.place import Place

FIRST_LOOK = timedelta(days=1)
"""How far back the first edition of a home looks."""


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One watch that spoke up; href: its evidence."""

    when: str
    title: str
    href: str


def alerted(here: Place, day: date) -> tuple[AlertLine, ...]:
    """The last alert of every watch that is not muted, since the edition before this day's."""
    with here.diet.db.read() as tx:
        said = alerts.since(tx, _before(tx, day, here.now))
        kept = {one.id: one for one in watches.all(tx) if not one.muted}
    last = {one.watch_id: one for one in said if one.watch_id in kept}
    return tuple(
        AlertLine(
            when=here.words.when(one.at, here.now),
            title=here.words.alert_title(kept[one.watch_id].name, one),
            href=f"/watch/{one.watch_id}#alert-{one.id}",
        )
        for one in sorted(last.values(), key=lambda one: one.id)
    )


def _before(tx: Tx, day: date, now: datetime) -> datetime:
    """When the last edition of an earlier day was made."""
    earlier = editions.before(tx, day)
    return earlier.made_at if earlier else now - FIRST_LOOK
