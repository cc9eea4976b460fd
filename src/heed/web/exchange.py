"""What another home of the same person or team may ask of this one; its signature is its pass."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from heed.actions import giving
from heed.diet import Diet
from heed.errors import BadInput
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["exchange"], responses=TROUBLES)


@router.get(giving.OFFER, summary="What this home has, for a home that shares its secret")
def offer(here: Here, request: Request) -> Response:
    """Pieces and their parts' sizes, signed; 404 where this home exchanges nothing."""
    return _answer(here.diet, request, giving.offer)


@router.get(giving.PARCELS, summary="Parts of pieces, for a home that shares its secret")
def parcels(here: Here, request: Request) -> Response:
    """Cards, texts and vectors asked for by number, signed."""
    return _answer(here.diet, request, giving.give)


def _answer(
    diet: Diet, request: Request, give: Callable[[Diet, Mapping[str, str]], bytes]
) -> Response:
    try:
        body = give(diet, dict(request.query_params))
    except BadInput as error:
        return JSONResponse({"error": str(error)}, 403)
    return Response(body, media_type="application/json")
