"""The JSON API of watches: what is looked for, how each stands, its alerts."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import watches as actions
from heed.plain import alert_json, report_json, watch_json
from heed.store import alerts, watches
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

MOST = 100
router = APIRouter(prefix="/api/watches", tags=["watches"], responses=TROUBLES)


class WatchIn(BaseModel):
    """Words, companies (`Arvo = ARV, Arvo Corp`), sentences; urgent: may speak between editions."""

    name: str = Field(max_length=200)
    words: list[str] = Field(default_factory=list, max_length=200)
    entities: list[str] = Field(default_factory=list, max_length=200)
    examples: list[str] = Field(default_factory=list, max_length=200)
    urgent: bool = False


class Silent(BaseModel):
    """Whether a watch says nothing."""

    muted: bool


@router.get("", summary="What is watched")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed watch list --json`."""
    with here.diet.db.read() as tx:
        return [dict(watch_json(one)) for one in watches.all(tx)]


@router.post("", status_code=201, summary="Keep an eye on something")
def add(here: Here, given: WatchIn) -> dict[str, Any]:
    """As `heed watch add`."""
    made = actions.add(
        here.diet,
        given.name,
        words=given.words,
        entities=[actions.entity(one) for one in given.entities],
        examples=given.examples,
        urgent=given.urgent,
    )
    return dict(watch_json(made))


@router.put("/{watch_id}/muted", status_code=204, summary="Let a watch be silent, or speak again")
def mute(here: Here, watch_id: Id, given: Silent) -> None:
    """As `heed watch mute`."""
    actions.mute(here.diet, watch_id, given.muted)


@router.delete("/{watch_id}", status_code=204, summary="Forget a watch and its alerts")
def remove(here: Here, watch_id: Id) -> None:
    """As `heed watch remove`."""
    actions.remove(here.diet, watch_id)


@router.get("/{watch_id}", summary="How a watch stands: days, signals, pieces with their tone")
def report(here: Here, watch_id: Id) -> dict[str, Any]:
    """One of `heed watch report --json`."""
    with here.diet.db.read() as tx:
        watch = watches.get(tx, watch_id)
    return dict(report_json(actions.reports(here.diet, [watch])[0]))


@router.get("/{watch_id}/alerts", summary="When a watch spoke up, newest first")
def said(here: Here, watch_id: Id) -> list[dict[str, Any]]:
    """At most the last 100."""
    with here.diet.db.read() as tx:
        watches.get(tx, watch_id)
        return [dict(alert_json(one)) for one in alerts.of_watch(tx, watch_id, MOST)]


@router.get("/{watch_id}/backtest", summary="What would have alerted in the last month")
def tested(here: Here, watch_id: Id) -> list[dict[str, Any]]:
    """The same JSON as `heed watch backtest --json`."""
    with here.diet.db.read() as tx:
        watch = watches.get(tx, watch_id)
    return [dict(alert_json(one)) for one in actions.backtest(here.diet, watch)]
