"""The JSON API: what the command line prints as JSON, and every change a page can make."""

from fastapi import APIRouter

from heed.web.api import diet, finding, reading, you

router = APIRouter(prefix="/api")
for part in (reading, diet, you, finding):
    router.include_router(part.router)
