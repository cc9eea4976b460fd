"""The JSON API: what the command line prints as JSON, and every change a page can make."""

from fastapi import APIRouter

from heed.web.api import (
    attending,
    beginning,
    book,
    cards,
    diet,
    finding,
    goals,
    highlights,
    members,
    post,
    reading,
    saved,
    staff,
    team,
    value,
    you,
)

router = APIRouter(prefix="/api")
for part in (
    reading,
    attending,
    beginning,
    diet,
    you,
    finding,
    saved,
    highlights,
    cards,
    goals,
    book,
    value,
    post,
    team,
    members,
    staff,
):
    router.include_router(part.router)
