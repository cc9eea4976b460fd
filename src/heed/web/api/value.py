"""The API of what attention is worth in one's own prices."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from heed.actions import value as action
from heed.appraisal import appraisal_json
from heed.web.api.troubles import TROUBLES
from heed.web.bought import results
from heed.web.place import Here
from heed.web.value import PRICED, prices_over

router = APIRouter(tags=["value"], responses=TROUBLES)
Price = Annotated[float | None, Query(ge=0, le=1e9)]


@router.get("/value", summary="What attention is worth to you")
def value(
    here: Here,
    currency: Annotated[str, Query(max_length=8)] = "",
    hour: Price = None,
    right_answer: Price = None,
    cpu_hour: Price = None,
    waited_hour: Price = None,
    uses: Price = None,
) -> dict[str, Any]:
    """The same JSON as `heed value --json`, in these prices over those kept in the home."""
    typed = dict(zip(PRICED, (hour, right_answer, cpu_hour, waited_hour, uses), strict=True))
    said = {name: str(price) for name, price in typed.items() if price is not None}
    found = action.appraise(here.diet, results(), prices_over(here, said, currency))
    return dict(appraisal_json(found))
