"""The JSON API of watches: what is looked for, how each stands, its alerts. Read only."""

from typing import Any

from fastapi import APIRouter

from heed.actions import watches as actions
from heed.plain import alert_json, report_json, watch_json
from heed.store import alerts, watches
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

MOST = 100
router = APIRouter(prefix="/api/watches", tags=["watches"], responses=TROUBLES)


@router.get("", summary="What is watched")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed watch list --json`."""
    with here.diet.db.read() as tx:
        return [dict(watch_json(one)) for one in watches.all(tx)]


@router.get("/{watch_id}", summary="How a watch stands: days, signals, pieces with their tone")
def report(here: Here, watch_id: int) -> dict[str, Any]:
    """One of `heed watch report --json`."""
    with here.diet.db.read() as tx:
        watch = watches.get(tx, watch_id)
    return dict(report_json(actions.reports(here.diet, [watch])[0]))


@router.get("/{watch_id}/alerts", summary="When a watch spoke up, newest first")
def said(here: Here, watch_id: int) -> list[dict[str, Any]]:
    """At most the last 100."""
    with here.diet.db.read() as tx:
        watches.get(tx, watch_id)
        return [dict(alert_json(one)) for one in alerts.of_watch(tx, watch_id, MOST)]


@router.get("/{watch_id}/backtest", summary="What would have alerted in the last month")
def tested(here: Here, watch_id: int) -> list[dict[str, Any]]:
    """The same JSON as `heed watch backtest --json`."""
    with here.diet.db.read() as tx:
        watch = watches.get(tx, watch_id)
    return [dict(alert_json(one)) for one in actions.backtest(here.diet, watch)]
