"""The recommend page and its API: what a shop's user may want next, why, and whether to believe it.

Keeps nothing of what is sent. The deciding is the action's.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from heed.actions import recommend as action
from heed.counsel import (
    advice_json,
    advice_told,
    proof_json,
    proof_told,
    pull_told,
    rival_rows,
    takers_told,
)
from heed.errors import BadInput, HeedError
from heed.types import Pick
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place

SHOWN_PULLS = 3
PICKS = 10
MOST_USERS = 500
"""Users the page's list offers; any other can be typed."""
router = APIRouter(responses=TROUBLES)


@dataclass(frozen=True, slots=True)
class PullView:
    """One reason; percent: its part of the score."""

    sentence: str
    percent: int


@dataclass(frozen=True, slots=True)
class PickView:
    """One recommended good."""

    title: str
    takers: str
    score: str
    pulls: tuple[PullView, ...]


class Row(BaseModel):
    """One row of a history: a user took an item, or, without a user, what an item is."""

    user: str = ""
    item: str
    time: str = ""
    features: str = ""
    text: str = ""


class Wanted(BaseModel):
    """A history as rows or as a CSV file's text, and whom to recommend to; none: everybody."""

    rows: list[Row] = Field(default_factory=list)
    csv: str = ""
    user: str = ""
    count: Annotated[int, Field(ge=1, le=action.MOST_PICKS)] = PICKS
    evaluate: bool = False


@router.post("/api/recommend", tags=["heed"], summary="What users may want next, from any history")
def recommend(wanted: Wanted) -> dict[str, Any]:
    """The same JSON as `heed recommend --json`."""
    if wanted.csv and wanted.rows:
        raise BadInput("One history is sent one way: give rows or csv, not both.")
    counter = (
        action.of_csv(wanted.csv.encode())
        if wanted.csv
        else action.of_rows(row.model_dump() for row in wanted.rows)
    )
    users = [action.named(counter, wanted.user)] if wanted.user else counter.users()
    told = [advice_json(counter.advise(user, wanted.count)) for user in users]
    return {"advice": told, **({"proof": proof_json(counter.proof)} if wanted.evaluate else {})}


@router.get("/recommend", include_in_schema=False)
def show(here: Here, user: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """The bundled shop, and what one of its users may want."""
    return _page(here, sample(), user, is_sample=True)


@router.post("/recommend", include_in_schema=False)
def ask(
    here: Here,
    history: Annotated[UploadFile, File()],
    user: Annotated[str, Form(max_length=200)] = "",
) -> HTMLResponse:
    """The same for a file that is sent; it is not kept."""
    try:
        return _page(here, action.of_csv(history.file.read()), user, is_sample=False)
    except HeedError as error:
        return _page(here, None, user, is_sample=False, trouble=here.words.told(str(error)))


@cache
def sample() -> action.Counter:
    """The bundled shop, counted once."""
    return action.of_csv(action.sample())


def _page(
    here: Place,
    counter: action.Counter | None,
    user: str,
    *,
    is_sample: bool,
    trouble: str = "",
) -> HTMLResponse:
    users = counter.users() if counter else ()
    user = user.strip() or (sorted(users)[0] if users else "")
    advice = counter.advise(user, PICKS) if counter else None
    return here.page(
        "recommend.html",
        status=400 if trouble else 200,
        here="/recommend",
        trouble=trouble,
        user=user,
        users=sorted(users)[:MOST_USERS],
        is_sample=is_sample,
        advice=advice,
        by=advice_told(advice, here.words) if advice else "",
        picks=tuple(pick_view(one, here) for one in advice.picks) if advice else (),
        proof=proof_told(counter.proof, here.words) if counter else (),
        rivals=rival_rows(counter.proof, here.words) if counter and counter.proof.enough else (),
    )


def pick_view(one: Pick, here: Place) -> PickView:
    """One good with its heaviest reasons; what is left is one more line."""
    words = here.words
    pulls = [
        PullView(pull_told(pull, words), round(100 * pull.weight / one.score))
        for pull in one.pulls[:SHOWN_PULLS]
    ]
    rest = sum(pull.weight for pull in one.pulls[SHOWN_PULLS:])
    if rest:
        count = len(one.pulls) - SHOWN_PULLS
        told = words.ngettext("{count} weaker reason", "{count} weaker reasons", count)
        pulls.append(PullView(told, 100 - sum(pull.percent for pull in pulls)))
    return PickView(one.good.title, takers_told(one, words), f"{one.score:.3f}", tuple(pulls))
