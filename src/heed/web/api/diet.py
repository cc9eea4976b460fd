"""The API of what is read: sources, fetching, rules and settings."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import rules, settings
from heed.actions import sources as actions
from heed.actions.diet import facts
from heed.plain import diet_json, named_rule, sources_json
from heed.store import rules as kept
from heed.store import sources, visits
from heed.types import Bound, Rule, Scope
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place
from heed.wording import Words

router = APIRouter(tags=["diet"], responses=TROUBLES)


class SourceIn(BaseModel):
    """An address of a feed or a page."""

    target: str = Field(max_length=2000)
    topic: str = Field("", max_length=60)


class Muted(BaseModel):
    """Whether a source is asked but left out of editions."""

    muted: bool


class RuleIn(BaseModel):
    """At least (floor) or at most (ceiling) so many minutes a day."""

    bound: Bound
    scope: Scope
    subject: str = Field(max_length=200)
    minutes: float = Field(ge=0, le=1440)


class SettingIn(BaseModel):
    """A new value, as it would be typed."""

    value: str = Field(max_length=60)


@router.get("/sources", summary="What heed reads from")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed sources --json`."""
    with here.diet.db.read() as tx:
        found = sources_json(sources.all(tx), visits.all(tx))
    return [dict(one) for one in found]


@router.post("/sources", status_code=201, summary="Add a feed or a page")
def add(here: Here, given: SourceIn) -> dict[str, Any]:
    """As `heed add URL`; it is fetched with the next gathering."""
    made = actions.add_url(here.diet, given.target, topic=given.topic)
    with here.diet.db.read() as tx:
        return dict(sources_json([made], visits.all(tx))[0])


@router.put("/sources/{source_id}/muted", status_code=204, summary="Mute a source or hear it again")
def mute(here: Here, source_id: Id, given: Muted) -> None:
    """As the switch on its page."""
    actions.mute(here.diet, source_id, muted=given.muted)


@router.delete("/sources/{source_id}", status_code=204, summary="Remove a source")
def remove(here: Here, source_id: Id) -> None:
    """As `heed remove`; what was read of it stays in the ledger."""
    actions.remove(here.diet, source_id)


@router.post("/fetch", status_code=202, summary="Fetch what is due, in the background")
def fetch(here: Here, *, force: bool = False) -> dict[str, bool]:
    """As `heed fetch`, which waits; `began` is false where a gathering was under way already."""
    return {"began": here.house.gathering.start(here.diet, force=force)}


@router.get("/gathering", summary="How far the fetching is")
def gathering(here: Here) -> dict[str, Any]:
    """step: what is done now, `done` of `total`; trouble: why the last one stopped halfway."""
    stage = here.house.gathering.stage
    return {name: getattr(stage, name) for name in ("running", "step", "done", "total", "trouble")}


@router.get("/diet", summary="What your last four weeks were made of")
def composed(here: Here) -> dict[str, Any]:
    """The same JSON as `heed diet --json`."""
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    return dict(diet_json(facts(here.diet), Words("en", here.diet.zone), held))


@router.get("/rules", summary="The declared diet")
def listed(here: Here) -> list[dict[str, Any]]:
    """Every floor and ceiling."""
    with here.diet.db.read() as tx:
        held = kept.all(tx)
    return [rule_json(one, here) for one in held]


@router.post("/rules", status_code=201, summary="Add a floor or a ceiling")
def declare(here: Here, given: RuleIn) -> dict[str, Any]:
    """As `heed rule add`."""
    made = rules.add(here.diet, given.bound, given.scope, given.subject, given.minutes)
    return rule_json(made, here)


@router.delete("/rules/{rule_id}", status_code=204, summary="Drop a rule")
def drop(here: Here, rule_id: Id) -> None:
    """As `heed rule remove`."""
    rules.remove(here.diet, rule_id)


@router.get("/settings", summary="What a reader sets")
def shown(here: Here) -> dict[str, float | str]:
    """The same JSON as `heed settings --json`."""
    return {name: getattr(here.diet.settings, name) for name in settings.CHANGEABLE}


@router.put("/settings/{name}", status_code=204, summary="Change a setting")
def change(here: Here, name: str, given: SettingIn) -> None:
    """As `heed settings NAME VALUE`."""
    settings.change(here.diet, name, given.value)


def rule_json(rule: Rule, here: Place) -> dict[str, Any]:
    """One rule, in minutes, with a sentence that says it."""
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    return {
        "id": rule.id,
        "bound": rule.bound,
        "scope": rule.scope,
        "subject": rule.subject,
        "minutes": rule.seconds / 60,
        "text": here.words.rule(named_rule(rule, held)),
    }
