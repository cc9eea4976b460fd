"""The rules page: the declared diet and what each rule cost. Decides no edition."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import rules as actions
from heed.errors import BadInput, HeedError
from heed.plain import named_rule
from heed.store import rules
from heed.types import Bound, Edition, Rule, Scope, Source
from heed.web.place import Here, Place, latest_edition, sources_by_id
from heed.wording import Words

SCOPES: Mapping[str, Scope] = {"topic": "topic", "source": "source"}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One rule and what it cost in the last edition that knew it."""

    id: int
    told: str
    cost: str


@router.get("/rules")
def show(here: Here) -> HTMLResponse:
    """Every rule."""
    return rules_page(here)


@router.post("/rules")
def add(
    here: Here,
    bound: Annotated[Bound, Form()],
    subject: Annotated[str, Form(max_length=200)],
    minutes: Annotated[float, Form(ge=0, le=1440)],
) -> Response:
    """Declare a rule; `subject` is `topic:Name` or `source:id`."""
    scope, _, name = subject.partition(":")
    try:
        if scope not in SCOPES or not name:
            raise BadInput("A rule needs a topic or a source.")
        actions.add(here.diet, bound, SCOPES[scope], name, minutes)
    except HeedError as error:
        return rules_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/rules", status_code=303)


@router.post("/rules/{rule_id}/remove")
def remove(here: Here, rule_id: int) -> RedirectResponse:
    """Take a rule back."""
    actions.remove(here.diet, rule_id)
    return RedirectResponse("/rules", status_code=303)


def rules_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page, with what went wrong where something did."""
    held = sources_by_id(here.diet)
    with here.diet.db.read() as tx:
        kept = rules.all(tx)
    edition = latest_edition(here.diet)
    return here.page(
        "rules.html",
        status=400 if trouble else 200,
        here="/rules",
        rows=tuple(row(one, edition, held, here.words) for one in kept),
        topics=sorted({one.topic for one in held.values() if one.topic}),
        held=sorted(held.values(), key=lambda one: one.title.casefold()),
        trouble=trouble,
    )


def readable(edition: Edition, held: Mapping[int, Source]) -> Edition:
    """The edition with its rules' sources by title."""
    rules = tuple(replace(one, rule=named_rule(one.rule, held)) for one in edition.rules)
    return replace(edition, rules=rules)


def row(rule: Rule, edition: Edition | None, held: Mapping[int, Source], words: Words) -> Row:
    """One line; a rule younger than the edition has no cost yet."""
    priced = next((one for one in edition.rules if one.rule == rule), None) if edition else None
    cost = words.rule_price(priced) if priced else words.gettext("It counts from the next edition.")
    return Row(rule.id, words.rule(named_rule(rule, held)), cost)
