"""What this home gives another of one person or team: signed offers and parcels. Asks nobody."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from heed import intake
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.exchange import parcels, sealing
from heed.store import offers, sources, visits
from heed.types import Offered

OFFER, PARCELS = "/api/exchange/offer", "/api/exchange/parcels"
KEY_FILE = "exchange.key"
LISTED_AT_ONCE = 1000
MOST_BYTES = 2**20
LINE_BYTES = 64
"""What a piece adds to a message besides its parts."""
LETTERS = {"c": "card", "t": "text", "v": "vector"}
"""How parts are named in a request."""


def secret(diet: Diet) -> bytes:
    """The secret this home shares. Raises NotFound where none was set: then it gives nothing."""
    try:
        return (diet.settings.home / KEY_FILE).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(
            "This home exchanges nothing; set a secret with: heed exchange secret"
        ) from error


def set_secret(diet: Diet, words: str) -> Path:
    """Share with every home that has the same secret; readable by this user only. BadInput."""
    clean = words.strip()
    if len(clean) < sealing.FEWEST_CHARACTERS:
        raise BadInput(
            f"A secret needs at least {sealing.FEWEST_CHARACTERS} characters; take a few words."
        )
    path = diet.settings.home / KEY_FILE
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(clean.encode("utf-8"))
    return path


def forget_secret(diet: Diet) -> None:
    """Exchange nothing from now on."""
    (diet.settings.home / KEY_FILE).unlink(missing_ok=True)


def offer(diet: Diet, parameters: Mapping[str, str]) -> bytes:
    """The answer to a signed wish to see what there is, newest first. Raises BadInput, NotFound."""
    key, wish = _read(diet, OFFER, parameters)
    before, most = _number(wish, "before"), _number(wish, "most")
    embedders = frozenset(wish.get("embedders", "").split(","))
    with intake.metered(diet.db, "exchange", at=diet.clock()) as meter:
        lines, more = _listed(diet, before, embedders, most_bytes=min(most, MOST_BYTES))
        asked = _visited(diet)
        meter.count = len(lines)
        told: dict[str, Any] = {"items": lines, "more": more, "visits": []}
        if len(sealing.canonical(told)) + len(sealing.canonical(asked)) < most - 200:
            told["visits"] = asked
        return sealing.answered(key, parameters["signature"], told)


def give(diet: Diet, parameters: Mapping[str, str]) -> bytes:
    """The answer to a signed wish for parts of pieces, at most as many bytes as it names."""
    key, wish = _read(diet, PARCELS, parameters)
    wanted = _parts(wish.get("parts", ""))
    left = min(_number(wish, "most"), 2 * MOST_BYTES) - 200
    given = []
    with intake.metered(diet.db, "exchange", at=diet.clock()) as meter:
        with diet.db.read() as tx:
            found = {kept.item.id: kept for kept in offers.these(tx, list(wanted))}
        for id, letters in wanted.items():
            if id in found:
                parcel = {"id": id, **_parcel(found[id], letters)}
                left -= len(sealing.canonical(parcel)) + 1
                if left < 0:
                    break
                given.append(parcel)
        meter.count = len(given)
        return sealing.answered(key, parameters["signature"], {"items": given})


def _read(diet: Diet, path: str, parameters: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    key = secret(diet)
    return key, sealing.read_asked(key, path, parameters, now=diet.clock())


def _number(wish: Mapping[str, str], name: str) -> int:
    text = wish.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 16):
        raise BadInput("This request is signed, but it asks for nothing heed knows.")
    return int(text)


def _parts(text: str) -> dict[int, str]:
    """`12-ct.15-v` as {12: "ct", 15: "v"}."""
    found = {}
    for part in text.split("."):
        id, _, letters = part.partition("-")
        if not (id.isascii() and id.isdecimal() and len(id) <= 16 and set(letters) <= set(LETTERS)):
            raise BadInput("This request is signed, but it asks for nothing heed knows.")
        found[int(id)] = letters
    return found


def _listed(
    diet: Diet, before: int, embedders: frozenset[str], *, most_bytes: int
) -> tuple[list[Any], bool]:
    """Lines of an offer from below the id `before` (0: from the newest); whether there are more."""
    since = diet.clock() - timedelta(days=diet.settings.window_days)
    with diet.db.read() as tx:
        found = offers.newest(tx, since=since, before=before or None, limit=LISTED_AT_ONCE)
    lines: list[Any] = []
    left = most_bytes - 400
    for kept in found:
        line = parcels.listed(_offered(kept, embedders))
        left -= len(sealing.canonical(line)) + 1
        if left < 0:
            return lines, True
        lines.append(line)
    return lines, len(found) == LISTED_AT_ONCE


def _offered(kept: offers.Kept, embedders: frozenset[str]) -> Offered:
    one = kept.item
    letters = "ctv" if kept.embedder_id in embedders else "ct"
    sizes = {name: len(sealing.canonical(part)) for name, part in _parcel(kept, letters).items()}
    return Offered(
        one.id,
        kept.source_url,
        one.key,
        one.fingerprint,
        one.published_at,
        one.seconds,
        len(one.text),
        sizes["card"] + LINE_BYTES,
        sizes["text"] + LINE_BYTES,
        sizes["vector"] + LINE_BYTES if "vector" in sizes else 0,
    )


def _parcel(kept: offers.Kept, letters: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if "c" in letters:
        parts["card"] = parcels.card(kept.item)
    if "t" in letters:
        parts["text"] = parcels.body(kept.item)
    if "v" in letters and kept.embedder_id:
        parts["vector"] = parcels.vector(kept.embedder_id, kept.data)
    return parts


def _visited(diet: Diet) -> list[Any]:
    """When each source was asked that had no trouble."""
    with diet.db.read() as tx:
        held = [one for one in sources.all(tx) if one.kind in offers.SHARED_KINDS]
        seen = visits.all(tx)
    told = [(one.url, seen[one.id]) for one in held if one.id in seen]
    well = [(url, visit) for url, visit in told if visit.checked_at and not visit.trouble]
    return [parcels.visited(visit, url) for url, visit in well]
