"""Changing what is set: one line of the home's heed.toml, whose other lines stay as they are."""

import json
import os
import re

from heed.diet import Diet
from heed.errors import BadInput, NotFound, StoreError
from heed.settings import FILE_NAME, Settings, load_settings

CHANGEABLE = (
    "minutes",
    "reservation_rate",
    "explore_share",
    "source_share",
    "piece_share",
    "window_days",
    "words_per_minute",
    "characters_per_minute",
    "language",
    "timezone",
    "send_at",
)
"""What a reader sets. What concerns the machine (host, port, timeouts) is changed in the file."""


def change(diet: Diet, name: str, value: str) -> Settings:
    """Set one of CHANGEABLE; it holds at once and after the next start.

    Raises NotFound for another name, BadInput for a value it cannot take, StoreError where the file
    cannot be written.
    """
    if name not in CHANGEABLE:
        known = ", ".join(CHANGEABLE)
        raise NotFound(f"There is no setting {name} to change here; there are {known}.")
    if f"HEED_{name.upper()}" in os.environ:
        raise BadInput(f"The environment sets {name}, and it wins; change HEED_{name.upper()}.")
    home = diet.settings.home
    made = load_settings(home, **{name: value.strip()})
    path = home / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        part = path.with_name(f"{FILE_NAME}.part")
        part.write_text(with_line(text, name, getattr(made, name)), encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
    diet.settings = load_settings(home)
    return diet.settings


def with_line(text: str, name: str, value: float | str) -> str:
    """A TOML text in which `name` has this value: in its own line, set or as a comment, else new.

    A line goes before the first table, where the home's own settings are.
    """
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    for held in (rf"^{name}\s*=.*$", rf"^#\s*{name}\s*=.*$"):
        found, count = re.subn(held, lambda _: line, text, count=1, flags=re.MULTILINE)
        if count:
            return found
    table = re.search(r"^\s*\[", text, flags=re.MULTILINE)
    at = table.start() if table else len(text)
    before = text[:at].rstrip("\n")
    return f"{before}\n{line}\n{text[at:]}" if before else f"{line}\n{text[at:]}"
