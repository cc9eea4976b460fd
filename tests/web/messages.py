"""Every message heed's sources and templates ask for, as babel extracts them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_file

SOURCE = Path(__file__).parents[2] / "src" / "heed"
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2)}


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    """Singular messages as text, plural ones as (one, many)."""
    return frozenset(_all())


def _all() -> Iterator[str | tuple[str, ...]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _of(path, "python")
    for path in sorted((SOURCE / "web" / "templates").glob("*.html")):
        yield from _of(path, "jinja2.ext.babel_extract")


def _of(path: Path, method: str) -> Iterator[str | tuple[str, ...]]:
    options = {"trimmed": "false", "silent": "false"}
    for _, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS, options=options):
        yield message if isinstance(message, str) else tuple(part for part in message if part)
