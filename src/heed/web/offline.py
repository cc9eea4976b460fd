"""What lets a browser install heed and read today's edition without the server. No page of its own
but the one that says what is missing.
"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from heed.web.place import Here
from heed.web.render import STATIC, static

router = APIRouter(include_in_schema=False)


@router.get("/manifest.webmanifest")
def manifest(here: Here) -> dict[str, Any]:
    """What a browser shows of heed where it is installed as an app."""
    return {
        "name": "heed",
        "short_name": "heed",
        "description": here.words.gettext("Your minutes, well spent."),
        "lang": here.words.language,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f7f6f1",
        "theme_color": "#f7f6f1",
        "icons": [{"src": static("heed.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }


@router.get("/keeper.js")
def keeper() -> Response:
    """The worker that keeps an edition; it lies at the root because it may only serve below it."""
    return FileResponse(
        STATIC / "keeper.js",
        media_type="text/javascript",
        headers={"cache-control": "no-cache"},
    )


@router.get("/offline")
def missing(here: Here) -> HTMLResponse:
    """Shown in place of a page that was not kept."""
    return here.page("offline.html")
