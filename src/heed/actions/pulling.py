"""Taking from another home of one's own what this one lacks: nothing is fetched or embedded twice.

What came is kept batch by batch, and what is here is asked for no more: a pull that broke off goes
on where it stopped when it is made again.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from heed import exchange, filter, intake
from heed.actions.giving import LETTERS, MOST_BYTES, OFFER, PARCELS, secret
from heed.diet import Diet
from heed.errors import BadInput, Unreachable, Unreadable
from heed.exchange import parcels, sealing
from heed.intake import Progress, quiet
from heed.store import Tx, items, sources, vectors, verdicts, visits
from heed.types import ANSWERS, Item, Matrix, Offered, Part, PartKind, Pulled, Source, Visit

PIECES_AT_ONCE = 100
FEWEST_BYTES = 4096
ENVELOPE_BYTES = 256
"""What a message adds to what it carries, and a little room."""
ASK_BYTES = 512
"""What a request is long besides its parts."""
PART_BYTES = 24
"""What naming one piece adds to a request."""
_LETTER = {kind: letter for letter, kind in LETTERS.items()}


@dataclass(slots=True)
class _Line:
    """The way to another home, and the bytes that went over it: addresses asked, bodies answered.

    HTTP's own headers are not counted.
    """

    diet: Diet
    base: str
    secret: bytes
    most_bytes: int
    took_bytes: int = 0

    @property
    def left(self) -> int:
        """Bytes that may still pass."""
        return self.most_bytes - self.took_bytes

    def ask(self, path: str, wish: Mapping[str, str]) -> Any:
        """A signed question and what the signed answer says. Raises Unreachable, Unreadable."""
        nonce = secrets.token_hex(8)
        query, signed = sealing.asked(self.secret, path, wish, at=self.diet.clock(), nonce=nonce)
        url = f"{self.base}{path}?{query}"
        self.took_bytes += len(url)
        answer = self.diet.web.get(url)
        self.took_bytes += len(answer.body)
        return sealing.read_answered(self.secret, signed, answer.body)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What another home has: its pieces, and when it asked its sources; whole: nothing was cut."""

    offered: tuple[Offered, ...]
    visits: Mapping[str, Visit]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Mine:
    """What this home has of one of its sources, by key."""

    source: Source
    items: Mapping[str, Item] = field(default_factory=dict)
    encoded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class _Came:
    """What came of one piece: fresh, its card; whole, its text; and its vector."""

    item: Item
    fresh: bool
    whole: bool
    vector: tuple[str, Matrix] | None


def look(diet: Diet, url: str, *, most_bytes: int | None = None) -> tuple[int, exchange.Chosen]:
    """How many pieces another home offers, and what a pull under `most_bytes` would take."""
    line = _line(diet, url, most_bytes)
    seen = _seen(line)
    return len(seen.offered), _chosen(line, seen)


def pull(
    diet: Diet, url: str, *, most_bytes: int | None = None, progress: Progress = quiet
) -> Pulled:
    """Take what is worth most within `most_bytes`, and make it ready for an edition.

    Raises Unreachable or Unreadable where the other home cannot be asked at all; a line that breaks
    later is a value, and what came stays. Raises BadInput, NotFound.
    """
    line = _line(diet, url, most_bytes)
    with intake.metered(diet.db, "exchange", at=diet.clock()) as meter:
        seen = _seen(line)
        chosen = _chosen(line, seen)
        pulled = Pulled(left=chosen.left, price=chosen.price)
        pulled = _take(line, seen, chosen, pulled, progress)
        meter.count = pulled.items + pulled.texts + pulled.vectors
        if seen.whole and not pulled.left and not pulled.trouble:
            _spare_visits(diet, seen)
    diet.prepare(progress)
    return replace(pulled, took_bytes=line.took_bytes)


def _line(diet: Diet, url: str, most_bytes: int | None) -> _Line:
    if most_bytes is not None and most_bytes < FEWEST_BYTES:
        raise BadInput(f"{most_bytes} bytes are too few; an exchange needs {FEWEST_BYTES}.")
    base = url.strip().rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise BadInput(f"{url} is not another home's address, such as http://localhost:8422")
    return _Line(diet, base, secret(diet), 2**50 if most_bytes is None else most_bytes)


def _seen(line: _Line) -> _Seen:
    """The other home's offer; where bytes are short, its newest part in a quarter of them."""
    names = ",".join(one.embedder_id for one in line.diet.encoder.describe() if one.embedder_id)
    offered: list[Offered] = []
    asked: list[tuple[str, Visit]] = []
    room = line.left // 4
    more = True
    before = 0
    while more and room >= FEWEST_BYTES // 4:
        most = min(room, MOST_BYTES)
        wish = {"before": str(before), "most": str(most), "embedders": names}
        answer = line.ask(OFFER, wish)
        lines, told, more = _read_offer(answer)
        offered += [parcels.read_listed(one) for one in lines]
        asked += [parcels.read_visited(one, now=line.diet.clock()) for one in told]
        room -= len(sealing.canonical(answer))
        if not lines:
            break
        before = offered[-1].id
    return _Seen(tuple(offered), dict(asked), not more)


def _read_offer(answer: Any) -> tuple[list[Any], list[Any], bool]:
    match answer:
        case {"items": list(lines), "visits": list(told), "more": bool(more)}:
            return lines, told, more
    raise Unreadable("The other home's answer is no message heed knows.")


def _chosen(line: _Line, seen: _Seen) -> exchange.Chosen:
    """Parts this home lacks, the best for the bytes left."""
    diet = line.diet
    with diet.db.read() as tx:
        mine = _mine(tx, seen.offered, encoded=True)
        worth = _worth(tx)
    parts = [
        part
        for one in seen.offered
        if one.source_url in mine
        for part in _lacking(diet, one, mine[one.source_url], seen, worth)
    ]
    messages = 1 + len(parts) // PIECES_AT_ONCE + sum(p.size_bytes for p in parts) // MOST_BYTES
    around = messages * (ENVELOPE_BYTES + ASK_BYTES + len(line.base))
    return exchange.choose(parts, max(0, line.left - around))


def _mine(tx: Tx, offered: Iterable[Offered], *, encoded: bool) -> dict[str, _Mine]:
    """What this home has of these pieces, by source it follows; what is `encoded` where asked."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for one in offered:
        keys[one.source_url].add(one.key)
    found = {}
    for url, wanted in keys.items():
        source = sources.find_by_url(tx, url)
        if source is not None:
            ids = [one.id for one in items.known(tx, source.id) if one.key in wanted]
            held = items.many(tx, ids)
            read = frozenset(vectors.load(tx, held)) if encoded else frozenset()
            found[url] = _Mine(source, {one.key: one for one in held.values()}, read)
    return found


def _worth(tx: Tx) -> Mapping[int, float]:
    """Worth a minute of each source by this reader's own answers, as if one more had said 1."""
    told = verdicts.told(tx)
    held = items.many(tx, list(told))
    sums: dict[int, list[float]] = {}
    for id, verdict in told.items():
        if id in held:
            sums.setdefault(held[id].source_id, [1.0]).append(ANSWERS[verdict.answer])
    return {source_id: sum(given) / len(given) for source_id, given in sums.items()}


def _lacking(
    diet: Diet, one: Offered, mine: _Mine, seen: _Seen, worth: Mapping[int, float]
) -> list[Part]:
    """The parts of an offered piece that this home lacks, with what they are worth."""
    own = mine.items.get(one.key)
    kinds: dict[PartKind, int] = {"card": one.card_bytes, "text": one.text_bytes}
    if one.vector_bytes:
        kinds["vector"] = one.vector_bytes
    if own is not None:
        if own.fingerprint != one.fingerprint and not _later(diet, mine.source, seen):
            return []
        if own.fingerprint == one.fingerprint:
            del kinds["card"]
            if one.text_characters <= len(own.text):
                del kinds["text"]
            if own.id in mine.encoded:
                kinds.pop("vector", None)
    each = worth.get(mine.source.id, 1.0)
    return [
        Part(
            one.id,
            kind,
            size + PART_BYTES,
            exchange.part_value(one, kind, worth=each, now=diet.clock()),
        )
        for kind, size in kinds.items()
    ]


def _later(diet: Diet, source: Source, seen: _Seen) -> bool:
    """Whether the other home asked this source after this one did."""
    theirs = seen.visits.get(source.url)
    with diet.db.read() as tx:
        own = visits.get(tx, source.id)
    if theirs is None or theirs.checked_at is None:
        return False
    return own.checked_at is None or theirs.checked_at > own.checked_at


def _take(
    line: _Line, seen: _Seen, chosen: exchange.Chosen, pulled: Pulled, progress: Progress
) -> Pulled:
    """Ask for the chosen parts batch by batch and keep each batch as it comes."""
    offered = {one.id: one for one in seen.offered}
    left = _together(chosen.parts)
    whole = len(left)
    while left:
        progress("exchange", whole - len(left), whole)
        batch, left = _batch(left)
        names: dict[int, str] = {}
        for part in batch:
            names[part.item_id] = names.get(part.item_id, "") + _LETTER[part.kind]
        asked = ".".join(f"{id}-{letters}" for id, letters in names.items())
        most = sum(part.size_bytes - PART_BYTES for part in batch) + ENVELOPE_BYTES
        try:
            answer = line.ask(PARCELS, {"parts": asked, "most": str(most)})
            came = _keep(line.diet, answer, offered, names)
        except (Unreachable, Unreadable) as error:
            lost = len(batch) + sum(len(piece) for piece in left)
            return replace(pulled, left=pulled.left + lost, trouble=str(error))
        counts = [a + b for a, b in zip(_counts(pulled), _counts(came), strict=True)]
        missing = len(batch) - sum(_counts(came))
        pulled = replace(
            pulled,
            items=counts[0],
            texts=counts[1],
            vectors=counts[2],
            left=pulled.left + missing,
        )
    return pulled


def _counts(pulled: Pulled) -> tuple[int, int, int]:
    return pulled.items, pulled.texts, pulled.vectors


def _together(parts: Sequence[Part]) -> list[list[Part]]:
    """A piece's parts travel in one message, at the place of its first."""
    pieces: dict[int, list[Part]] = {}
    for part in parts:
        pieces.setdefault(part.item_id, []).append(part)
    return list(pieces.values())


def _batch(pieces: Sequence[list[Part]]) -> tuple[list[Part], list[list[Part]]]:
    """The parts of the next message, and the pieces after it."""
    size, end = 0, 0
    while end < min(len(pieces), PIECES_AT_ONCE):
        size += sum(part.size_bytes for part in pieces[end])
        if end and size > MOST_BYTES:
            break
        end += 1
    return [part for piece in pieces[:end] for part in piece], list(pieces[end:])


def _keep(
    diet: Diet, answer: Any, offered: Mapping[int, Offered], asked: Mapping[int, str]
) -> Pulled:
    """Write down one batch, whole or not at all; a source removed meanwhile takes nothing."""
    embedders = frozenset(one.embedder_id for one in diet.encoder.describe())
    given = _given(answer, asked)
    with diet.db.write() as tx:
        mine = _mine(tx, [offered[id] for id, _ in given], encoded=False)
        came = [
            _read_piece(mine[offered[id].source_url], offered[id], parts, embedders, diet.clock())
            for id, parts in given
            if offered[id].source_url in mine
        ]
        _write(tx, came, diet.clock())
    return Pulled(
        items=sum(one.fresh for one in came),
        texts=sum(one.whole for one in came),
        vectors=sum(one.vector is not None for one in came),
    )


def _given(answer: Any, asked: Mapping[int, str]) -> list[tuple[int, dict[str, Any]]]:
    """The number and the asked-for parts of each piece of an answer. Raises Unreadable."""
    strange = Unreadable("The other home's answer is no message heed knows.")
    match answer:
        case {"items": list(given)}:
            pass
        case _:
            raise strange
    found = []
    for one in given:
        id = one.get("id") if isinstance(one, dict) else None
        if type(id) is not int or id not in asked:
            raise strange
        kinds = [LETTERS[letter] for letter in asked[id]]
        found.append((id, {kind: one[kind] for kind in kinds if kind in one}))
    return found


def _read_piece(
    mine: _Mine,
    offered: Offered,
    parts: Mapping[str, Any],
    embedders: frozenset[str],
    now: datetime,
) -> _Came:
    """What came of one piece, checked, put on what this home has of it."""
    item = mine.items.get(offered.key)
    fresh = "card" in parts
    if fresh:
        id = item.id if item else 0
        card = parcels.read_card(parts["card"], source_id=mine.source.id, now=now)
        item = replace(card, id=id)
    if item is None or item.key != offered.key:
        raise Unreadable("The other home's answer is no message heed knows.")
    if "text" in parts:
        item = parcels.read_body(parts["text"], item)
        # The other home cleaned it, but a page runs nothing on another's word.
        item = replace(item, html=filter.clean_html(item.html, item.url))
    read = parcels.read_vector(parts["vector"], embedders) if "vector" in parts else None
    return _Came(item, fresh, "text" in parts, read)


def _write(tx: Tx, came: Sequence[_Came], now: datetime) -> None:
    """Keep items and texts, then vectors, a few statements for all."""
    changed = [one for one in came if one.fresh or one.whole]
    ids = iter(items.next_ids(tx, now, sum(not one.item.id for one in changed)))
    numbered = [one.item if one.item.id else replace(one.item, id=next(ids)) for one in changed]
    saved = items.save(tx, numbered)
    vectors.forget(tx, [one.item.id for one in changed if one.fresh and one.item.id])
    kept = {(item.source_id, item.key): item.id for item in saved}
    rows: dict[str, list[tuple[int, Matrix]]] = {}
    for one in came:
        if one.vector is not None:
            id = kept.get((one.item.source_id, one.item.key), one.item.id)
            rows.setdefault(one.vector[0], []).append((id, one.vector[1]))
    for name, found in rows.items():
        if len({row.size for _, row in found}) > 1:
            raise Unreadable("The other home's answer is no message heed knows.")
        vectors.save(tx, name, [id for id, _ in found], np.stack([row for _, row in found]))


def _spare_visits(diet: Diet, seen: _Seen) -> None:
    """Sources the other home asked later need not be asked again before they are due there."""
    with diet.db.write() as tx:
        for url, theirs in seen.visits.items():
            source = sources.find_by_url(tx, url)
            if source is None:
                continue
            own = visits.get(tx, source.id)
            if own.checked_at is None or (theirs.checked_at and theirs.checked_at > own.checked_at):
                visits.save(tx, replace(theirs, source_id=source.id))
