"""Language, theme, typeface, size and width: cosmetic choices, kept in cookies. Nothing else."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from heed.wording import LANGUAGES, Language

Theme = Literal["system", "light", "dark"]
Face = Literal["serif", "sans"]
Size = Literal["usual", "large"]
Width = Literal["usual", "wide"]
THEMES: tuple[Theme, ...] = get_args(Theme)
FACES: tuple[Face, ...] = get_args(Face)
SIZES: tuple[Size, ...] = get_args(Size)
WIDTHS: tuple[Width, ...] = get_args(Width)
YEAR_S = 365 * 24 * 3600
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look for this browser."""

    language: Language = "en"
    theme: Theme = "system"
    face: Face = "serif"
    size: Size = "usual"
    width: Width = "usual"


def look_of(request: Request, language: str) -> Look:
    """Cookies first, then the home's language, then what the browser asks for."""
    asked = request.cookies.get("language") or language or _asked(request)
    kept = request.cookies.get
    return Look(
        language=next((one for one in LANGUAGES if one == asked), "en"),
        theme=next((one for one in THEMES if one == kept("theme")), "system"),
        face=next((one for one in FACES if one == kept("face")), "serif"),
        size=next((one for one in SIZES if one == kept("size")), "usual"),
        width=next((one for one in WIDTHS if one == kept("width")), "usual"),
    )


def _asked(request: Request) -> str:
    """The first language of Accept-Language that heed speaks."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "en"


def local_path(path: str) -> str:
    """The path if it stays on this site, else the front page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"


@router.get("/look", include_in_schema=False)
def choose(
    language: Language | None = None,
    theme: Theme | None = None,
    face: Face | None = None,
    *,
    size: Size | None = None,
    width: Width | None = None,
    back: Annotated[str, Query(max_length=2000)] = "/",
) -> RedirectResponse:
    """Keep a choice and return to where the reader was."""
    response = RedirectResponse(local_path(back), status_code=303)
    chosen = {"language": language, "theme": theme, "face": face, "size": size, "width": width}
    for name, value in chosen.items():
        if value is not None:
            response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="strict")
    return response
